import asyncio
from collections.abc import AsyncIterator

import pytest

from engine.runs.write_quota import WriteQuota
from ledger.runs.write_budgets import WriteLimits
from tests.support.clock import SteppedClock, WatchedLedger
from tests.support.ledger import NOW, TENANT, opened


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
async def ledger(address: str, clock: SteppedClock) -> AsyncIterator[WatchedLedger]:
    async with opened(address) as ledger:
        yield WatchedLedger(ledger, clock)


async def taken(quota: WriteQuota, clock: SteppedClock, number: int) -> list[float]:
    """Seconds at which so many turns came, one after the other."""
    start = clock.now()
    moments = []
    for _ in range(number):
        await quota.acquire()
        moments.append((clock.now() - start).total_seconds())
    return moments


async def test_the_burst_is_free_and_the_rest_comes_evenly(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    async with clock.running():
        moments = await taken(WriteQuota(ledger, TENANT, clock, WriteLimits(15, 20)), clock, 33)
    assert moments[:15] == [0] * 15
    assert moments[15:] == pytest.approx([n / 20 for n in range(1, 19)], abs=0.02)


async def test_a_block_holds_everyone_for_a_fraction_of_a_second_too(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    quota = WriteQuota(ledger, TENANT, clock, WriteLimits(100, 20))
    await quota.block(2.128)
    await quota.block(1)
    async with clock.running():
        moments = await taken(quota, clock, 2)
    assert moments == pytest.approx([2.128, 2.128], abs=0.06)


async def test_a_block_reaches_those_who_wait_already_also_in_another_replica(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    quota, other = (WriteQuota(ledger, TENANT, clock, WriteLimits(10, 0.2)) for _ in range(2))
    async with clock.running():
        await taken(quota, clock, 10)
        waiting = asyncio.create_task(taken(other, clock, 1))
        await clock.sleep(2)
        await quota.block(70)
        await waiting
    assert (clock.now() - NOW).total_seconds() == pytest.approx(72, abs=0.06)


async def test_replicas_spend_one_budget_together(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    quotas = [WriteQuota(ledger, TENANT, clock, WriteLimits(30, 20)) for _ in range(3)]
    async with clock.running():
        each = await asyncio.gather(*(taken(quota, clock, 30) for quota in quotas))
    moments = sorted(moment for moments in each for moment in moments)
    assert moments[29] == 0
    for count, moment in enumerate(moments, start=1):
        assert count <= 30 + moment * 20 + 0.001
    assert moments[-1] == pytest.approx(3, abs=0.05)


async def test_a_budget_that_was_spent_is_still_spent_after_a_restart(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    limits = WriteLimits(20, 20)
    async with clock.running():
        await taken(WriteQuota(ledger, TENANT, clock, limits), clock, 20)
        assert (await taken(WriteQuota(ledger, TENANT, clock, limits), clock, 20))[-1] == 1
        assert (await taken(WriteQuota(ledger, "other", clock, limits), clock, 20))[-1] == 0


async def test_a_released_write_can_be_taken_immediately(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    quota = WriteQuota(ledger, TENANT, clock, WriteLimits(10, 20))
    async with clock.running():
        await taken(quota, clock, 9)
        quota.release((await quota.acquire())[0])
        assert await taken(quota, clock, 2) == pytest.approx([0, 0.05], abs=0.001)


async def test_a_turn_of_before_a_block_is_worth_nothing_afterwards(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    quota = WriteQuota(ledger, TENANT, clock, WriteLimits(100, 20))
    async with clock.running():
        taken_at = (await quota.acquire())[0]
        await clock.sleep(1)
        await quota.block(2)
        quota.release(taken_at)
        assert await taken(quota, clock, 3) == pytest.approx([2, 2, 2], abs=0.06)


async def test_anyone_who_asked_first_goes_first(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    quota = WriteQuota(ledger, TENANT, clock, WriteLimits(1, 20))
    order: list[int] = []

    async def ask(number: int) -> None:
        await quota.acquire()
        order.append(number)

    async with clock.running():
        await asyncio.gather(*(ask(number) for number in range(16)))
    assert order == list(range(16))


async def test_a_tenant_that_is_unwell_is_left_alone_longer_each_time(
    ledger: WatchedLedger, clock: SteppedClock
) -> None:
    quota = WriteQuota(ledger, TENANT, clock, WriteLimits(100, 20))
    waits = []
    async with clock.running():
        for _ in range(7):
            await quota.slow_down()
            await quota.slow_down()
            waits += await taken(quota, clock, 1)
        quota.recovered()
        await quota.slow_down()
        waits += await taken(quota, clock, 1)
    assert waits == pytest.approx([1, 2, 4, 8, 16, 30, 30, 1], abs=0.06)
