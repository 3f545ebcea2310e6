from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import pytest

from engine.runs.runner import Runner
from engine.runs.write_quota import WriteQuota
from ledger.runs.store import NO_ONE
from licensing.plans.drift import Drift
from licensing.runs.outcome import Outcome, PersonOutcome, RunProgress, RunState
from licensing.tenant.people import Person
from tests.support.clock import SteppedClock, WatchedLedger
from tests.support.directory import StandIn
from tests.support.ledger import opened, plan_of, start


@dataclass
class Stage:
    """A ledger, a tenant and a clock, on which runs can be played.

    The ledger is watched for the test's own transactions too: the clock never moves during one.
    """

    ledger: WatchedLedger
    clock: SteppedClock
    tenant: StandIn
    told: list[str] = field(default_factory=list)

    def runner(
        self,
        changed: Callable[[str], Awaitable[None]] | None = None,
        quota: WriteQuota | None = None,
    ) -> Runner:
        async def tell(run_id: str) -> None:
            self.told.append(run_id)

        quota_for = (lambda _: quota) if quota else None
        return Runner(
            self.ledger, lambda *_: self.tenant, self.clock, changed or tell, quota_for=quota_for
        )

    async def store(
        self,
        *people: Person,
        chosen: tuple[str, ...] = ("e3",),
        held_back: Mapping[int, Drift] = NO_ONE,
    ) -> None:
        """Store a plan for these people, who are in the tenant from now on, and start its run."""
        self.tenant.people.update({person.id: person for person in people})
        async with self.ledger.begin() as unit:
            await start(unit, plan_of(*people, chosen=chosen), held_back=held_back)

    async def play(self, runner: Runner | None = None) -> RunProgress:
        """Let a runner work until the run has ended."""
        runner = runner or self.runner()
        async with self.clock.running():
            await runner.start()
            await self.until_done()
            await runner.stop()
        return await self.tally()

    async def until_done(self) -> None:
        while (await self.tally()).state is not RunState.DONE:
            await self.clock.sleep(1)

    async def tally(self) -> RunProgress:
        async with self.ledger.read() as unit:
            return await unit.run_views.tally("run")

    async def outcome(self, position: int = 0) -> PersonOutcome:
        async with self.ledger.read() as unit:
            (outcome,) = await unit.run_views.outcomes("run", position, 1)
        return outcome

    async def result(self, position: int = 0) -> tuple[Outcome, str]:
        """The outcome and the reason of a person's first line."""
        line = (await self.outcome(position)).lines[0]
        return line.outcome, line.reason


@pytest.fixture
async def stage(address: str) -> AsyncIterator[Stage]:
    clock = SteppedClock()
    async with opened(address) as ledger:
        yield Stage(WatchedLedger(ledger, clock), clock, StandIn(clock, ()))
