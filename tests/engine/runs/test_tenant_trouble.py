"""Trouble of the whole tenant pauses a run with its reason, and fails no one."""

from collections.abc import Callable, Collection

import pytest

from engine.runs.batch_writer import LEASE
from engine.runs.runner import Runner
from ledger.runs.trouble import RUN_QUESTION
from licensing.errors import Answer, NotAllowed, SlowDown, TenantError, TenantUnavailable
from licensing.journal import EntryKind
from licensing.runs.breaker import LONGEST_PAUSE, Trouble
from licensing.runs.control import Control, WaitReason
from licensing.runs.outcome import Outcome, RunState
from licensing.tenant.people import Person
from tests.engine.runs.conftest import Stage
from tests.support.directory import Fault
from tests.support.ledger import OWNER
from tests.support.people import person

pytestmark = pytest.mark.long

CROWD = [person(f"p{n:03}", "e3") for n in range(60)]
LASTING = [
    (TenantUnavailable(Answer(503)), Trouble.OUTAGE),
    (TenantUnavailable(Answer(504)), Trouble.OUTAGE),
    (TenantUnavailable(Answer(500)), Trouble.OUTAGE),
    (TimeoutError(), Trouble.OUTAGE),
    (SlowDown(seconds=40), Trouble.THROTTLED),
    (SlowDown(), Trouble.THROTTLED),
]


def refusing(stage: Stage, writes: int, error: BaseException) -> Callable[[], None]:
    """Let every write fail after so many; returns what ends that."""
    down = True

    def rule(_person: Person, _products: Collection[str]) -> TenantError | None:
        if not down or len(stage.tenant.effects) < writes:
            return None
        if isinstance(error, TenantError):
            return error
        raise error

    def end() -> None:
        nonlocal down
        down = False

    stage.tenant.rule = rule
    return end


async def until_trouble(stage: Stage, kind: str) -> None:
    while (await stage.tally()).trouble != kind:
        await stage.clock.sleep(0.5)


@pytest.mark.parametrize(("error", "kind"), LASTING)
@pytest.mark.parametrize("size", [1, 60])
async def test_a_long_outage_fails_no_one(
    stage: Stage, error: BaseException, kind: Trouble, size: int
) -> None:
    if size == 1 and isinstance(error, TenantError) and error.answer.status == 500:
        return  # perhaps about that person only
    end = refusing(stage, 20 if size > 1 else 0, error)
    await stage.store(*CROWD[:size])
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await until_trouble(stage, kind)
        begun = len(stage.tenant.calls)
        await stage.clock.sleep(1200)
        tally = await stage.tally()
        # One person each time, less and less often.
        assert len(stage.tenant.calls) - begun < 1200 / LONGEST_PAUSE + 60
        end()
        await stage.until_done()
        await runner.stop()
    assert (tally.state, tally.trouble) == (RunState.RUNNING, kind)
    end_tally = await stage.tally()
    assert (end_tally.outcomes, end_tally.trouble) == ({Outcome.REMOVED: size}, "")
    assert not stage.tenant.repeated


async def test_the_pause_outlives_the_process(stage: Stage) -> None:
    end = refusing(stage, 10, TenantUnavailable(Answer(503)))
    await stage.store(*CROWD)
    async with stage.clock.running():
        for _ in range(5):
            runner = stage.runner()
            await runner.start()
            await until_trouble(stage, Trouble.OUTAGE)
            await stage.clock.sleep(60)
            await runner.stop()
        end()
        runner = stage.runner()
        await runner.start()
        await stage.until_done()
        await runner.stop()
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: len(CROWD)}


async def test_a_role_that_ends_waits_for_the_person_and_asks_once(stage: Stage) -> None:
    end = refusing(stage, 20, NotAllowed(Answer(403, "x", "Insufficient privileges.")))
    await stage.store(*CROWD)
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await until_trouble(stage, Trouble.REFUSED)
        await stage.clock.sleep(300)
        tally = await stage.tally()
        assert (tally.state, tally.wait_reason) == (RunState.WAITING, WaitReason.REFUSED)
        assert tally.refusal == "Insufficient privileges."
        assert tally.outcomes == {Outcome.REMOVED: 20}
        async with stage.ledger.begin() as unit:
            assert await unit.timers.due_at(RUN_QUESTION, "run") is not None
        # Resumed too early, it asks again after one more call.
        calls = len(stage.tenant.calls)
        await _resume(stage, runner)
        while (await stage.tally()).state is not RunState.WAITING:
            await stage.clock.sleep(0.5)
        assert len(stage.tenant.calls) == calls + 1
        end()
        await _resume(stage, runner)
        await stage.until_done()
        await runner.stop()
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: len(CROWD)}
    async with stage.ledger.read() as unit:
        kinds = [entry.note.kind for entry in await unit.journal.page("tenant", 0, 500)]
    assert kinds.count(EntryKind.RUN_IN_TROUBLE) == 2


async def _resume(stage: Stage, runner: Runner) -> None:
    async with stage.ledger.begin() as unit:
        await unit.run_lifecycle.control("run", Control.RESUME, OWNER, stage.clock.now())
    runner.wake("run")


@pytest.mark.parametrize("error", [NotAllowed(), TenantUnavailable(Answer(500))])
async def test_one_person_never_holds_up_the_others(stage: Stage, error: BaseException) -> None:
    """One that always fails ends by itself, whether it is the first, in the middle or the last."""
    for place in (0, 30, 59):
        stage.tenant.faults[f"p{place:03}"] = [Fault(error)] * 500
    await stage.store(*CROWD)
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        while (await stage.tally()).outcomes.get(Outcome.REMOVED, 0) < len(CROWD) - 3:
            await stage.clock.sleep(10)
        await stage.until_done()
        await runner.stop()
    assert (await stage.tally()).outcomes[Outcome.REMOVED] == len(CROWD) - 3


async def test_being_paused_is_no_attempt(stage: Stage) -> None:
    """Paused and resumed again and again, a person is not given up."""
    await stage.store(CROWD[0])
    async with stage.clock.running():
        for _ in range(20):
            async with stage.ledger.begin() as unit:
                (item,) = await unit.run_items.claim("run", stage.clock.now(), LEASE, 1)
                await unit.run_lifecycle.control("run", Control.PAUSE, OWNER, stage.clock.now())
                assert not await unit.run_outcomes.intend([(item, ())], stage.clock.now(), LEASE)
                await unit.run_lifecycle.control("run", Control.RESUME, OWNER, stage.clock.now())
    assert (await stage.play()).outcomes == {Outcome.REMOVED: 1}
