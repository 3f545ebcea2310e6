"""What can still be restored of a run, also after a part of it was."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from ledger import Ledger, Unit
from ledger.runs import undo as undoing
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.plans.plan import Plan, PlanKind, UndoneRun
from licensing.plans.planned_person import PlannedAction
from licensing.runs.outcome import Outcome
from licensing.runs.undo import RemovedLicenses, build_undo_plan
from licensing.tenant.matching import prefix_match
from licensing.tenant.people import Person
from tests.ledger.runs.test_store import LEASE
from tests.licensing.runs.test_undo import proven
from tests.support.ledger import CHAT, NOW, OWNER, PRODUCTS, TENANT, plan_of
from tests.support.people import SALES, assignment, person

DAY = date(2026, 11, 24)
PEOPLE = [
    person("adele", assignment("e3", off=["plan-a"]), "visio"),
    person("both", "e3", assignment("e3", SALES)),
    person("grady", assignment("e3", SALES)),
    person("nobody"),
    person("zoe", "visio"),
]
#: Everything that the run takes, by person.
ALL = {"adele": {"e3", "visio"}, "both": {"e3"}, "zoe": {"visio"}}


async def removed(unit: Unit, people: Iterable[Person] = PEOPLE) -> None:
    """Run a plan to its end, everyone as planned."""
    await unit.plans.save(plan_of(*people, id="plan", chosen=("e3", "visio")))
    await unit.runs.start("run", "plan", TENANT, OWNER, NOW, "slot", CHAT)
    for item in await unit.run_items.claim("run", NOW, LEASE, 9_999):
        await unit.run_outcomes.finish([(item, proven(item.person))], NOW)
    assert await unit.run_lifecycle.complete("run", NOW)


async def found(unit: Unit, among: set[str] | None = None) -> tuple[RemovedLicenses, ...]:
    return tuple([one async for page in unit.undo.removed("run", among) for one in page])


def products(taken: Iterable[RemovedLicenses]) -> dict[str, set[str]]:
    return {one.person.id: {line.product for line in one.lines} for one in taken}


def back(taken: Iterable[RemovedLicenses], id: str) -> Plan:  # noqa: A002 - the plan's own word
    return build_undo_plan(
        id=id,
        tenant=TENANT,
        owner=OWNER,
        made_at=NOW,
        day=DAY,
        undoes=UndoneRun("run", 1, DAY, Terms()),
        removed=taken,
        people={who.id: person(who.id) for who in PEOPLE},
        products=PRODUCTS,
        names={},
    )


async def restored(unit: Unit, plan: Plan) -> None:
    await unit.plans.save(plan)
    await unit.runs.start(plan.id, plan.id, TENANT, OWNER, NOW, plan.id, CHAT)
    for item in await unit.run_items.claim(plan.id, NOW, LEASE, 99):
        await unit.run_outcomes.finish([(item, proven(item.person))], NOW)
    assert await unit.run_lifecycle.complete(plan.id, NOW)


async def test_all_that_was_taken_can_be_restored_in_the_plans_order(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await removed(unit)
        taken = await found(unit)
        some = await found(unit, {"zoe", "grady", "somebody else"})
    assert products(taken) == ALL
    assert [one.person.id for one in taken] == ["adele", "both", "zoe"]
    assert taken[0].lines[0].disabled_plans == {"plan-a"}
    assert [Data.MAILBOX in one.losses for one in taken] == [True, False, False]
    assert [one.person.id for one in some] == ["zoe"]


async def test_after_a_part_only_the_rest_is_offered(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await removed(unit)
        await restored(unit, back(await found(unit, {"adele"}), "back-1"))
        rest = await found(unit)
        assert products(rest) == {"both": {"e3"}, "zoe": {"visio"}}
        await restored(unit, back(rest, "back-2"))
        assert await found(unit) == ()
        receipt = await unit.receipts.of_run("run")
        undoing = await unit.receipts.of_run("back-1")
    assert (receipt.undoes, receipt.undone_by) == (None, (2, 3))
    assert (undoing.undoes, undoing.undone_by) == (1, ())


@pytest.mark.parametrize(
    ("outcome", "still"),
    [(Outcome.FAILED, True), (Outcome.HELD_BACK, True), (Outcome.ACCEPTED, False)],
)
async def test_what_a_restoration_did_not_give_can_be_tried_again(
    ledger: Ledger, outcome: Outcome, still: bool
) -> None:
    async with ledger.begin() as unit:
        await removed(unit)
        plan = back(await found(unit, {"zoe"}), "back")
        await unit.plans.save(plan)
        await unit.runs.start("back", "back", TENANT, OWNER, NOW, "back", CHAT)
        (item,) = await unit.run_items.claim("back", NOW, LEASE, 9)
        good = proven(item.person)
        shown = replace(good, lines=tuple(replace(x, outcome=outcome) for x in good.lines))
        await unit.run_outcomes.finish([(item, shown)], NOW)
        rest = products(await found(unit))
    assert ("zoe" in rest) is still


async def test_a_plan_that_restores_is_read_as_it_was_written(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await removed(unit)
        plan = back(await found(unit), "back")
        await unit.plans.save(plan)
        header = await unit.plans.header("back")
        people = await unit.plans.people("back", 0, 9)
    assert header.kind is PlanKind.UNDO
    assert header.undoes == UndoneRun("run", 1, DAY, Terms())
    assert (header.hash, header.summary) == (plan.hash, plan.summary)
    assert people == plan.people


async def test_anyone_who_gets_nothing_back_is_settled_with_the_reason(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await removed(unit)
        taken = await found(unit)
        plan = build_undo_plan(
            id="back",
            tenant=TENANT,
            owner=OWNER,
            made_at=NOW,
            day=DAY,
            undoes=UndoneRun("run", 1, DAY, Terms()),
            removed=taken,
            people={"zoe": person("zoe")},
            products=PRODUCTS,
            names={},
        )
        await unit.plans.save(plan)
        await unit.runs.start("back", "back", TENANT, OWNER, NOW, "back", CHAT)
        tally = await unit.run_views.tally("back")
        outcomes = await unit.run_views.outcomes("back", 0, 9)
    assert tally.outcomes == {Outcome.LEFT_OUT: 3}
    assert {line.reason for o in outcomes for line in o.lines} == {PlannedAction.ACCOUNT_GONE}


async def test_a_large_run_is_read_in_parts(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "_CHUNK", 10)
    async with ledger.begin() as unit:
        await removed(unit, [person(f"p{n}", "e3") for n in range(21)])
        pages = [len(page) async for page in unit.undo.removed("run")]
    assert pages == [10, 10, 1]


async def names(unit: Unit, text: str, limit: int = 9) -> list[str]:
    return [ref.id for ref in await unit.undo.search("run", prefix_match(text), limit)]


async def test_a_name_is_found_however_far_back(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "_MANY", 4)
    monkeypatch.setattr(undoing, "_CHUNK", 3)
    people = [person(f"p{n:02}", "e3") for n in range(30)]
    special = (person("zoë", "e3"), person("grady", assignment("e3", SALES)))
    async with ledger.begin() as unit:
        await removed(unit, (*people, *special))
        assert await names(unit, "zoë") == ["zoë"]
        assert await names(unit, "p2") == [f"p{n}" for n in range(20, 29)]
        assert await names(unit, "p", 2) == ["p00", "p01"]
        assert await names(unit, "nobody") == []
        # From whom nothing was removed, nothing comes back.
        assert await names(unit, "grady") == []


async def test_who_got_everything_back_is_not_found(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await removed(unit)
        taken = await found(unit, {"adele"})
        await unit.plans.save(back(taken, "back"))
        await unit.runs.start("back", "back", TENANT, OWNER, NOW, "back", CHAT)
        for item in await unit.run_items.claim("back", NOW, LEASE, 9_999):
            await unit.run_outcomes.finish([(item, proven(item.person))], NOW)
        assert await names(unit, "adele") == []
        assert await names(unit, "zoe") == ["zoe"]
