"""Receipts are found by number, listed newest first, and by the day from which data is held."""

from dataclasses import replace

import pytest

from ledger import Ledger, Unit
from licensing.errors import PlanMissing
from licensing.requests.model import Participant, State
from licensing.runs.control import Control
from licensing.runs.outcome import Outcome, RunState
from tests.ledger.runs.test_store import LEASE, outcome_of
from tests.support.ledger import CHAT, NOW, OWNER, TENANT, later, plan_of
from tests.support.people import person
from tests.support.requests import opened

OWNERS = [OWNER, "megan", OWNER, OWNER, "megan"]


async def fill(unit: Unit) -> None:
    """Five receipts of two people, the last one paused."""
    for number, owner in enumerate(OWNERS, 1):
        run = f"run-{number}"
        await unit.plans.save(plan_of(person(f"p{number}", "e3"), id=run))
        await unit.runs.start(
            run, run, TENANT, owner, later(number), run, CHAT, owner_name=owner.title()
        )
        if number < len(OWNERS):
            (item,) = await unit.run_items.claim(run, later(number), LEASE, 1)
            await unit.run_outcomes.finish([(item, outcome_of(item))], later(number))
            await unit.run_lifecycle.complete(run, later(number + 1))
    await unit.run_lifecycle.control("run-5", Control.PAUSE, "megan", NOW)


async def test_a_page_is_ones_own_or_everyones(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await fill(unit)
        everyone = await unit.receipts.page(TENANT, None, 0, 3)
        rest = await unit.receipts.page(TENANT, None, 3, 3)
        own = await unit.receipts.page(TENANT, OWNER, 0, 10)
        counts = [await unit.receipts.count(TENANT, who) for who in (None, OWNER, "nobody")]
        assert await unit.receipts.page("elsewhere", None, 0, 10) == ()
    assert [r.number for r in (*everyone, *rest)] == [5, 4, 3, 2, 1]
    assert [r.number for r in own] == [4, 3, 1]
    assert counts == [5, 3, 0]


async def test_ones_own_are_also_those_of_what_one_asked_others_to_approve(
    ledger: Ledger,
) -> None:
    async with ledger.begin() as unit:
        await fill(unit)
        for number, state in ((1, State.APPROVED), (3, State.REJECTED), (5, State.APPROVED)):
            request = opened(number=number, tenant=TENANT, plan=f"run-{number}", state=state)
            await unit.requests.save(
                replace(request, requester=Participant("diego", "Diego")), None
            )
        own = await unit.receipts.page(TENANT, "diego", 0, 10)
        assert await unit.receipts.count(TENANT, "diego") == 2
        followed = await unit.receipts.open(TENANT, "diego", 10)
        assert await unit.receipts.open(TENANT, "diego", 10, own=True) == ()
        asked = [await unit.requests.was_approved(TENANT, "diego", f"run-{n}") for n in (1, 2, 3)]
        assert not await unit.requests.was_approved(TENANT, OWNER, "run-1")
        assert not await unit.requests.was_approved("elsewhere", "diego", "run-1")
    assert [r.number for r in own] == [5, 1]
    assert [r.number for r in followed] == [5]
    assert asked == [True, False, False]


async def test_a_receipt_holds_who_when_how_many_and_where_it_stands(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await fill(unit)
        receipt = await unit.receipts.by_number(TENANT, 2)
        assert receipt is not None
        assert receipt == await unit.receipts.of_run("run-2")
        for number in (0, -1, 6, 2**40):
            assert await unit.receipts.by_number(TENANT, number) is None
        assert await unit.receipts.by_number("elsewhere", 2) is None
        with pytest.raises(PlanMissing):
            await unit.receipts.of_run("nothing")
    assert (receipt.owner, receipt.owner_name, receipt.state) == ("megan", "Megan", RunState.DONE)
    assert (receipt.started_at, receipt.ended_at) == (later(2), later(3))
    assert (receipt.people, receipt.finished, receipt.mailboxes) == (1, 1, 1)
    assert receipt.outcomes == {Outcome.REMOVED: 1}


async def test_what_has_not_ended_is_open_also_when_someone_holds_it(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await fill(unit)
        found = await unit.receipts.open(TENANT, None, 10)
        assert await unit.receipts.open(TENANT, OWNER, 10) == ()
        counts = [await unit.receipts.count_open(TENANT, who) for who in (OWNER, "megan")]
        assert await unit.receipts.count_open("elsewhere", "megan") == 0
    assert [(r.number, r.state) for r in found] == [(5, RunState.PAUSED)]
    assert counts == [0, 1]
