"""Several runners on one ledger: they share a run, and what one leaves behind the others do."""

from collections.abc import AsyncIterator, Callable, Collection
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.runs.batch_writer import LEASE
from engine.runs.runner import Runner
from ledger.runs.write_budgets import WriteLimits
from ledger.tables import run_items
from licensing.errors import Answer
from licensing.runs.control import Control
from licensing.runs.outcome import Outcome
from tests.engine.runs.conftest import Stage
from tests.engine.runs.test_signed_out import SignedOut
from tests.support.clock import SteppedClock, WatchedLedger
from tests.support.directory import StandIn
from tests.support.ledger import OWNER, TENANT, opened
from tests.support.lives import Life, MortalLedger, MortalTenant
from tests.support.people import person

CROWD = [person(f"p{n:02}", "e3") for n in range(60)]
#: One in a second after a burst of ten, so that there is time to see who does what.
SLOWLY = WriteLimits(10, 4)


class Replica:
    """A runner among others, which may die."""

    def __init__(self, stage: Stage, limits: WriteLimits = SLOWLY) -> None:
        self.life = Life()
        self.tenant = MortalTenant(stage.tenant, self.life)
        self.calls_before = len(stage.tenant.calls)
        ledger = MortalLedger(stage.ledger, self.life)
        self.runner = Runner(
            ledger, lambda *_: self.tenant, stage.clock, self._changed, shared=True, limits=limits
        )
        self.told = 0

    async def _changed(self, run: str) -> None:
        del run
        self.told += 1

    def die(self) -> None:
        self.life.over.set()


@pytest.fixture
async def stage(postgres: str) -> AsyncIterator[Stage]:
    clock = SteppedClock()
    async with opened(postgres) as ledger:
        yield Stage(WatchedLedger(ledger, clock), clock, StandIn(clock, ()))


async def until_done(stage: Stage, *replicas: Replica) -> None:
    await stage.until_done()
    for replica in replicas:
        await replica.runner.stop()


async def test_a_run_is_done_together_and_no_one_twice(stage: Stage) -> None:
    await stage.store(*CROWD)
    replicas = [Replica(stage) for _ in range(3)]
    async with stage.clock.running():
        for replica in replicas:
            await replica.runner.start()
        await until_done(stage, *replicas)
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: 60}
    assert sorted(stage.tenant.calls) == sorted(one.id for one in CROWD)
    assert all(replica.told for replica in replicas)


async def test_a_run_started_elsewhere_is_joined_within_a_second(stage: Stage) -> None:
    idle = Replica(stage)
    async with stage.clock.running():
        await idle.runner.start()
        await stage.store(*CROWD[:3])
        began = stage.clock.now()
        await until_done(stage, idle)
    assert (stage.tenant.called_at[0] - began).total_seconds() <= 1


async def test_what_a_dead_replica_held_is_taken_over_within_fifteen_seconds(
    stage: Stage,
) -> None:
    await stage.store(*CROWD)
    stage.tenant.slowness = 1
    first, second = Replica(stage), Replica(stage)
    async with stage.clock.running():
        await first.runner.start()
        while not stage.tenant.under_way:
            await stage.clock.sleep(0.1)
        claims = await held(stage)
        first.die()
        dead_at = stage.clock.now()
        await second.runner.start()
        while claims & await held(stage):
            await stage.clock.sleep(0.1)
        taken_over = stage.clock.now() - dead_at
        await until_done(stage, second)
    assert LEASE - timedelta(seconds=4) < taken_over <= timedelta(seconds=15)
    async with stage.ledger.read() as unit:
        outcomes = await unit.run_views.outcomes("run", 0, 60)
    assert [line.outcome for one in outcomes for line in one.lines] == [Outcome.REMOVED] * 60
    assert stage.tenant.repeated == []


async def held(stage: Stage) -> set[tuple[int, int]]:
    """The places and the fences of those whom someone holds, or held when it died."""
    async with stage.ledger.read() as unit:
        which = run_items.c.lease_until.is_not(None)
        query = select(run_items.c.position, run_items.c.fence).where(which)
        return {(row.position, row.fence) for row in await unit.runs._connection.execute(query)}


async def test_a_replica_that_wakes_after_its_leases_writes_nothing(stage: Stage) -> None:
    await stage.store(*CROWD[:4])
    zombie = Replica(stage)
    late: list[bool] = []

    class StandsStill(MortalTenant):
        """The process stops between the intent and the first byte of the call."""

        async def remove(
            self, person: str, products: Collection[str], precondition: Callable[[], bool]
        ) -> Answer:
            self.life.awake.clear()
            await self.life.awake.wait()
            late.append(precondition())
            return await super().remove(person, products, precondition)

    zombie.tenant = StandsStill(stage.tenant, zombie.life)
    async with stage.clock.running():
        await zombie.runner.start()
        while zombie.life.awake.is_set():
            await stage.clock.sleep(0.01)
        awake = Replica(stage)
        await awake.runner.start()
        await stage.until_done()
        zombie.life.awake.set()
        await stage.clock.sleep(1)
        await until_done(stage, awake, zombie)
    assert set(late) == {False}
    assert sorted(stage.tenant.calls) == sorted(one.id for one in CROWD[:4])
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: 4}


async def test_a_sign_in_anywhere_lets_the_run_go_on_everywhere(stage: Stage) -> None:
    tenant = SignedOut(stage.tenant, 5)
    await stage.store(*CROWD)

    def replica() -> Runner:
        async def changed(run: str) -> None:
            stage.told.append(run)

        watched = stage.ledger
        return Runner(
            watched,
            lambda *_: tenant,
            stage.clock,
            changed,
            paused=tenant.ask,
            shared=True,
            limits=SLOWLY,
        )

    first, second = replica(), replica()
    async with stage.clock.running():
        await first.start()
        await second.start()
        while not tenant.asked:
            await stage.clock.sleep(1)
        await stage.clock.sleep(30)
        waiting = len(stage.tenant.calls)
        # No replica keeps trying while no one has signed in.
        assert len(tenant.asked) <= 2
        tenant.writes_left = 1000
        second.signed_in(TENANT, OWNER)
        await stage.clock.sleep(3)
        assert {"run"} <= first._tasks.keys()
        assert {"run"} <= second._tasks.keys()
        await stage.until_done()
        await first.stop()
        await second.stop()
    assert len(stage.tenant.calls) > waiting
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: 60}
    assert stage.tenant.repeated == []


async def test_a_card_that_a_dead_replica_did_not_draw_is_told_elsewhere(stage: Stage) -> None:
    await stage.store(*CROWD[:3])
    dying, other = Replica(stage), Replica(stage)
    async with stage.clock.running():
        await dying.runner.start()
        await stage.until_done()
        dying.die()
        await other.runner.start()
        before = other.told
        await stage.clock.sleep(4)
        assert other.told > before
        await other.runner.stop()


async def test_a_paused_run_no_longer_waits_for_a_dead_replica(stage: Stage) -> None:
    await stage.store(*CROWD)
    stage.tenant.slowness = 1
    dying, other = Replica(stage), Replica(stage)
    async with stage.clock.running():
        await dying.runner.start()
        while not stage.tenant.under_way:
            await stage.clock.sleep(0.1)
        async with stage.ledger.begin() as unit:
            await unit.run_lifecycle.control("run", Control.PAUSE, OWNER, stage.clock.now())
        dying.die()
        assert (await stage.tally()).under_way
        await other.runner.start()
        await stage.clock.sleep(60)
        assert (await stage.tally()).under_way == 0
        calls = len(stage.tenant.calls)
        await stage.clock.sleep(10)
        assert other.told
        assert len(stage.tenant.calls) == calls
        async with stage.ledger.begin() as unit:
            await unit.run_lifecycle.control("run", Control.RESUME, OWNER, stage.clock.now())
        await until_done(stage, other)
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: 60}
    assert stage.tenant.repeated == []
