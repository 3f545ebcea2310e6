"""What is ahead over several removals: each thing on its day, and whom it concerns."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from licensing.losses.entitlements import Entitlements
from licensing.losses.rules import DataEvent, Terms
from licensing.losses.services import Data
from licensing.reminders.calendar import Calendar, GracePeriod, calendar_events, rechecked
from licensing.reminders.upcoming import Forecast, upcoming_losses
from licensing.tenant.mailboxes import Mailbox
from tests.support import people as a
from tests.support.people import owned, person, product

DAY = date(2026, 11, 24)
ENDED = datetime(2026, 11, 24, 10, tzinfo=UTC)
LATER = ENDED + timedelta(days=3)
BOTH = frozenset({Data.MAILBOX, Data.ONEDRIVE})
MAILBOX = frozenset({Data.MAILBOX})
NONE = frozenset[Data]()


def forecast(*people: GracePeriod, run: str = "r1", day: date = DAY) -> Forecast:
    head = Calendar(run, "plan", "tenant", "alex", "chat", day, ENDED, receipt=1)
    return Forecast(head, Terms(), people)


def grace_period(place: int, left: frozenset[Data], **more: object) -> GracePeriod:
    facts = {"position": place, "person": f"p{place}", "kinds": BOTH, "missing": left}
    return GracePeriod(**(facts | more))  # type: ignore[arg-type]


def test_what_happens_is_counted_by_day_over_all_removals() -> None:
    one = forecast(grace_period(0, BOTH), grace_period(1, MAILBOX), grace_period(2, NONE))
    two = forecast(grace_period(3, MAILBOX), grace_period(4, MAILBOX), run="r2")
    found = upcoming_losses([one, two], DAY)
    assert [((c.event.day - DAY).days, c.event.event, c.people, c.runs) for c in found] == [
        (30, DataEvent.DELETED, 4, ("r1", "r2")),
        (60, DataEvent.READ_ONLY, 1, ("r1",)),
        (93, DataEvent.ARCHIVED, 1, ("r1",)),
        (275, DataEvent.UNSEARCHABLE, 1, ("r1",)),
        (365, DataEvent.DELETED, 1, ("r1",)),
    ]


def test_only_the_days_that_are_looked_at_count() -> None:
    one = forecast(grace_period(0, BOTH))
    assert [c.people for c in upcoming_losses([one], DAY, DAY + timedelta(30))] == [1]
    assert upcoming_losses([one], DAY, DAY + timedelta(29)) == ()
    assert [c.event.event for c in upcoming_losses([one], DAY + timedelta(61))] == [
        DataEvent.ARCHIVED,
        DataEvent.UNSEARCHABLE,
        DataEvent.DELETED,
    ]
    assert one.concerned(DAY + timedelta(366)) == ()


def test_who_is_supplied_again_and_whose_account_is_gone_are_told_apart() -> None:
    one = forecast(
        grace_period(0, BOTH), grace_period(1, NONE), grace_period(2, NONE, account_deleted=True)
    )
    assert (one.restored, one.deleted_accounts) == (1, 1)


def test_it_holds_as_of_anyone_who_was_looked_at_longest_ago() -> None:
    assert forecast().as_of == ENDED
    assert forecast(grace_period(0, BOTH, checked_at=LATER)).as_of == LATER
    assert forecast(grace_period(0, BOTH, checked_at=LATER), grace_period(1, BOTH)).as_of == ENDED


def test_someone_looked_at_is_as_they_are_now_and_a_newer_removal_counts_for_itself() -> None:
    supplies = Entitlements(
        owned(product("suite", a.MAILBOX, a.ONEDRIVE), product("visio", a.ONEDRIVE))
    )
    one = grace_period(0, BOTH)
    now = rechecked(one, person("p0", "visio"), supplies, Mailbox.UNKNOWN, NONE, LATER)
    assert (now.missing, now.account_deleted, now.checked_at) == (MAILBOX, False, LATER)
    newer = rechecked(one, person("p0"), supplies, Mailbox.UNKNOWN, MAILBOX, LATER)
    assert newer.missing == {Data.ONEDRIVE}
    gone = rechecked(one, None, supplies, Mailbox.UNKNOWN, NONE, LATER)
    assert (gone.missing, gone.account_deleted) == (NONE, True)


KINDS = st.frozensets(st.sampled_from([Data.MAILBOX, Data.ONEDRIVE, Data.CLOUD_PC, Data.ARCHIVE]))


@given(st.lists(KINDS, max_size=8), st.integers(0, 100), st.integers(0, 100))
def test_nothing_ahead_is_left_out_and_nothing_is_counted_twice(
    lefts: list[frozenset[Data]], first: int, length: int
) -> None:
    one = forecast(*(grace_period(place, left) for place, left in enumerate(lefts)))
    begin, end = DAY + timedelta(first), DAY + timedelta(first + length)
    found = upcoming_losses([one], begin, end)
    expected = sum(
        begin <= event.day <= end for left in lefts for event in calendar_events(left, DAY, Terms())
    )
    assert sum(c.people for c in found) == expected
    assert [c.event.order for c in found] == sorted(c.event.order for c in found)
    assert len({c.event for c in found}) == len(found)
