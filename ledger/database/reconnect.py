"""Waits while the database is unreachable."""

import asyncio
import time
from typing import Final

import structlog

#: Maximum time to wait for an unreachable database, in seconds; a restart takes some.
MAX_OUTAGE_S: Final = 60.0
_FIRST_WAIT: Final = 0.05
_LONGEST_WAIT: Final = 1.0

_log = structlog.get_logger(__name__)


class Reconnect:
    """Waits longer each time, up to `MAX_OUTAGE_S` in total."""

    def __init__(self) -> None:
        self._wait = _FIRST_WAIT
        self._waited = 0.0

    async def wait(self) -> bool:
        """Wait before the next attempt; False if the maximum time has passed."""
        if self._waited >= MAX_OUTAGE_S:
            return False
        _outage.log()
        await asyncio.sleep(self._wait)
        self._waited += self._wait
        self._wait = min(_LONGEST_WAIT, self._wait * 2)
        return True


class _Outage:
    """Logs that the database is unreachable, once for all waiting tasks."""

    def __init__(self) -> None:
        self._said_at: float | None = None

    def log(self) -> None:
        """Log the outage, unless it was logged recently."""
        now = time.monotonic()
        if self._said_at is None or now - self._said_at > MAX_OUTAGE_S:
            self._said_at = now
            _log.warning("database_unreachable")


_outage = _Outage()
