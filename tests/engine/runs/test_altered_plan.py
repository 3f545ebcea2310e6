"""A plan that was changed in the database after it was confirmed is never carried out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, update

from ledger.database.json_codec import to_json
from ledger.tables import plan_people, plans
from licensing.plans.drift import Drift
from licensing.plans.plan import row_hash
from licensing.plans.planned_person import Line, PlannedAction
from licensing.runs.control import PLAN_ALTERED, Control
from licensing.runs.outcome import Outcome, RunState
from licensing.tenant.people import Person
from tests.engine.runs.conftest import Stage
from tests.engine.runs.test_control import control, press_in_the_middle, until
from tests.support.ledger import plan_of
from tests.support.people import person

CROWD = [person(f"p{n}", "e3", "visio") for n in range(12)]


async def _change(stage: Stage, statement: Any) -> None:
    async with stage.ledger.begin() as unit:
        await unit.plans._connection.execute(statement)


def _row(position: int) -> Any:
    return (plan_people.c.plan_id == "plan") & (plan_people.c.position == position)


def _more(position: int, *, hashed: bool, crowd: Sequence[Person] = CROWD) -> Any:
    """Let one person lose another product too; perhaps with the hash that this has."""
    planned = plan_of(*crowd).people[position]
    changed = replace(planned, lines=(*planned.lines, Line("visio", PlannedAction.REMOVE)))
    more = {"hash": row_hash(changed)} if hashed else {}
    return update(plan_people).where(_row(position)).values(body=to_json(changed), **more)


async def _ended(stage: Stage) -> RunState:
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await until(stage, RunState.DONE, RunState.STOPPED)
        await runner.stop()
    return (await stage.tally()).state


async def test_a_changed_row_is_held_back_and_the_others_go_on(stage: Stage) -> None:
    await stage.store(*CROWD)
    await _change(stage, _more(3, hashed=False))
    assert await _ended(stage) is RunState.DONE
    assert await stage.result(3) == (Outcome.HELD_BACK, Drift.PLAN_ALTERED)
    assert await stage.result(4) == (Outcome.REMOVED, "")
    assert stage.tenant.people["p3"].direct("e3")
    assert stage.tenant.people["p3"].direct("visio")


async def test_a_changed_row_with_its_own_hash_stops_the_run(stage: Stage) -> None:
    await stage.store(*CROWD)
    await _change(stage, _more(3, hashed=True))
    assert await _ended(stage) is RunState.STOPPED
    assert await stage.result(0) == (Outcome.NOT_TOUCHED, PLAN_ALTERED)
    assert all(one.direct("e3") for one in stage.tenant.people.values())


async def test_a_missing_row_or_another_hash_stops_the_run(stage: Stage) -> None:
    await stage.store(*CROWD)
    await _change(stage, update(plans).values(hash="0" * 64))
    assert await _ended(stage) is RunState.STOPPED
    async with stage.ledger.read() as unit:
        assert not await unit.plans.is_unchanged("plan")


async def test_a_plan_of_fewer_people_is_not_the_plan(stage: Stage) -> None:
    await stage.store(*CROWD)
    async with stage.ledger.read() as unit:
        assert await unit.plans.is_unchanged("plan")
    await _change(stage, delete(plan_people).where(_row(11)))
    async with stage.ledger.read() as unit:
        assert not await unit.plans.is_unchanged("plan")


async def test_a_plan_that_changed_during_a_pause_is_not_resumed(stage: Stage) -> None:
    stage.tenant.awaited = 2
    stage.tenant.gate.clear()
    # More than are under way at a time.
    crowd = [person(f"p{n}", "e3", "visio") for n in range(100)]
    await stage.store(*crowd)
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await press_in_the_middle(stage, runner, Control.PAUSE)
        await until(stage, RunState.PAUSED)
        for _ in range(200):
            if not runner._tasks:
                break
            await stage.clock.sleep(0.5)
        written = len(stage.tenant.changed)
        await _change(stage, _more(99, hashed=True, crowd=crowd))
        await control(stage, runner, Control.RESUME)
        await until(stage, RunState.STOPPED, RunState.DONE)
        await runner.stop()
    assert (await stage.tally()).state is RunState.STOPPED
    assert len(stage.tenant.changed) == written


async def test_the_journal_tells_why(stage: Stage) -> None:
    await stage.store(*CROWD)
    await _change(stage, update(plans).values(hash="0" * 64))
    await _ended(stage)
    async with stage.ledger.read() as unit:
        entries = [entry async for entry in unit.journal.entries("tenant")]
    (stop,) = [entry for entry in entries if entry.note.kind == "run_stopped"]
    assert stop.note.what["why"] == PLAN_ALTERED
