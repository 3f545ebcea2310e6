"""Replicas and the outbox: one sends, and what it left behind another sends."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import TakenOver
from engine import outbox_worker
from engine.outbox_worker import LEASE, OutboxWorker
from ledger import Ledger
from ledger.tables import outbox
from tests.support.ledger import CHAT, TENANT, opened
from tests.support.shifted_clock import ShiftedClock
from tests.support.waiting import SOON


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_worker, "_RENEW", 0.02)


@dataclass
class Connector:
    """Sends when it may, and looks again before it does."""

    may: asyncio.Event = field(default_factory=asyncio.Event)
    begun: int = 0
    sent: list[Any] = field(default_factory=list)

    async def send(self, ref: object, activity: Any, sure: Any) -> str:
        del ref
        self.begun += 1
        await self.may.wait()
        if not sure():
            raise TakenOver
        self.sent.append(json.loads(activity))
        return f"sent-{len(self.sent)}"

    async def update(self, ref: object, activity_id: str, activity: Any, sure: Any) -> None:
        del activity_id
        await self.send(ref, activity, sure)


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture
async def ledger(address: str, clock: ShiftedClock) -> AsyncIterator[Ledger]:
    async with opened(address) as ledger:
        async with ledger.begin() as unit:
            await unit.conversations.keep(
                tenant=TENANT,
                conversation=CHAT,
                person="alex",
                service_url="http://127.0.0.1/teams",
                type="personal",
                bot_id="28:bot",
                channel_id="msteams",
                seen_at=clock.now(),
            )
            await unit.outbox.show("slot", CHAT, {"text": "hello"}, clock.now())
        yield ledger


async def until(done: Any) -> None:
    async with asyncio.timeout(SOON):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def renewed(ledger: Ledger, until: datetime) -> None:
    """Wait until the message is leased at least until then."""
    async with asyncio.timeout(SOON):
        while True:
            async with ledger._database.reader.connect() as connection:
                leased = await connection.scalar(select(outbox.c.lease_until))
            if leased is not None and leased >= until:
                return
            await asyncio.sleep(0.01)


async def test_what_is_slow_is_left_to_anyone_who_sends_it(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    slow, other = Connector(), Connector()
    first, second = (OutboxWorker(ledger, c, clock) for c in (slow, other))  # type: ignore[arg-type]
    first.start()
    await until(lambda: slow.begun)
    second.start()
    for _ in range(6):
        clock.ahead += LEASE / 2
        second.wake()
        await renewed(ledger, clock.now() + LEASE)
    assert other.begun == 0
    slow.may.set()
    await until(lambda: slow.sent)
    await first.stop()
    await second.stop()


async def test_what_a_dead_process_left_is_sent_by_another_and_by_no_one_twice(
    ledger: Ledger, clock: ShiftedClock
) -> None:
    dead, other = Connector(), Connector()
    first, second = (OutboxWorker(ledger, c, clock) for c in (dead, other))  # type: ignore[arg-type]
    first.start()
    await until(lambda: dead.begun)
    for loop in first.worker._loops:
        loop.cancel()
    clock.ahead += LEASE
    other.may.set()
    second.start()
    await until(lambda: other.sent)
    # The first one wakes: it looks at its lease before it sends.
    dead.may.set()
    await first.stop()
    await second.stop()
    assert (dead.sent, other.sent) == ([], [{"text": "hello"}])
    async with ledger.read() as unit:
        assert await unit.outbox.activity_of("slot") == "sent-1"
        assert not await unit.outbox.has_unsent("slot")
