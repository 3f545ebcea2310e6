import asyncio

import pytest

from bot.connector.rate_limit import LIMITS, ConversationQueues, SendLimiter
from tests.support.turned_clock import TurnedClock


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


async def test_no_limit_of_teams_is_ever_passed(clock: TurnedClock) -> None:
    queues = ConversationQueues(clock, clock.sleep)
    sent: list[float] = []
    for _ in range(2000):
        async with queues.enter("a") as queue:
            await queue.turn()
            sent.append(clock())
    for count, span in LIMITS:
        spans = [late - early for early, late in zip(sent, sent[count:], strict=False)]
        assert min(spans) >= span - 1e-6
    assert sent[7] - sent[0] == pytest.approx(1.0)
    assert sent[1800] - sent[0] == pytest.approx(3600.0)


def test_a_quiet_conversation_may_send_at_once() -> None:
    pace = SendLimiter()
    assert pace.wait(0.0) == 0.0
    for _ in range(7):
        pace.note(0.0)
    assert pace.wait(0.25) == pytest.approx(0.75)
    assert pace.wait(1.0) == 0.0


async def test_one_conversation_does_not_wait_for_another(clock: TurnedClock) -> None:
    queues = ConversationQueues(clock, clock.sleep)
    for name in "abcdefghijklmnop":
        async with queues.enter(name) as queue:
            await queue.turn()
    assert clock.slept == []


async def test_anyone_who_came_first_goes_first(clock: TurnedClock) -> None:
    queues = ConversationQueues(clock, clock.sleep)
    order: list[int] = []

    async def go(number: int) -> None:
        async with queues.enter("a"):
            await asyncio.sleep(0.002 if number == 0 else 0)
            order.append(number)

    await asyncio.gather(*(go(number) for number in range(8)))
    assert order == list(range(8))


async def test_conversations_are_forgotten_after_an_hour(clock: TurnedClock) -> None:
    queues = ConversationQueues(clock, clock.sleep)
    for number in range(100):
        async with queues.enter(f"old {number}") as queue:
            await queue.turn()
    assert len(queues) == 100
    clock.seconds += 3601
    async with queues.enter("new") as queue:
        await queue.turn()
    assert len(queues) == 1


async def test_one_who_gives_up_waiting_leaves_no_trace(clock: TurnedClock) -> None:
    queues = ConversationQueues(clock, clock.sleep)

    async def wait() -> None:
        async with queues.enter("a"):
            pass

    async with queues.enter("a"):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert len(queues) == 0
