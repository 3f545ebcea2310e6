"""The source of the current time."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """A clock that is passed in, so that tests can set it."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
