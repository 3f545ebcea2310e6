"""The kinds of mailboxes: a few at the click, the others later, nothing twice in a week."""

from datetime import timedelta

import pytest

from engine.lookups.mailboxes import (
    AT_CLICK,
    BATCH,
    MAILBOXES,
    MOST_FAILURES,
    MailboxLookups,
)
from ledger import Ledger
from licensing.errors import (
    Answer,
    NotAllowed,
    TenantError,
    TenantUnavailable,
    UnknownPerson,
    UnreadAnswer,
)
from licensing.tenant.checks import Check, NotChecked
from licensing.tenant.mailboxes import Mailbox
from tests.engine.lookups.conftest import Clock, StandIn, timer_of
from tests.support.ledger import NOW, TENANT

SHARED = {"support": Mailbox.SHARED, "room": Mailbox.ROOM}


def crowd(count: int) -> list[str]:
    return [f"p{number:05}" for number in range(count)]


@pytest.fixture
def lookups(ledger: Ledger, clock: Clock, tenant: StandIn) -> MailboxLookups:
    tenant.kinds = dict(SHARED)
    return MailboxLookups(ledger, tenant.mailboxes, clock)


async def due(lookups: MailboxLookups) -> bool:
    async with lookups.ledger.read() as unit:
        return await unit.timers.due_at(MAILBOXES, TENANT) is not None


async def run_all(lookups: MailboxLookups) -> int:
    """Run the handler until no one waits."""
    for runs in range(200):
        result = await lookups.handle(timer_of(MAILBOXES))
        await lookups.ledger.write(result.store)
        if result.again is None:
            return runs
    raise AssertionError("it never ends")


async def test_a_few_are_read_at_the_click_and_then_known(
    lookups: MailboxLookups, tenant: StandIn
) -> None:
    found = await lookups.known(TENANT, ["support", "adele"])
    assert found.check == Check(at=NOW)
    assert found.by_person == {"support": Mailbox.SHARED, "adele": Mailbox.USER}
    assert await lookups.known(TENANT, ["adele", "support"]) == found
    assert tenant.asked == ["support", "adele"]
    assert not await due(lookups)


async def test_no_one_is_asked_for_when_no_one_loses_a_mailbox(
    lookups: MailboxLookups, tenant: StandIn
) -> None:
    assert (await lookups.known(TENANT, [])).check.done
    assert tenant.asked == []


async def test_ten_thousand_are_never_asked_for_at_a_click(
    lookups: MailboxLookups, tenant: StandIn
) -> None:
    people = ["support", *crowd(10_000)]
    found = await lookups.known(TENANT, people)
    assert found.check.why is NotChecked.NOT_YET
    assert found.of("support") is Mailbox.SHARED
    assert found.of("p09999") is Mailbox.UNKNOWN
    assert tenant.asked == people[:AT_CLICK]
    assert await due(lookups)


async def test_the_others_are_read_in_the_background_in_small_parts(
    lookups: MailboxLookups, tenant: StandIn
) -> None:
    people = [*crowd(100), "room"]
    await lookups.known(TENANT, people)
    await run_all(lookups)
    assert len(tenant.asked) == len(set(tenant.asked)) == 101
    found = await lookups.known(TENANT, people)
    assert found.check.done
    assert found.of("room") is Mailbox.ROOM
    assert BATCH < 100


async def test_a_missing_permission_is_reported_and_not_tried_again_for_an_hour(
    lookups: MailboxLookups, tenant: StandIn, clock: Clock
) -> None:
    tenant.troubles = [NotAllowed()] * 4
    people = crowd(20)
    assert (await lookups.known(TENANT, people)).check == Check(NotChecked.NO_PERMISSION)
    assert (await lookups.known(TENANT, people)).check == Check(NotChecked.NO_PERMISSION)
    assert len(tenant.asked) == 4
    assert not await due(lookups)
    clock.forward(minutes=61)
    tenant.troubles = []
    assert (await lookups.known(TENANT, people)).check.why is NotChecked.NOT_YET


async def test_a_permission_that_is_withdrawn_ends_the_background_work(
    lookups: MailboxLookups, tenant: StandIn
) -> None:
    await lookups.known(TENANT, crowd(20))
    tenant.troubles = [NotAllowed()] * 4
    assert await run_all(lookups) == 0
    async with lookups.ledger.read() as unit:
        assert await unit.mailbox_kinds.wanted(TENANT, 10, NOW) == ()


async def test_a_click_does_not_wait_for_a_slow_tenant(
    lookups: MailboxLookups, tenant: StandIn
) -> None:
    lookups.timeout = 0.05
    tenant.slow = 3_600.0
    found = await lookups.known(TENANT, ["support"])
    assert found.check.why is NotChecked.NOT_YET
    assert await due(lookups)


async def test_no_answer_is_reported(lookups: MailboxLookups, tenant: StandIn) -> None:
    tenant.troubles = [TenantUnavailable()]
    assert (await lookups.known(TENANT, ["support"])).check.why is NotChecked.NO_ANSWER


async def test_an_account_that_is_gone_holds_no_one_up(
    lookups: MailboxLookups, tenant: StandIn
) -> None:
    tenant.troubles = [UnknownPerson()]
    found = await lookups.known(TENANT, ["gone", "support"])
    assert found.by_person == {"gone": Mailbox.USER, "support": Mailbox.SHARED}


async def test_after_a_week_it_is_read_again(
    lookups: MailboxLookups, tenant: StandIn, clock: Clock
) -> None:
    await lookups.known(TENANT, ["support"])
    clock.time += timedelta(days=6)
    await lookups.known(TENANT, ["support"])
    assert len(tenant.asked) == 1
    clock.time += timedelta(days=2)
    tenant.kinds["support"] = Mailbox.USER
    assert (await lookups.known(TENANT, ["support"])).of("support") is Mailbox.USER


@pytest.mark.parametrize("error", [TenantUnavailable(), NotAllowed(), UnreadAnswer(Answer(400))])
async def test_one_mailbox_that_can_not_be_read_holds_up_no_other(
    lookups: MailboxLookups, tenant: StandIn, clock: Clock, error: TenantError
) -> None:
    people = [*crowd(100), "room"]
    tenant.broken = {"p00000": error, "p00050": error}
    found = await lookups.known(TENANT, people)
    assert len(found.by_person) == AT_CLICK - 1
    for _ in range(60):
        result = await lookups.handle(timer_of(MAILBOXES))
        await lookups.ledger.write(result.store)
        if result.again is None:
            break
        clock.time = max(clock.time, result.again)
    else:
        raise AssertionError("it never ends")
    found = await lookups.known(TENANT, people)
    assert set(people) - set(found.by_person) == {"p00000", "p00050"}
    assert found.check.why in {NotChecked.NO_ANSWER, NotChecked.NO_PERMISSION}
    assert tenant.asked.count("p00050") <= 2 * MOST_FAILURES
