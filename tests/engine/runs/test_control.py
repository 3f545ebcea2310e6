"""A person pauses, resumes and stops a run; a large one proves itself on its first people."""

import asyncio
from datetime import timedelta

import pytest

from engine.runs.concurrency import EXECUTING
from engine.runs.runner import Runner
from licensing.errors import Answer, NotAllowed, TenantUnavailable
from licensing.runs.calls import Call, CallState
from licensing.runs.control import FINAL_STATES, CanaryRule, Control
from licensing.runs.outcome import Outcome, RunState
from tests.engine.runs.conftest import Stage
from tests.support.directory import Fault
from tests.support.ledger import CHAT, NOW, OWNER, TENANT, plan_of
from tests.support.people import person

CROWD = [person(f"p{n}", "e3") for n in range(40)]
LEASE = timedelta(seconds=10)


async def control(stage: Stage, runner: Runner, what: Control) -> RunState:
    """Press, as the edge does: store it, then wake the run."""
    async with stage.ledger.begin() as unit:
        state = await unit.run_lifecycle.control("run", what, OWNER, stage.clock.now())
    runner.wake("run")
    return state


async def press_in_the_middle(stage: Stage, runner: Runner, what: Control) -> None:
    """Press while some were called and the rest can't end meanwhile, however slow the press is."""
    await stage.tenant.written.wait()
    await control(stage, runner, what)
    stage.tenant.gate.set()


async def until(stage: Stage, *states: RunState) -> None:
    for _ in range(2_000):
        if (await stage.tally()).state in states:
            return
        await stage.clock.sleep(0.5)
    raise AssertionError(await stage.tally())


async def begin(stage: Stage, rule: CanaryRule) -> None:
    """Store a run of forty people with this rule."""
    stage.tenant.people.update({p.id: p for p in CROWD})
    async with stage.ledger.begin() as unit:
        await unit.plans.save(plan_of(*CROWD))
        await unit.runs.start("run", "plan", TENANT, OWNER, NOW, "slot", CHAT, canary=rule)


async def test_no_one_is_called_while_a_run_is_paused(stage: Stage) -> None:
    stage.tenant.awaited = 5
    stage.tenant.gate.clear()
    await stage.store(*CROWD)
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await press_in_the_middle(stage, runner, Control.PAUSE)
        written = len(stage.tenant.calls)
        await stage.clock.sleep(600)
        assert len(stage.tenant.calls) <= written + EXECUTING
        paused = await stage.tally()
        assert paused.state is RunState.PAUSED
        assert paused.finished == len(stage.tenant.effects) < 40
        await control(stage, runner, Control.RESUME)
        await stage.until_done()
        await runner.stop()
    assert sorted(stage.tenant.calls) == sorted(p.id for p in CROWD)


@pytest.mark.parametrize("state", [CallState.SUCCEEDED, CallState.REFUSED])
async def test_a_stop_between_two_calls_for_one_person_tells_product_by_product(
    stage: Stage, state: CallState
) -> None:
    await stage.store(person("adele", "e3", "visio"), chosen=("e3", "visio"))
    if state is CallState.SUCCEEDED:
        await stage.tenant.remove("adele", ("e3",))
    before = list(stage.tenant.calls)
    call = Call(("e3",), state, Answer(400), "NotForUsers" if state is CallState.REFUSED else "")
    async with stage.ledger.begin() as unit:
        (item,) = await unit.run_items.claim("run", NOW, LEASE, 1)
        assert await unit.run_outcomes.postpone(item, NOW, timedelta(), "next", (call,))
        await unit.run_lifecycle.control("run", Control.STOP, OWNER, NOW)
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await until(stage, *FINAL_STATES)
        await runner.stop()
    e3, visio = (await stage.outcome()).lines
    assert e3.outcome is (Outcome.REMOVED if state is CallState.SUCCEEDED else Outcome.FAILED)
    assert visio.outcome is Outcome.NOT_TOUCHED
    assert stage.tenant.calls == before
    assert (await stage.tally()).state is RunState.STOPPED


async def test_a_paused_run_stays_paused_through_restarts(stage: Stage) -> None:
    await stage.store(*CROWD)
    async with stage.ledger.begin() as unit:
        await unit.run_lifecycle.control("run", Control.PAUSE, OWNER, NOW)
    for _ in range(3):
        runner = stage.runner()
        async with stage.clock.running():
            await runner.start()
            await stage.clock.sleep(60)
            await runner.stop()
    assert stage.tenant.calls == []
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await control(stage, runner, Control.RESUME)
        await stage.until_done()
        await runner.stop()
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: 40}


async def test_a_stop_leaves_the_others_untouched_and_says_so(stage: Stage) -> None:
    stage.tenant.awaited = 5
    stage.tenant.gate.clear()
    stage.tenant.lag = 3
    await stage.store(*CROWD)
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await press_in_the_middle(stage, runner, Control.STOP)
        await until(stage, *FINAL_STATES)
        await runner.stop()
    tally = await stage.tally()
    called = len(stage.tenant.calls)
    assert tally.state is RunState.STOPPED
    assert called < 40
    assert tally.outcomes == {Outcome.REMOVED: called, Outcome.NOT_TOUCHED: 40 - called}


async def test_a_stop_does_not_wait_for_a_tenant_that_asks_to_wait(stage: Stage) -> None:
    for p in CROWD:
        stage.tenant.faults[p.id] = [Fault(TenantUnavailable())] * 3
    stage.tenant.awaited = 8
    await stage.store(*CROWD)
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await stage.tenant.written.wait()
        await control(stage, runner, Control.STOP)
        await until(stage, *FINAL_STATES)
        await runner.stop()
    # Anyone who was called was read once more, half a minute later, and had lost nothing.
    assert (await stage.tally()).outcomes == {Outcome.NOT_TOUCHED: 40}
    assert stage.tenant.effects == []


@pytest.mark.parametrize("after_effect", [True, False])
async def test_after_a_crash_a_stopped_run_only_reads_what_was_done(
    stage: Stage, after_effect: bool
) -> None:
    stage.tenant.faults["p0"] = [Fault(asyncio.CancelledError(), after_effect=after_effect)]
    await stage.store(*CROWD[:1])
    dying = stage.runner()
    async with stage.clock.running():
        await dying.start()
        await stage.tenant.written.wait()
        await dying.stop()
        async with stage.ledger.begin() as unit:
            await unit.run_lifecycle.control("run", Control.STOP, OWNER, stage.clock.now())
        runner = stage.runner()
        await runner.start()
        await until(stage, *FINAL_STATES)
        await runner.stop()
    outcome = Outcome.REMOVED if after_effect else Outcome.NOT_TOUCHED
    assert await stage.result() == (outcome, "")
    assert stage.tenant.calls == ["p0"]


async def test_a_paused_run_can_be_stopped(stage: Stage) -> None:
    await stage.store(*CROWD)
    runner = stage.runner()
    async with stage.clock.running():
        async with stage.ledger.begin() as unit:
            await unit.run_lifecycle.control("run", Control.PAUSE, OWNER, NOW)
        await runner.start()
        await control(stage, runner, Control.STOP)
        await until(stage, RunState.STOPPED)
        await runner.stop()
    assert stage.tenant.calls == []


async def test_another_replica_obeys_too(stage: Stage) -> None:
    stage.tenant.awaited = 5
    stage.tenant.gate.clear()
    await stage.store(*CROWD)
    working, pressed = stage.runner(), stage.runner()
    async with stage.clock.running():
        await working.start()
        await press_in_the_middle(stage, pressed, Control.STOP)
        written = len(stage.tenant.calls)
        await until(stage, RunState.STOPPED)
        await working.stop()
        await pressed.stop()
    assert len(stage.tenant.calls) <= written + EXECUTING


async def test_the_first_people_are_proven_before_anyone_else_is_called(stage: Stage) -> None:
    stage.tenant.lag = 4
    await begin(stage, CanaryRule(from_people=10))
    await stage.play()
    first, rest = stage.tenant.called_at[:5], stage.tenant.called_at[5:]
    assert (min(rest) - max(first)).total_seconds() >= 4
    assert sorted(stage.tenant.calls[:5]) == ["p0", "p1", "p2", "p3", "p4"]
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: 40}


async def test_where_one_of_the_first_goes_wrong_the_rest_waits_for_a_person(
    stage: Stage,
) -> None:
    stage.tenant.faults["p2"] = [Fault(NotAllowed())] * 2
    await begin(stage, CanaryRule(from_people=10))
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await until(stage, RunState.WAITING)
        await stage.clock.sleep(3600)
        assert len(stage.tenant.calls) == 6
        await control(stage, runner, Control.RESUME)
        await stage.until_done()
        await runner.stop()
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: 39, Outcome.FAILED: 1}


@pytest.mark.parametrize("calls", [1, 3, 5])
async def test_a_run_that_dies_among_its_first_people_is_judged_all_the_same(
    stage: Stage, calls: int
) -> None:
    stage.tenant.awaited = calls
    await begin(stage, CanaryRule(from_people=10, confirm=True))
    async with stage.clock.running():
        runner = stage.runner()
        await runner.start()
        await stage.tenant.written.wait()
        await runner.stop()
        runner = stage.runner()
        await runner.start()
        await until(stage, RunState.WAITING)
        await runner.stop()
    assert len(stage.tenant.calls) == 5


async def test_the_cards_hear_of_every_pause_and_end(stage: Stage) -> None:
    await stage.store(*CROWD)
    runner = stage.runner()
    async with stage.clock.running():
        async with stage.ledger.begin() as unit:
            await unit.run_lifecycle.control("run", Control.PAUSE, OWNER, NOW)
        await runner.start()
        await stage.clock.sleep(1)
        stage.told.clear()
        await control(stage, runner, Control.STOP)
        await until(stage, RunState.STOPPED)
        await runner.stop()
    assert stage.told
