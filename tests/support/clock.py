"""A clock for tests: it jumps to the next waiter as soon as nothing else is going on."""

import asyncio
import heapq
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar

from ledger import Ledger, Unit
from tests.support.ledger import NOW

T = TypeVar("T")

#: Real seconds without any transaction after which the clock jumps.
_QUIET = 0.001
#: Rounds of the loop for anyone who was about to begin with something, however slow the machine is.
_ROUNDS = 20


class SteppedClock:
    """Tells a time of its own; `running` makes it jump."""

    def __init__(self, start: datetime = NOW) -> None:
        self.time = start
        self.busy = 0
        #: How many transactions have begun.
        self.begun = 0
        self._order = count()
        self._waiting: list[tuple[datetime, int, asyncio.Event]] = []

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        entry = (self.time + timedelta(seconds=seconds), next(self._order), asyncio.Event())
        heapq.heappush(self._waiting, entry)
        try:
            await entry[2].wait()
        finally:
            if entry in self._waiting:
                self._waiting.remove(entry)
                heapq.heapify(self._waiting)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Jump from waiter to waiter while the block goes on."""
        driver = asyncio.create_task(self._drive())
        try:
            yield
        finally:
            driver.cancel()
            await asyncio.gather(driver, return_exceptions=True)

    async def _drive(self) -> None:
        while True:
            begun = self.begun
            await asyncio.sleep(_QUIET)
            for _ in range(_ROUNDS):
                await asyncio.sleep(0)
            if self.busy or self.begun != begun or not self._waiting:
                continue
            moment, _, event = heapq.heappop(self._waiting)
            self.time = max(self.time, moment)
            event.set()


class WatchedLedger(Ledger):
    """A ledger during whose transactions the clock stands still."""

    def __init__(self, ledger: Ledger, clock: SteppedClock) -> None:
        self._ledger = ledger
        self._clock = clock

    @asynccontextmanager
    async def begin(self, *, brief: bool = False) -> AsyncIterator[Unit]:
        self._clock.busy += 1
        self._clock.begun += 1
        try:
            async with self._ledger.begin(brief=brief) as unit:
                yield unit
        finally:
            self._clock.busy -= 1

    async def write(self, work: Callable[[Unit], Awaitable[T]], *, brief: bool = False) -> T:
        async with self.begin(brief=brief) as unit:
            return await work(unit)

    @asynccontextmanager
    async def read(self, *, brief: bool = False) -> AsyncIterator[Unit]:
        self._clock.busy += 1
        self._clock.begun += 1
        try:
            async with self._ledger.read(brief=brief) as unit:
                yield unit
        finally:
            self._clock.busy -= 1
