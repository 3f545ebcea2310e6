"""The daily sweep is one timer for all replicas."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from engine.retention import EVERY, KIND, RetentionJob
from engine.scheduler import LEASE
from ledger import Ledger
from ledger.operations.retention import ANSWERED
from tests.support.ledger import CHAT, opened
from tests.support.shifted_clock import ShiftedClock


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[Ledger]:
    async with opened(address) as ledger:
        yield ledger


async def test_it_is_set_once_and_rings_each_day(ledger: Ledger) -> None:
    clock = ShiftedClock()
    sweeper = RetentionJob(ledger, clock)
    await sweeper.schedule()
    async with ledger.begin() as unit:
        first = await unit.timers.due_at(KIND, KIND)
        await unit.inbox.arrive("a", CHAT, clock.now() - ANSWERED, {})
        await unit.inbox.end("a", CHAT, "", None)
    clock.ahead = timedelta(hours=3)
    await RetentionJob(ledger, clock).schedule()
    async with ledger.begin() as unit:
        assert await unit.timers.due_at(KIND, KIND) == first
        (timer,) = await unit.timers.claim([KIND], clock.now(), LEASE, 1)
    ring = await sweeper.sweep(timer)
    assert ring.again
    assert abs(ring.again - clock.now() - EVERY) < timedelta(minutes=1)
    async with ledger.begin() as unit:
        assert await unit.inbox.arrive("a", CHAT, clock.now(), {})
