import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runs.pace import TokenBucket
from tests.support.clock import SteppedClock


async def taken(bucket: TokenBucket, clock: SteppedClock, number: int) -> list[float]:
    """Seconds at which so many turns came, one after the other."""
    start = clock.now()
    moments = []
    for _ in range(number):
        await bucket.turn()
        moments.append((clock.now() - start).total_seconds())
    return moments


async def test_the_burst_is_free_and_the_rest_comes_evenly() -> None:
    clock = SteppedClock()
    async with clock.running():
        moments = await taken(TokenBucket(clock, burst=5, per_second=20), clock, 9)
    assert moments[:5] == [0] * 5
    assert moments[5:] == pytest.approx([0.05, 0.1, 0.15, 0.2], abs=0.005)


async def test_a_block_holds_everybody_for_a_fraction_of_a_second_too() -> None:
    clock = SteppedClock()
    bucket = TokenBucket(clock, burst=100, per_second=20)
    bucket.block(2.128)
    bucket.block(1)
    async with clock.running():
        moments = await taken(bucket, clock, 2)
    assert moments == pytest.approx([2.128, 2.128], abs=0.06)


async def test_a_block_reaches_those_who_wait_already() -> None:
    clock = SteppedClock()
    bucket = TokenBucket(clock, burst=1, per_second=20)
    async with clock.running():
        await bucket.turn()
        waiting = asyncio.create_task(taken(bucket, clock, 1))
        await asyncio.sleep(0)
        bucket.block(7)
        assert await waiting == pytest.approx([7], abs=0.06)


async def test_a_turn_given_back_can_be_taken_at_once() -> None:
    clock = SteppedClock()
    bucket = TokenBucket(clock, burst=1, per_second=20)
    async with clock.running():
        await bucket.turn()
        bucket.give_back()
        assert await taken(bucket, clock, 1) == [0]


async def test_whoever_asked_first_goes_first() -> None:
    clock = SteppedClock()
    bucket = TokenBucket(clock, burst=1, per_second=20)
    order: list[int] = []

    async def ask(number: int) -> None:
        await bucket.turn()
        order.append(number)

    async with clock.running():
        await asyncio.gather(*(ask(number) for number in range(6)))
    assert order == list(range(6))


@settings(max_examples=15, deadline=None)
@given(burst=st.integers(1, 10), rate=st.floats(0.7, 50), number=st.integers(1, 25))
async def test_no_more_turns_come_than_burst_and_rate_allow(
    burst: int, rate: float, number: int
) -> None:
    clock = SteppedClock()
    async with clock.running():
        moments = await taken(TokenBucket(clock, burst, rate), clock, number)
    for count, moment in enumerate(moments, start=1):
        assert count <= burst + moment * rate + 0.001
