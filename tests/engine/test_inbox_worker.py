"""Two processes on one ledger: what one works on is left alone, what it left behind is taken up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.activities.parsing import parse
from cards.words.languages import Languages
from dialogs.model.events import Arrived, Pressed, Said, Who
from dialogs.model.results import Reply
from engine import inbox_worker
from engine.inbox_worker import LEASE
from engine.turns.pipeline import Turns
from engine.turns.turn import MAX_TRIES
from ledger import Ledger
from ledger.tables import inbox
from tests.bot.samples import message
from tests.support.ledger import activity_of, opened
from tests.support.shifted_clock import ShiftedClock
from tests.support.waiting import SOON


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_worker, "_POLL", timedelta(seconds=0.02))
    monkeypatch.setattr(inbox_worker, "_RENEW", 0.02)


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[Ledger]:
    async with opened(address) as ledger:
        yield ledger


@dataclass
class FakeDispatcher:
    """Answers when it may."""

    languages = Languages()
    may: asyncio.Event = field(default_factory=asyncio.Event)
    begun: list[str] = field(default_factory=list)

    async def answer(self, who: Who, event: Said | Pressed | Arrived) -> Reply:
        del who
        text = event.text if isinstance(event, Said) else type(event).__name__
        self.begun.append(text)
        await self.may.wait()
        return Reply(text=f"done: {text}")


@dataclass
class Process:
    """One replica."""

    turns: Turns
    dispatcher: FakeDispatcher

    def die(self) -> None:
        """Work on, as a process that stands still does, but renew nothing."""
        for loop in self.turns.inbox.worker._loops:
            loop.cancel()


@asynccontextmanager
async def process(ledger: Ledger, clock: ShiftedClock) -> AsyncIterator[Process]:
    dispatcher = FakeDispatcher()
    turns = Turns(
        dispatcher,  # type: ignore[arg-type]
        ledger,
        clock,
        post=lambda: None,
        carry_out=lambda _: None,
    )
    await turns.start()
    try:
        yield Process(turns, dispatcher)
    finally:
        dispatcher.may.set()
        await turns.close()


async def until(done: Any) -> None:
    async with asyncio.timeout(SOON):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def renewed(ledger: Ledger, until: datetime) -> None:
    """Wait until what is held is held at least until then."""
    async with asyncio.timeout(SOON):
        while True:
            async with ledger._database.reader.connect() as connection:
                held = await connection.scalar(select(inbox.c.lease_until))
            if held is not None and held >= until:
                return
            await asyncio.sleep(0.01)


async def said(ledger: Ledger, clock: ShiftedClock) -> list[str]:
    """What waits to be sent."""
    async with ledger.begin() as unit:
        messages = await unit.outbox.claim(clock.now(), timedelta(), 10)
        return [activity_of(one)["text"] for one in messages]


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


async def test_what_a_living_process_works_on_is_left_alone(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    async with process(ledger, clock) as first, process(ledger, clock) as second:
        await first.turns.handle(parse(message(text="hello", id="m")))
        await until(lambda: first.dispatcher.begun)
        for _ in range(6):
            clock.ahead += LEASE / 3
            await renewed(ledger, clock.now() + LEASE)
        assert second.dispatcher.begun == []
        first.dispatcher.may.set()
        await first.turns.close()
    assert await said(ledger, clock) == ["done: hello"]


async def test_what_a_dead_process_left_is_taken_up_and_its_own_turn_counts_no_more(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    async with process(ledger, clock) as first, process(ledger, clock) as second:
        await first.turns.handle(parse(message(text="hello", id="m")))
        await until(lambda: first.dispatcher.begun)
        first.die()
        await asyncio.sleep(0.1)
        assert second.dispatcher.begun == []
        clock.ahead += LEASE
        await until(lambda: second.dispatcher.begun)
        # The first one wakes, and finds that nothing of its turn may be stored.
        first.dispatcher.may.set()
        await first.turns.close()
        assert await said(ledger, clock) == []
        second.dispatcher.may.set()
        await second.turns.close()
    assert await said(ledger, clock) == ["done: hello"]


async def test_the_same_activity_at_two_processes_is_worked_on_once(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    async with process(ledger, clock) as first, process(ledger, clock) as second:
        activity = parse(message(text="hello", id="m"))
        await asyncio.gather(*(p.turns.handle(activity) for p in (first, second, first, second)))
        await until(lambda: first.dispatcher.begun or second.dispatcher.begun)
        assert first.dispatcher.begun + second.dispatcher.begun == ["hello"]


async def test_what_ends_every_process_is_not_tried_for_ever(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    async with ledger.begin() as unit:
        raw = message(text="deadly", id="m")
        where = raw["conversation"]["id"]
        await unit.inbox.arrive("m", where, clock.now(), raw, "one", LEASE)
    begun = 1
    for _ in range(MAX_TRIES - 1):
        clock.ahead += LEASE
        async with process(ledger, clock) as dying:
            await until(lambda: dying.dispatcher.begun)
            begun += 1
            dying.die()
            # Dead: nothing of it is ever stored.
            for task in dying.turns.inbox.worker._tasks:
                task.cancel()
            await asyncio.sleep(0)
    assert begun == MAX_TRIES
    clock.ahead += LEASE
    async with process(ledger, clock) as last:
        async with asyncio.timeout(SOON):
            while not (texts := await said(ledger, clock)):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert last.dispatcher.begun == []
    assert "went wrong" in texts[0]
    async with ledger.begin() as unit:
        assert await unit.inbox.claim("other", clock.now() + LEASE, LEASE, 10) == ()


async def test_one_that_can_not_be_read_holds_up_no_other(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    async with ledger.begin() as unit:
        await unit.inbox.arrive("bad", "chat", clock.now(), {"type": 7})
        raw = message(text="good", id="m")
        await unit.inbox.arrive("m", raw["conversation"]["id"], clock.now(), raw)
    async with process(ledger, clock) as alone:
        await until(lambda: "good" in alone.dispatcher.begun)
