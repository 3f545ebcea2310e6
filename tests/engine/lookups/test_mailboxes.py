"""Whose mailboxes are whose: a few at the click, the others later, nothing twice in a week."""

import asyncio
from datetime import timedelta

import pytest

from engine.lookups.mailboxes import AT_A_RING, AT_CLICK, MAILBOXES, MailboxLookups
from ledger import Ledger
from licensing.errors import NotAllowed, TenantUnavailable, UnknownPerson
from licensing.tenant.checks import Check, Unchecked
from licensing.tenant.mailboxes import Mailbox
from tests.engine.lookups.conftest import Clock, StandIn
from tests.support.ledger import NOW, TENANT

SHARED = {"support": Mailbox.SHARED, "room": Mailbox.ROOM}


def crowd(count: int) -> list[str]:
    return [f"p{number:05}" for number in range(count)]


@pytest.fixture
def watch(ledger: Ledger, clock: Clock, tenant: StandIn) -> MailboxLookups:
    tenant.kinds = dict(SHARED)
    return MailboxLookups(ledger, tenant, clock)


async def due(watch: MailboxLookups) -> bool:
    async with watch.ledger.read() as unit:
        return await unit.timers.due_at(MAILBOXES, TENANT) is not None


async def ring_all(watch: MailboxLookups) -> int:
    """Ring until nobody waits."""
    for rings in range(200):
        rung = await watch.ring(TENANT)
        await watch.ledger.write(rung.store)
        if rung.again is None:
            return rings
    raise AssertionError("it never ends")


async def test_a_few_are_read_at_the_click_and_then_known(
    watch: MailboxLookups, tenant: StandIn
) -> None:
    found = await watch.known(TENANT, ["support", "adele"])
    assert found.check == Check(at=NOW)
    assert found.kinds == {"support": Mailbox.SHARED, "adele": Mailbox.USER}
    assert await watch.known(TENANT, ["adele", "support"]) == found
    assert tenant.asked == ["support", "adele"]
    assert not await due(watch)


async def test_nobody_is_asked_for_where_nobody_loses_a_mailbox(
    watch: MailboxLookups, tenant: StandIn
) -> None:
    assert (await watch.known(TENANT, [])).check.done
    assert tenant.asked == []


async def test_ten_thousand_are_never_asked_for_at_a_click(
    watch: MailboxLookups, tenant: StandIn
) -> None:
    people = ["support", *crowd(10_000)]
    found = await watch.known(TENANT, people)
    assert found.check.why is Unchecked.NOT_YET
    assert found.of("support") is Mailbox.SHARED
    assert found.of("p09999") is Mailbox.UNKNOWN
    assert tenant.asked == people[:AT_CLICK]
    assert await due(watch)


async def test_the_others_are_read_in_the_background_in_small_parts(
    watch: MailboxLookups, tenant: StandIn
) -> None:
    people = [*crowd(100), "room"]
    await watch.known(TENANT, people)
    await ring_all(watch)
    assert len(tenant.asked) == len(set(tenant.asked)) == 101
    found = await watch.known(TENANT, people)
    assert found.check.done
    assert found.of("room") is Mailbox.ROOM
    assert AT_A_RING < 100


async def test_without_the_permission_it_is_said_and_not_asked_again_for_an_hour(
    watch: MailboxLookups, tenant: StandIn, clock: Clock
) -> None:
    tenant.troubles = [NotAllowed()] * 4
    people = crowd(20)
    assert (await watch.known(TENANT, people)).check == Check(Unchecked.NO_PERMISSION)
    assert (await watch.known(TENANT, people)).check == Check(Unchecked.NO_PERMISSION)
    assert len(tenant.asked) == 4
    assert not await due(watch)
    clock.forward(minutes=61)
    tenant.troubles = []
    assert (await watch.known(TENANT, people)).check.why is Unchecked.NOT_YET


async def test_a_permission_that_is_taken_back_ends_the_work_in_the_background(
    watch: MailboxLookups, tenant: StandIn
) -> None:
    await watch.known(TENANT, crowd(20))
    tenant.troubles = [NotAllowed()] * 4
    assert await ring_all(watch) == 0
    async with watch.ledger.read() as unit:
        assert await unit.mailbox_kinds.wanted(TENANT, 10) == ()


async def test_a_click_does_not_wait_for_a_slow_tenant(
    watch: MailboxLookups, tenant: StandIn
) -> None:
    watch.patience = 0.05
    tenant.slow = 5.0
    began = asyncio.get_running_loop().time()
    found = await watch.known(TENANT, ["support"])
    assert asyncio.get_running_loop().time() - began < 2
    assert found.check.why is Unchecked.NOT_YET
    assert await due(watch)


async def test_no_answer_is_said(watch: MailboxLookups, tenant: StandIn) -> None:
    tenant.troubles = [TenantUnavailable()]
    assert (await watch.known(TENANT, ["support"])).check.why is Unchecked.NO_ANSWER


async def test_an_account_that_is_gone_holds_nobody_up(
    watch: MailboxLookups, tenant: StandIn
) -> None:
    tenant.troubles = [UnknownPerson()]
    found = await watch.known(TENANT, ["gone", "support"])
    assert found.kinds == {"gone": Mailbox.USER, "support": Mailbox.SHARED}


async def test_after_a_week_it_is_read_again(
    watch: MailboxLookups, tenant: StandIn, clock: Clock
) -> None:
    await watch.known(TENANT, ["support"])
    clock.time += timedelta(days=6)
    await watch.known(TENANT, ["support"])
    assert len(tenant.asked) == 1
    clock.time += timedelta(days=2)
    tenant.kinds["support"] = Mailbox.USER
    assert (await watch.known(TENANT, ["support"])).of("support") is Mailbox.USER
