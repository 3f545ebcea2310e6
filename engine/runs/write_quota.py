"""The tenant's write quota: a burst first, then an even rate.

The budget is in the ledger, where all replicas and runs spend it together. Writes are reserved
there a few at a time, so that not every write is a transaction.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from ledger import Ledger, Unit
from ledger.runs.write_budgets import WriteLimits
from licensing.backoff import backoff
from licensing.clock import SleepingClock

#: Writes reserved in one transaction: half a second's worth. More would make the replicas wait for
#: each other, and would be lost when one dies.
_BATCH: Final = 10
#: Seconds between checks whether another replica was throttled.
_POLL: Final = 1.0
#: Seconds without writes while the tenant is overloaded: the first time, and at most.
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0
#: Clocks count microseconds; a shorter wait would never end.
_SHORTEST_WAIT: Final = 0.001

#: Microsoft Graph, "Throttling limits", identity and access: 3,000 license writes in 150 seconds
#: for an app in a tenant.
GRAPH_LIMITS: Final = WriteLimits(burst=3000, per_second=20.0)


class WriteQuota:
    """The writes of one tenant in this process, first come, first served.

    Several runs acquire one write at a time, so that a small run does not wait behind a large one.
    """

    def __init__(
        self, ledger: Ledger, tenant: str, clock: SleepingClock, limits: WriteLimits = GRAPH_LIMITS
    ) -> None:
        self._ledger = ledger
        self._tenant = tenant
        self._clock = clock
        self._limits = limits
        #: When each reserved write may be made.
        self._reserved: deque[datetime] = deque()
        #: What was reserved earlier is of a budget that is used up.
        self._used_up_at = datetime.min.replace(tzinfo=UTC)
        self._blocked_until = clock.now()
        self._polled_at = clock.now()
        #: How often in a row the tenant was overloaded.
        self._overloads = 0
        self._lock = asyncio.Lock()

    async def acquire(self, limit: int = 1) -> Sequence[datetime]:
        """Wait until a write may be made; take up to `limit` that may be made by then.

        Returns when each was taken.
        """
        async with self._lock:
            await self._wait_for_first()
            taken = [self._take()]
            while len(taken) < limit and self._reserved and self._wait() <= 0:
                taken.append(self._take())
            return taken

    def release(self, taken_at: datetime) -> None:
        """Return a write that was not made."""
        if taken_at > self._used_up_at:
            self._reserved.appendleft(taken_at)

    async def block(self, seconds: float) -> None:
        """Stop all writes for this time, fractions of a second included: the quota is used up."""
        await self._block(seconds, used_up=True)

    async def slow_down(self) -> None:
        """Stop all writes for a while, longer each time: the tenant is overloaded."""
        if self._clock.now() < self._blocked_until:
            return
        self._overloads += 1
        pause = backoff(self._overloads, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)
        await self._block(pause, used_up=False)

    def recovered(self) -> None:
        """Note that the tenant is no longer overloaded."""
        self._overloads = 0

    async def _block(self, seconds: float, *, used_up: bool) -> None:
        self._block_here(seconds)
        if used_up:
            self._drop_reserved()

        async def work(unit: Unit) -> None:
            now = self._clock.now()
            await unit.budgets.block(self._tenant, seconds, self._limits, now, spent=used_up)

        await self._ledger.write(work)

    async def _wait_for_first(self) -> None:
        while True:
            if not self._reserved:
                self._reserved.extend(await self._reserve())
            wait = self._wait()
            if wait <= 0:
                return
            await self._clock.sleep(min(_POLL, max(wait, _SHORTEST_WAIT)))
            await self._poll()

    def _take(self) -> datetime:
        self._reserved.popleft()
        return self._clock.now()

    def _wait(self) -> float:
        usable = max(self._reserved[0], self._blocked_until)
        return (usable - self._clock.now()).total_seconds()

    def _block_here(self, seconds: float) -> None:
        until = self._clock.now() + timedelta(seconds=seconds)
        self._blocked_until = max(self._blocked_until, until)

    async def _poll(self) -> None:
        """Check periodically whether another replica was throttled."""
        now = self._clock.now()
        if (now - self._polled_at).total_seconds() < _POLL:
            return
        self._polled_at = now
        async with self._ledger.read() as unit:
            seconds = await unit.budgets.blocked(self._tenant, now)
        known = max(0.0, (self._blocked_until - now).total_seconds())
        if seconds > known + _POLL / 2:
            # Another replica learned that the budget is used up.
            self._drop_reserved()
        self._block_here(seconds)

    def _drop_reserved(self) -> None:
        self._used_up_at = self._clock.now()
        self._reserved.clear()

    async def _reserve(self) -> Sequence[datetime]:
        async def work(unit: Unit) -> Sequence[float]:
            now = self._clock.now()
            return await unit.budgets.take(self._tenant, _BATCH, self._limits, now)

        waits = await self._ledger.write(work)
        now = self._clock.now()
        return [now + timedelta(seconds=round(wait, 6)) for wait in waits]
