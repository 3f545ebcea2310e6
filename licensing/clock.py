"""The source of the current time."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """A clock that is passed in, so that tests can set it."""

    def now(self) -> datetime:
        """Return the current time in UTC."""


class SleepingClock(Clock, Protocol):
    """A clock that can also wait, so that tests need not."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""
