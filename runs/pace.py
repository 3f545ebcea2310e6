"""The pace of writing: the tenant's quota, spent as a burst first and then evenly."""

import asyncio
from datetime import datetime, timedelta

from runs.ports import Clock

#: Graph allows an app 3,000 license writes in 150 seconds for each tenant
#: (Microsoft Graph, "Throttling limits", identity and access).
BURST = 3000
PER_SECOND = 20.0
#: Clocks count microseconds; a shorter wait would never end.
_SHORTEST = 0.001


class TokenBucket:
    """A bucket of turns that refills evenly. It serves one process; all runs of a tenant share it.

    `turn` waits in line: whoever asked first goes first.
    """

    def __init__(self, clock: Clock, burst: int = BURST, per_second: float = PER_SECOND) -> None:
        self._clock = clock
        self._burst = float(burst)
        self._rate = per_second
        self._turns = float(burst)
        self._counted_at = clock.now()
        self._blocked_until = self._counted_at
        self._line = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until a write may be made, and count it."""
        async with self._line:
            while (wait := self._wait()) > 0:
                await self._clock.sleep(max(wait, _SHORTEST))
            self._turns -= 1

    def give_back(self) -> None:
        """Uncount a turn that was not used."""
        self._turns = min(self._burst, self._turns + 1)

    def block(self, seconds: float) -> None:
        """Let nobody write for so long, fractions of a second included.

        The burst is spent then: whatever the tenant counts, it is not what is counted here.
        """
        until = self._clock.now() + timedelta(seconds=seconds)
        self._blocked_until = max(self._blocked_until, until)
        self._turns = min(self._turns, 1.0)

    def _wait(self) -> float:
        now = self._clock.now()
        self._refill(now)
        blocked = (self._blocked_until - now).total_seconds()
        missing = (1 - self._turns) / self._rate
        return max(blocked, round(missing, 6), 0.0)

    def _refill(self, now: datetime) -> None:
        passed = max(0.0, (now - self._counted_at).total_seconds())
        self._turns = min(self._burst, self._turns + passed * self._rate)
        self._counted_at = now
