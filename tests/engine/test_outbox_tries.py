"""A message has a fixed number of tries, however often its card changes meanwhile."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import Throttled
from engine.approvals.delivery_tracker import DeliveryTracker
from engine.outbox_worker import LEASE, MAX_TRIES, OutboxWorker
from ledger import Ledger
from tests.support.ledger import CHAT, NOW, TENANT, opened

CARD = "request/r1"


class Teams:
    """Refuses everything for a while."""

    tries = 0

    async def send(self, *_: Any) -> str:
        self.tries += 1
        raise Throttled(429, "TooManyRequests")


@dataclass
class Clock:
    time: datetime = NOW

    def now(self) -> datetime:
        return self.time


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[Ledger]:
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
                seen_at=NOW,
            )
        yield ledger


async def redraw(ledger: Ledger, clock: Clock, step: int) -> None:
    async with ledger.begin() as unit:
        await unit.outbox.show(CARD, CHAT, {"step": step}, clock.now())


async def try_once(ledger: Ledger, outbox: OutboxWorker) -> bool:
    """Deliver what is due; returns whether the card still waits."""
    _, messages = await outbox.claim(10)
    for message in messages:
        outbox.worker.hold(message, outbox.clock.now())
        await outbox.work(message)
    async with ledger.read() as unit:
        return await unit.outbox.has_unsent(CARD)


async def test_a_card_that_changes_while_it_waits_keeps_its_tries(ledger: Ledger) -> None:
    teams, clock = Teams(), Clock()
    outbox = OutboxWorker(ledger, teams, clock)  # type: ignore[arg-type]
    waits, step = True, 0
    while waits:
        clock.time += timedelta(minutes=1)
        for _ in range(5):
            step += 1
            await redraw(ledger, clock, step)
        waits = await try_once(ledger, outbox)
    assert teams.tries == MAX_TRIES
    assert clock.time - NOW > timedelta(hours=1)


async def test_the_requester_is_told_after_five_tries_however_often_the_card_changed(
    ledger: Ledger,
) -> None:
    teams, clock, told = Teams(), Clock(), []
    tracker = DeliveryTracker(clock, lambda: told.append(teams.tries))
    outbox = OutboxWorker(ledger, teams, clock, tracker)  # type: ignore[arg-type]
    for step in range(8):
        await redraw(ledger, clock, step)
        clock.time += LEASE + timedelta(minutes=5)
        await try_once(ledger, outbox)
    assert told == [5]
