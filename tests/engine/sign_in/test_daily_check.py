"""What is kept of people is checked once a day, person by person, by one replica."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from engine.scheduler import LEASE, TimerResult
from engine.sign_in.daily_check import AGAIN, EVERY, ONE, ROUND, DailyCheck
from ledger import Ledger
from ledger.mail.timers import Timer
from licensing.errors import SignInNeeded, TenantUnavailable
from tests.support.ledger import TENANT, opened
from tests.support.shifted_clock import ShiftedClock


@dataclass
class Kept:
    """A stand-in for what is kept: of whom, and what Entra says of them."""

    of: list[str] = field(default_factory=list)
    says: dict[str, Exception] = field(default_factory=dict)
    checked: list[str] = field(default_factory=list)

    async def people(self) -> Sequence[tuple[str, str]]:
        return [(TENANT, person) for person in self.of]

    async def check(self, tenant: str, person: str) -> bool:
        assert tenant == TENANT
        self.checked.append(person)
        if person in self.says:
            raise self.says[person]
        return True


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[Ledger]:
    async with opened(address) as ledger:
        yield ledger


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


async def due(ledger: Ledger, clock: ShiftedClock, kind: str) -> tuple[Timer, ...]:
    async with ledger.begin() as unit:
        return await unit.timers.claim([kind], clock.now(), LEASE, 9)


async def settle(ledger: Ledger, timer: Timer, ring: TimerResult) -> None:
    """What the bell does."""
    async with ledger.begin() as unit:
        if ring.again is None:
            await unit.timers.end(timer)
        else:
            await unit.timers.again(timer, ring.again)
        await ring.store(unit)


async def go_round(checking: DailyCheck, ledger: Ledger, clock: ShiftedClock) -> TimerResult:
    (timer,) = await due(ledger, clock, ROUND)
    ring = await checking.everyone(timer)
    await settle(ledger, timer, ring)
    return ring


async def test_everyone_is_checked_once_a_day(ledger: Ledger, clock: ShiftedClock) -> None:
    kept = Kept(["alex", "megan", "adele"])
    checking = DailyCheck(kept, ledger, clock)
    await checking.schedule()
    await DailyCheck(kept, ledger, clock).schedule()
    assert await due(ledger, clock, ROUND) == ()
    clock.ahead = timedelta(hours=1)
    ring = await go_round(checking, ledger, clock)
    assert ring.again
    assert abs(ring.again - clock.now() - EVERY) < timedelta(minutes=1)
    clock.ahead = timedelta(hours=2)
    for timer in await due(ledger, clock, ONE):
        await settle(ledger, timer, await checking.one(timer))
    assert sorted(kept.checked) == ["adele", "alex", "megan"]
    assert await due(ledger, clock, ONE) == ()


async def test_an_entra_in_trouble_is_asked_again_and_delays_no_one_else(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    kept = Kept(["alex", "megan"], {"alex": TenantUnavailable(), "megan": SignInNeeded()})
    checking = DailyCheck(kept, ledger, clock)
    await checking.schedule()
    clock.ahead = timedelta(hours=1)
    await go_round(checking, ledger, clock)
    clock.ahead = timedelta(hours=2)
    for timer in await due(ledger, clock, ONE):
        await settle(ledger, timer, await checking.one(timer))
    assert await due(ledger, clock, ONE) == ()
    clock.ahead += AGAIN + timedelta(minutes=1)
    (timer,) = await due(ledger, clock, ONE)
    # The next round leaves alone who still waits for the one before.
    clock.ahead += EVERY
    await go_round(checking, ledger, clock)
    assert timer.subject.endswith("alex")
    clock.ahead += timedelta(minutes=1)
    assert len(await due(ledger, clock, ONE)) == 2
