"""A plan that restores is carried out by the same run: once, proven, and as it was."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

import pytest

from licensing.errors import (
    Answer,
    ConflictingPlans,
    MissingPlan,
    NoFreeSeat,
    SlowDown,
    TenantError,
    TenantUnavailable,
    UnreadAnswer,
)
from licensing.losses.rules import Terms
from licensing.plans.drift import Drift
from licensing.plans.plan import Plan, UndoneRun
from licensing.plans.planned_person import PlannedAction
from licensing.runs.control import CanaryRule, Control
from licensing.runs.outcome import LineOutcome, Outcome, RunState
from licensing.runs.undo import RemovedLicenses, build_undo_plan, removed_licenses
from licensing.tenant.people import Person
from tests.engine.runs.conftest import Stage
from tests.licensing.runs.test_undo import proven
from tests.support.directory import Fault
from tests.support.ledger import CHAT, NOW, OWNER, PRODUCTS, TENANT, plan_of
from tests.support.people import SALES, assignment, person

ADELE = person("adele", assignment("e3", off=["plan-a"]), "visio")
YES = Answer(200, request_id="request-1")


def emptied(who: Person) -> Person:
    """The same person once a run took what was direct."""
    return replace(who, assignments=tuple(a for a in who.assignments if not a.direct))


def restoration(removal: Plan, people: Sequence[Person]) -> Plan:
    found = (removed_licenses(planned, proven(planned)) for planned in removal.people)
    what: list[RemovedLicenses] = [one for one in found if one]
    return build_undo_plan(
        id="back",
        tenant=TENANT,
        owner=OWNER,
        made_at=NOW,
        day=date(2026, 11, 24),
        undoes=UndoneRun("removal", 1, date(2026, 11, 24), Terms()),
        removed=what,
        people={who.id: who for who in people},
        products=PRODUCTS,
        names={},
    )


async def store(stage: Stage, *people: Person, canary: CanaryRule | None = None) -> None:
    """Store a run that gives these people back what they hold; they hold nothing direct now."""
    now = [emptied(who) for who in people]
    stage.tenant.people.update({who.id: who for who in now})
    removal = plan_of(*people, id="removal", chosen=("e3", "visio"))
    rule = canary or CanaryRule(from_people=0)
    async with stage.ledger.begin() as unit:
        await unit.plans.save(removal)
        await unit.runs.start("removal", "removal", TENANT, OWNER, NOW, "old", CHAT)
        for item in await unit.run_items.claim("removal", NOW, NOW - NOW, 999):
            await unit.run_outcomes.finish([(item, proven(item.person))], NOW)
        assert await unit.run_lifecycle.complete("removal", NOW)
        await unit.plans.save(restoration(removal, now))
        await unit.runs.start("run", "back", TENANT, OWNER, NOW, "slot", CHAT, canary=rule)


async def test_what_was_taken_is_restored_as_it_was_in_one_call(stage: Stage) -> None:
    await store(stage, ADELE)
    tally = await stage.play()
    assert (await stage.outcome()).lines == (
        LineOutcome("e3", Outcome.RESTORED, answer=YES),
        LineOutcome("visio", Outcome.RESTORED, answer=YES),
    )
    assert tally.outcomes == {Outcome.RESTORED: 2}
    assert tally.mailboxes == 0
    assert set(stage.tenant.people["adele"].assignments) == set(ADELE.assignments)
    assert stage.tenant.calls == ["adele"]


async def test_what_a_group_gives_too_is_still_restored(stage: Stage) -> None:
    both = person("zoe", "e3", assignment("e3", SALES))
    await store(stage, both)
    await stage.play()
    assert (await stage.outcome()).lines == (
        LineOutcome("e3", Outcome.RESTORED, (SALES,), answer=YES),
    )


@pytest.mark.parametrize(("lag", "outcome"), [(4, Outcome.RESTORED), (60, Outcome.ACCEPTED)])
async def test_the_directory_is_read_until_it_shows_the_assignment(
    stage: Stage, lag: float, outcome: Outcome
) -> None:
    stage.tenant.lag = lag
    await store(stage, ADELE)
    tally = await stage.play()
    assert tally.outcomes == {outcome: 2}
    assert stage.tenant.calls == ["adele"]


async def test_someone_else_was_faster(stage: Stage) -> None:
    await store(stage, ADELE)
    stage.tenant.people["adele"] = person("adele", "e3")
    await stage.play()
    lines = (await stage.outcome()).lines
    assert [line.outcome for line in lines] == [Outcome.HELD_BACK] * 2
    assert {line.reason for line in lines} == {Drift.REASSIGNED}
    assert stage.tenant.calls == []


@pytest.mark.parametrize("error", [NoFreeSeat(Answer(400)), ConflictingPlans(Answer(400))])
async def test_what_the_tenant_refuses_is_told_with_its_reason(
    stage: Stage, error: TenantError
) -> None:
    stage.tenant.faults["adele"] = [Fault(error)] * 9
    await store(stage, ADELE)
    await stage.play()
    lines = (await stage.outcome()).lines
    assert {line.outcome for line in lines} == {Outcome.FAILED}
    assert {line.reason for line in lines} == {type(error).__name__}


async def test_what_can_come_back_comes_back_when_the_tenant_refuses_one(stage: Stage) -> None:
    def no_seat(_person: Person, products: Collection[str]) -> TenantError | None:
        words = Answer(400, message="does not have any available licenses")
        return NoFreeSeat(words) if "visio" in products else None

    stage.tenant.rule = no_seat
    await store(stage, ADELE)
    await stage.play()
    e3, visio = (await stage.outcome()).lines
    assert (e3.outcome, visio.outcome, visio.reason) == (
        *(Outcome.RESTORED, Outcome.FAILED),
        "NoFreeSeat",
    )
    assert stage.tenant.asked == [("e3", "visio"), ("e3",), ("visio",)]
    assert stage.tenant.repeated == []


async def test_what_needs_another_one_comes_back_after_it(stage: Stage) -> None:
    first = [UnreadAnswer(Answer(400, message="No."))]

    def needs_e3(who: Person, products: Collection[str]) -> TenantError | None:
        if len(products) == 2:
            return first.pop() if first else None
        missing = "visio" in products and not who.direct("e3")
        return MissingPlan(Answer(400)) if missing else None

    stage.tenant.rule = needs_e3
    both = person("adele", "visio", "e3")
    await store(stage, both)
    await stage.play()
    assert {line.outcome for line in (await stage.outcome()).lines} == {Outcome.RESTORED}
    assert stage.tenant.repeated == []


async def test_what_could_not_be_restored_is_settled_at_the_start(stage: Stage) -> None:
    gone = person("gone", "e3")
    await store(stage, ADELE, gone)
    async with stage.ledger.read() as unit:
        (planned, *_) = await unit.plans.people("back", 1, 1)
    assert planned.lines[0].action is PlannedAction.RESTORE
    del stage.tenant.people["gone"]
    await stage.play()
    assert await stage.result(1) == (Outcome.HELD_BACK, Drift.DELETED)


@pytest.mark.parametrize("after_effect", [True, False])
@pytest.mark.parametrize(
    "error", [TenantUnavailable(), TimeoutError(), SlowDown(seconds=0.5), asyncio.CancelledError()]
)
async def test_whatever_happens_to_the_answer_it_is_restored_once(
    stage: Stage, error: BaseException, after_effect: bool
) -> None:
    stage.tenant.faults["adele"] = [Fault(error, after_effect and not isinstance(error, SlowDown))]
    await store(stage, ADELE)
    tally = await stage.play()
    assert tally.outcomes == {Outcome.RESTORED: 2}
    assert stage.tenant.repeated == []
    assert set(stage.tenant.people["adele"].assignments) == set(ADELE.assignments)


async def test_it_can_be_stopped_like_any_other(stage: Stage) -> None:
    await store(stage, *(person(f"p{n}", "e3") for n in range(9)))
    async with stage.ledger.begin() as unit:
        await unit.run_lifecycle.control("run", Control.STOP, OWNER, NOW)
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        while (await stage.tally()).state is not RunState.STOPPED:
            await stage.clock.sleep(0.5)
        await runner.stop()
    assert (await stage.tally()).outcomes == {Outcome.NOT_TOUCHED: 9}


async def test_its_first_people_are_proven_first_too(stage: Stage) -> None:
    stage.tenant.lag = 3
    people = [person(f"p{n}", "e3") for n in range(9)]
    await store(stage, *people, canary=CanaryRule(from_people=9))
    await stage.play()
    first, rest = stage.tenant.called_at[:5], stage.tenant.called_at[5:]
    assert (min(rest) - max(first)).total_seconds() >= 3
    assert (await stage.tally()).outcomes == {Outcome.RESTORED: 9}
