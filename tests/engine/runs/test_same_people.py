"""Two runs with the same people in both: Graph is called for one after the other."""

import asyncio

from ledger.runs.write_budgets import WriteLimits
from licensing.plans.drift import Drift
from licensing.runs.outcome import Outcome, RunState
from tests.engine.runs.conftest import Stage
from tests.engine.runs.test_replicas import Replica
from tests.engine.runs.test_replicas import stage as shared_stage
from tests.support.ledger import plan_of, start
from tests.support.people import person

CROWD = [person(f"p{n:02}", "e3", "visio") for n in range(24)]

__all__ = ["shared_stage"]


async def store(stage: Stage, **chosen: str) -> None:
    """A run for everyone for each of these, with a product of its own or the same."""
    stage.tenant.people.update({one.id: one for one in CROWD})
    async with stage.ledger.begin() as unit:
        for run, product in chosen.items():
            plan = plan_of(*CROWD, id=f"plan-{run}", chosen=(product,))
            await start(unit, plan, run=run)


async def ended(stage: Stage, *runs: str) -> None:
    async with stage.ledger.read() as unit:
        tallies = [await unit.run_views.tally(run) for run in runs]
    if any(tally.state is not RunState.DONE for tally in tallies):
        await stage.clock.sleep(0.5)
        await ended(stage, *runs)


async def ends_of(stage: Stage, run: str) -> list[tuple[Outcome, str]]:
    async with stage.ledger.read() as unit:
        outcomes = await unit.run_views.outcomes(run, 0, len(CROWD))
    return [(line.outcome, line.reason) for one in outcomes for line in one.lines]


async def test_a_person_of_two_runs_is_called_for_by_one_at_a_time(stage: Stage) -> None:
    await store(stage, one="e3", two="e3")
    stage.tenant.slowness = 0.4
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await ended(stage, "one", "two")
        await runner.stop()
    assert stage.tenant.crossed == []
    assert sorted(stage.tenant.calls) == [one.id for one in CROWD]
    both = zip(await ends_of(stage, "one"), await ends_of(stage, "two"), strict=True)
    removed, held_back = (Outcome.REMOVED, ""), (Outcome.HELD_BACK, Drift.REASSIGNED)
    assert {frozenset(pair) for pair in both} == {frozenset({removed, held_back})}


async def test_replicas_call_for_a_person_of_two_runs_one_after_the_other(
    shared_stage: Stage,
) -> None:
    stage = shared_stage
    await store(stage, one="e3", two="visio")
    stage.tenant.slowness = 0.4
    replicas = [Replica(stage, WriteLimits(100, 20)) for _ in range(3)]
    async with stage.clock.running():
        await asyncio.gather(*(replica.runner.start() for replica in replicas))
        await ended(stage, "one", "two")
        for replica in replicas:
            await replica.runner.stop()
    assert stage.tenant.crossed == []
    assert len(stage.tenant.calls) == 2 * len(CROWD)
    assert await ends_of(stage, "two") == [(Outcome.REMOVED, "")] * len(CROWD)


async def test_the_end_of_a_lease_frees_a_person_for_the_other_run(stage: Stage) -> None:
    await store(stage, one="e3", two="visio")
    dying = Replica(stage, WriteLimits(100, 20))
    async with stage.clock.running():
        await dying.runner.start()
        await stage.clock.sleep(0.01)
        dying.die()
        runner = stage.runner()
        await runner.start()
        await ended(stage, "one", "two")
        await runner.stop()
    assert stage.tenant.repeated == []
    assert await ends_of(stage, "two") == [(Outcome.REMOVED, "")] * len(CROWD)
