import asyncio
from collections.abc import AsyncIterator

import pytest

from engine.runs.write_quota import Quota, SharedWriteQuota
from tests.support.clock import SteppedClock, WatchedLedger
from tests.support.ledger import NOW, TENANT, opened


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
async def ledger(address: str, clock: SteppedClock) -> AsyncIterator[WatchedLedger]:
    async with opened(address) as ledger:
        yield WatchedLedger(ledger, clock)


async def taken(pace: SharedWriteQuota, clock: SteppedClock, number: int) -> list[float]:
    """Seconds at which so many turns came, one after the other."""
    start = clock.now()
    moments = []
    for _ in range(number):
        await pace.turns()
        moments.append((clock.now() - start).total_seconds())
    return moments


async def test_the_burst_is_free_and_the_rest_comes_evenly(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    async with clock.running():
        moments = await taken(SharedWriteQuota(ledger, TENANT, clock, Quota(15, 20)), clock, 33)
    assert moments[:15] == [0] * 15
    assert moments[15:] == pytest.approx([n / 20 for n in range(1, 19)], abs=0.02)


async def test_a_block_holds_everybody_for_a_fraction_of_a_second_too(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    pace = SharedWriteQuota(ledger, TENANT, clock, Quota(100, 20))
    await pace.block(2.128)
    await pace.block(1)
    async with clock.running():
        moments = await taken(pace, clock, 2)
    assert moments == pytest.approx([2.128, 2.128], abs=0.06)


async def test_a_block_reaches_those_who_wait_already_also_in_another_replica(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    pace, other = (SharedWriteQuota(ledger, TENANT, clock, Quota(10, 0.2)) for _ in range(2))
    async with clock.running():
        await taken(pace, clock, 10)
        waiting = asyncio.create_task(taken(other, clock, 1))
        await clock.sleep(2)
        await pace.block(70)
        await waiting
    assert (clock.now() - NOW).total_seconds() == pytest.approx(72, abs=0.06)


async def test_replicas_spend_one_budget_together(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    paces = [SharedWriteQuota(ledger, TENANT, clock, Quota(30, 20)) for _ in range(3)]
    async with clock.running():
        each = await asyncio.gather(*(taken(pace, clock, 30) for pace in paces))
    moments = sorted(moment for moments in each for moment in moments)
    assert moments[29] == 0
    for count, moment in enumerate(moments, start=1):
        assert count <= 30 + moment * 20 + 0.001
    assert moments[-1] == pytest.approx(3, abs=0.05)


async def test_a_budget_that_was_spent_is_still_spent_after_a_restart(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    quota = Quota(20, 20)
    async with clock.running():
        await taken(SharedWriteQuota(ledger, TENANT, clock, quota), clock, 20)
        assert (await taken(SharedWriteQuota(ledger, TENANT, clock, quota), clock, 20))[-1] == 1
        assert (await taken(SharedWriteQuota(ledger, "other", clock, quota), clock, 20))[-1] == 0


async def test_a_turn_given_back_can_be_taken_at_once(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    pace = SharedWriteQuota(ledger, TENANT, clock, Quota(10, 20))
    async with clock.running():
        await taken(pace, clock, 9)
        pace.give_back((await pace.turns())[0])
        assert await taken(pace, clock, 2) == pytest.approx([0, 0.05], abs=0.001)


async def test_a_turn_of_before_a_block_is_worth_nothing_afterwards(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    pace = SharedWriteQuota(ledger, TENANT, clock, Quota(100, 20))
    async with clock.running():
        turn = (await pace.turns())[0]
        await clock.sleep(1)
        await pace.block(2)
        pace.give_back(turn)
        assert await taken(pace, clock, 3) == pytest.approx([2, 2, 2], abs=0.06)


async def test_whoever_asked_first_goes_first(ledger: WatchedLedger, clock: SteppedClock) -> None:
    pace = SharedWriteQuota(ledger, TENANT, clock, Quota(1, 20))
    order: list[int] = []

    async def ask(number: int) -> None:
        await pace.turns()
        order.append(number)

    async with clock.running():
        await asyncio.gather(*(ask(number) for number in range(16)))
    assert order == list(range(16))


async def test_a_tenant_that_is_unwell_is_left_alone_longer_each_time(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    pace = SharedWriteQuota(ledger, TENANT, clock, Quota(100, 20))
    waits = []
    async with clock.running():
        for _ in range(7):
            await pace.ease()
            await pace.ease()
            waits += await taken(pace, clock, 1)
        pace.well()
        await pace.ease()
        waits += await taken(pace, clock, 1)
    assert waits == pytest.approx([1, 2, 4, 8, 16, 30, 30, 1], abs=0.06)
