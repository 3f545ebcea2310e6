"""A small run does not wait behind a large one, whatever that one has left of the quota."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine.runs.runner import Runner
from engine.runs.write_quota import WriteQuota
from ledger.runs.write_budgets import WriteLimits
from licensing.runs.outcome import RunState
from tests.engine.runs.conftest import Stage
from tests.support.clock import SteppedClock, WatchedLedger
from tests.support.directory import StandIn
from tests.support.ledger import opened, plan_of, start
from tests.support.people import person

pytestmark = pytest.mark.long

MANY = 50_000
#: Spent soon, so that the small run comes when there is no burst left.
LIMITS = WriteLimits(burst=60, per_second=20)


def runner_of(stage: Stage, limits: WriteLimits = LIMITS) -> Runner:
    watched = stage.ledger
    quota = WriteQuota(watched, "tenant", stage.clock, limits)

    async def tell(run: str) -> None:
        stage.told.append(run)

    return Runner(watched, lambda *_: stage.tenant, stage.clock, tell, quota_for=lambda _: quota)


async def ended_at(stage: Stage, run: str) -> datetime:
    while True:
        async with stage.ledger.read() as unit:
            found = await unit.runs.get(run)
        if found.state is RunState.DONE and found.ended_at:
            return found.ended_at
        await stage.clock.sleep(0.1)


async def add(stage: Stage, run: str, count: int) -> None:
    people = [person(f"{run}-{n}", "e3") for n in range(count)]
    stage.tenant.people.update({one.id: one for one in people})
    async with stage.ledger.begin() as unit:
        await start(unit, plan_of(*people, id=f"plan-{run}"), run=run)


async def test_three_people_do_not_wait_behind_fifty_thousand(tmp_path: Path) -> None:
    clock = SteppedClock()
    async with opened(tmp_path / "ledger.db") as ledger:
        stage = Stage(WatchedLedger(ledger, clock), clock, StandIn(clock, ()))
        await add(stage, "large", MANY)
        runner = runner_of(stage)
        async with clock.running():
            await runner.start()
            while len(stage.tenant.calls) < LIMITS.burst + 20:
                await clock.sleep(0.1)
            await add(stage, "small", 3)
            asked, calls = clock.now(), len(stage.tenant.calls)
            runner.wake("small")
            ended = await ended_at(stage, "small")
            # Alone, three turns take 0.15 s.
            assert ended - asked < timedelta(seconds=1)
            assert len(stage.tenant.calls) - calls < 20
            await runner.stop()


@pytest.mark.parametrize("large", [1, 5])
async def test_the_large_runs_lose_hardly_anything_by_it(stage: Stage, large: int) -> None:
    for number in range(large):
        await add(stage, f"large-{number}", 200 // large)
    runner = runner_of(stage)
    async with stage.clock.running():
        began = stage.clock.now()
        await runner.start()
        ends = [await ended_at(stage, f"large-{number}") for number in range(large)]
        await runner.stop()
    least = (200 - LIMITS.burst) / LIMITS.per_second
    assert (max(ends) - began).total_seconds() < least * 1.05 + 1
