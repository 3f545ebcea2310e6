"""Where the time comes from."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """A clock that is passed in, so that tests can set it."""

    def now(self) -> datetime:
        """Tell the time, in UTC."""
