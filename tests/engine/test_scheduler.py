"""What is due is done once, whatever happens in the middle."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.scheduler import LEASE, Scheduler, TimerResult
from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from ledger.tables import timers
from tests.support.ledger import TENANT, activity_of, opened
from tests.support.shifted_clock import ShiftedClock
from tests.support.waiting import SOON

CHAT = "chat"


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[Ledger]:
    async with opened(address) as ledger:
        yield ledger


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


@asynccontextmanager
async def started(ledger: Ledger, clock: ShiftedClock, **handlers: Any) -> AsyncIterator[Scheduler]:
    scheduler = Scheduler(ledger, clock, handlers, post=lambda: None)
    scheduler.start()
    try:
        yield scheduler
    finally:
        await scheduler.stop()


async def set_timer(ledger: Ledger, subject: str, due_at: datetime, kind: str = "remind") -> None:
    async with ledger.begin() as unit:
        await unit.timers.set(kind, subject, TENANT, due_at)


async def said(ledger: Ledger) -> list[str]:
    """What the handlers put into the outbox."""
    async with ledger.begin() as unit:
        now = datetime.now(UTC) + timedelta(days=99)
        found = []
        while messages := await unit.outbox.claim(now, timedelta(days=1), 1):
            found.append(activity_of(messages[0])["text"])
            await unit.outbox.sent(messages[0], None)
        return found


async def settled(ledger: Ledger) -> None:
    """Wait until there is no timer left."""
    async with asyncio.timeout(SOON):
        while True:
            async with ledger._reading(brief=True) as connection:
                if (await connection.execute(select(timers.c.kind))).first() is None:
                    return
            await asyncio.sleep(0.01)


async def say(timer: Timer) -> TimerResult:
    async def store(unit: Unit) -> None:
        await unit.outbox.say(CHAT, {"text": timer.subject}, timer.due_at)

    return TimerResult(store)


async def test_what_became_due_meanwhile_is_done_at_the_start(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    await set_timer(ledger, "a", clock.now() - timedelta(days=3))
    async with started(ledger, clock, remind=say):
        await settled(ledger)
    assert await said(ledger) == ["a"]


async def test_many_due_timers_are_each_done_once_also_by_two_schedulers(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    subjects = [f"{number:02}" for number in range(40)]
    for subject in subjects:
        await set_timer(ledger, subject, clock.now())
    async with started(ledger, clock, remind=say), started(ledger, clock, remind=say):
        await settled(ledger)
    assert sorted(await said(ledger)) == subjects


async def test_nothing_is_done_before_its_time(ledger: Ledger, clock: ShiftedClock) -> None:
    await set_timer(ledger, "a", clock.now() + timedelta(hours=1))
    async with started(ledger, clock, remind=say) as scheduler:
        await asyncio.sleep(0.05)
        assert await said(ledger) == []
        clock.ahead = timedelta(hours=2)
        scheduler.wake()
        await settled(ledger)
    assert await said(ledger) == ["a"]


async def test_a_handler_that_is_too_late_stores_nothing(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    async def canceled(timer: Timer) -> TimerResult:
        async with ledger.begin() as unit:
            await unit.timers.cancel(timer.kind, timer.subject)
        return await say(timer)

    await set_timer(ledger, "a", clock.now())
    async with started(ledger, clock, remind=canceled):
        await settled(ledger)
        await asyncio.sleep(0.05)
    assert await said(ledger) == []


async def test_a_handler_that_fails_is_tried_again_later(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    async def fails_once(timer: Timer) -> TimerResult:
        if timer.tries == 1:
            raise RuntimeError("the tenant was away")
        return await say(timer)

    await set_timer(ledger, "a", clock.now())
    async with started(ledger, clock, remind=fails_once) as scheduler:
        await asyncio.sleep(0.1)
        clock.ahead = timedelta(seconds=5)
        scheduler.wake()
        await settled(ledger)
    assert await said(ledger) == ["a"]


async def test_a_timer_may_come_again_and_again(ledger: Ledger, clock: ShiftedClock) -> None:
    due: list[datetime] = []

    async def thrice(timer: Timer) -> TimerResult:
        due.append(timer.due_at)
        return TimerResult(again=timer.due_at + timedelta(days=1) if len(due) < 3 else None)

    begin = clock.now()
    await set_timer(ledger, "a", begin)
    clock.ahead = timedelta(days=9)
    async with started(ledger, clock, remind=thrice):
        await settled(ledger)
    assert [moment - begin for moment in due] == [timedelta(days=n) for n in range(3)]


async def test_what_a_stopped_scheduler_was_working_on_is_done_by_another(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    begun = asyncio.Event()

    async def hangs(timer: Timer) -> TimerResult:
        begun.set()
        await asyncio.sleep(3600)
        return await say(timer)

    await set_timer(ledger, "a", clock.now())
    async with started(ledger, clock, remind=hangs) as scheduler:
        scheduler.worker.grace_period = timedelta(0)
        await begun.wait()
    clock.ahead = LEASE
    async with started(ledger, clock, remind=say):
        async with asyncio.timeout(SOON):
            while not (found := await said(ledger)):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    assert found == ["a"]
