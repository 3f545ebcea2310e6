"""The pace of writing: the tenant's quota, spent as a burst first and then evenly.

The budget lies in the ledger, where all replicas and runs spend it together. Turns are fetched a
few at a time, so that the ledger is not asked for each write.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from engine.runs.ports import Clock, RunLedger, Unit

#: So many turns are fetched at once: half a second's worth. More would make the replicas wait for
#: each other, and would be lost when one dies.
_BATCH: Final = 10
#: How often those who wait for a turn look whether another replica was told to slow down.
_LOOK: Final = 1.0
#: The longest rest for a tenant that is unwell, in seconds.
_LONGEST: Final = 30.0
#: Clocks count microseconds; a shorter wait would never end.
_SHORTEST: Final = 0.001


@dataclass(frozen=True, slots=True)
class Quota:
    """What Graph allows an app in each tenant: 3,000 license writes in 150 seconds.

    Microsoft Graph, "Throttling limits", identity and access.
    """

    burst: int = 3000
    per_second: float = 20.0


#: What a tenant allows where nobody says otherwise.
GRAPH: Final = Quota()


class SharedWriteQuota:
    """The turns of one tenant in this process; whoever asked first goes first.

    Several runs ask for one turn at a time, so that a small one does not wait behind a large one.
    """

    def __init__(self, ledger: RunLedger, tenant: str, clock: Clock, quota: Quota = GRAPH) -> None:
        self._ledger = ledger
        self._tenant = tenant
        self._clock = clock
        self._quota = quota
        self._stock: deque[datetime] = deque()
        #: What was at hand before is of a budget that is spent.
        self._spent_at = datetime.min.replace(tzinfo=UTC)
        self._blocked_until = clock.now()
        self._looked_at = clock.now()
        #: How often in a row the tenant was unwell.
        self._trouble = 0
        self._line = asyncio.Lock()

    async def turns(self, most: int = 1) -> Sequence[datetime]:
        """Wait until a write may be made, and count it; more of them where more may be made now.

        Returns for each when that was.
        """
        async with self._line:
            await self._first()
            found = [self._taken()]
            while len(found) < most and self._stock and self._wait() <= 0:
                found.append(self._taken())
            return found

    def give_back(self, taken: datetime) -> None:
        """Uncount a turn that was not used."""
        if taken > self._spent_at:
            self._stock.appendleft(taken)

    async def block(self, seconds: float) -> None:
        """Let nobody write for so long, fractions of a second included: the quota is used up."""
        await self._block(seconds, spent=True)

    async def ease(self) -> None:
        """Let nobody write for a while, longer each time: the tenant is unwell."""
        if self._clock.now() < self._blocked_until:
            return
        self._trouble += 1
        await self._block(min(_LONGEST, 2.0 ** (self._trouble - 1)), spent=False)

    def well(self) -> None:
        """Note that the tenant is well again."""
        self._trouble = 0

    async def _block(self, seconds: float, *, spent: bool) -> None:
        self._hold(seconds)
        if spent:
            self._spend()

        async def work(unit: Unit) -> None:
            now = self._clock.now()
            await unit.budgets.block(self._tenant, seconds, self._quota, now, spent=spent)

        await self._ledger.write(work)

    async def _first(self) -> None:
        """Wait for the next turn."""
        while True:
            if not self._stock:
                self._stock.extend(await self._fetched())
            wait = self._wait()
            if wait <= 0:
                return
            await self._clock.sleep(min(_LOOK, max(wait, _SHORTEST)))
            await self._look()

    def _taken(self) -> datetime:
        self._stock.popleft()
        return self._clock.now()

    def _wait(self) -> float:
        usable = max(self._stock[0], self._blocked_until)
        return (usable - self._clock.now()).total_seconds()

    def _hold(self, seconds: float) -> None:
        until = self._clock.now() + timedelta(seconds=seconds)
        self._blocked_until = max(self._blocked_until, until)

    async def _look(self) -> None:
        """Learn now and then what another replica was told."""
        now = self._clock.now()
        if (now - self._looked_at).total_seconds() < _LOOK:
            return
        self._looked_at = now
        async with self._ledger.read() as unit:
            seconds = await unit.budgets.blocked(self._tenant, now)
        known = max(0.0, (self._blocked_until - now).total_seconds())
        if seconds > known + _LOOK / 2:
            # Another replica was told that the budget is spent.
            self._spend()
        self._hold(seconds)

    def _spend(self) -> None:
        self._spent_at = self._clock.now()
        self._stock.clear()

    async def _fetched(self) -> Sequence[datetime]:
        async def work(unit: Unit) -> Sequence[float]:
            now = self._clock.now()
            return await unit.budgets.take(self._tenant, _BATCH, self._quota, now)

        waits = await self._ledger.write(work)
        now = self._clock.now()
        return [now + timedelta(seconds=round(wait, 6)) for wait in waits]
