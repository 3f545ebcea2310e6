"""When trouble is the tenant's."""

import pytest

from licensing.errors import Answer, NotAllowed, SlowDown, TenantError, TenantUnavailable
from licensing.runs.breaker import FIRST_PAUSE, IN_A_ROW, LONGEST_PAUSE, Breaker, pause

OUTAGE = TenantUnavailable(Answer(503))


def opened_after(breaker: Breaker, error: TenantError, people: int, left: int) -> int | None:
    """How many failures it takes with so many people in turn, of at most 20."""
    for n in range(1, 21):
        breaker.failed((n - 1) % people, error)
        if breaker.opens(error, left):
            return n
    return None


@pytest.mark.parametrize("error", [OUTAGE, SlowDown(), NotAllowed(), TenantUnavailable()])
def test_it_opens_after_some_failures_in_a_row_on_different_people(error: TenantError) -> None:
    assert opened_after(Breaker(), error, people=20, left=200) == IN_A_ROW


@pytest.mark.parametrize("error", [OUTAGE, SlowDown(), NotAllowed(), TenantUnavailable()])
def test_one_person_among_many_never_opens_it(error: TenantError) -> None:
    assert opened_after(Breaker(), error, people=1, left=200) is None


@pytest.mark.parametrize(
    ("error", "opens"),
    [
        (OUTAGE, IN_A_ROW),
        (SlowDown(), IN_A_ROW),
        (NotAllowed(), None),
        (TenantUnavailable(Answer(500)), None),
    ],
)
def test_the_last_people_of_a_run_open_it_only_where_it_is_not_their_own(
    error: TenantError, opens: int | None
) -> None:
    assert opened_after(Breaker(), error, people=2, left=2) == opens


def test_a_success_or_another_kind_of_trouble_begins_the_count_again() -> None:
    breaker = Breaker()
    for position in range(IN_A_ROW - 1):
        breaker.failed(position, OUTAGE)
    breaker.succeeded()
    breaker.failed(IN_A_ROW, OUTAGE)
    assert not breaker.opens(OUTAGE, 200)
    for position in range(IN_A_ROW - 1):
        breaker.failed(position, NotAllowed())
    assert not breaker.opens(NotAllowed(), 200)


def test_pauses_become_longer_up_to_a_limit_and_heed_what_is_asked() -> None:
    seconds = [pause(times).total_seconds() for times in (1, 2, 3, 50)]
    assert seconds == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, LONGEST_PAUSE]
    assert pause(1, 77.5).total_seconds() == 77.5
