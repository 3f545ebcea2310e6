"""Throttling by the published quota: a token bucket of writes per app and tenant.

3,000 writes per 150 seconds; requests made while throttled count too:
https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.tenant import Clock

BURST = 3_000
PER_SECOND = 20.0


@dataclass(slots=True)
class Throttle:
    """The token bucket, off by default."""

    now: Clock
    on: bool = False
    #: Factor by which the bucket fills faster than in reality.
    speed: float = 1.0
    burst: int = BURST
    #: Accepted and throttled writes since the last refill.
    passed: int = 0
    refused: int = 0
    _left: float = BURST
    _since: datetime | None = None

    def refill(self) -> None:
        """Refill the bucket and reset the counts."""
        self.passed = self.refused = 0
        self._left = float(self.burst)
        self._since = None

    def take(self) -> float | None:
        """Take one write; return None if accepted, else the seconds to wait."""
        if not self.on:
            self.passed += 1
            return None
        self._flow_in()
        self._left = max(self._left - 1, -float(self.burst))
        if self._left >= 0:
            self.passed += 1
            return None
        self.refused += 1
        return round(-self._left / (PER_SECOND * self.speed), 3)

    def _flow_in(self) -> None:
        now = self.now()
        if self._since is not None:
            seconds = (now - self._since).total_seconds()
            self._left = min(self._left + seconds * PER_SECOND * self.speed, float(self.burst))
        self._since = now


#: Requests for eDiscovery cases per app and tenant and minute (same page).
CASES_PER_MINUTE = 5
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class CaseThrottle:
    """Limits requests in any minute. Always on, as in reality."""

    now: Clock
    per_minute: int = CASES_PER_MINUTE
    _passed: list[datetime] = field(default_factory=list)

    def take(self) -> float | None:
        """Take one request; return None if accepted, else the seconds to wait."""
        now = self.now()
        self._passed = [at for at in self._passed if now - at < _MINUTE]
        if len(self._passed) < self.per_minute:
            self._passed.append(now)
            return None
        return max(0.0, (self._passed[0] + _MINUTE - now).total_seconds())

    def refill(self) -> None:
        """Reset the limit."""
        self._passed.clear()
