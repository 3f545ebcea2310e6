"""When the same call to Teams is made again, and after how long."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: "Optimize your bot with rate limiting in Teams" names these as worth another try.
PASSING = frozenset({412, 429, 502, 504})


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential, with full jitter; Teams' own Retry-After goes first.

    A call that would take longer than `patience` seconds with all its waits is given up, so that
    whoever keeps the message can plan it anew.
    """

    tries: int = 5
    first: float = 0.5
    longest: float = 8.0
    patience: float = 20.0
    jitter: Callable[[], float] = random.random

    def wait(self, attempt: int, retry_after: float | None, spent: float = 0.0) -> float | None:
        """Return the seconds before the next try, or None; attempts count from 1.

        `spent` is the time since the first try, in seconds.
        """
        if attempt >= self.tries:
            return None
        seconds = retry_after
        if seconds is None:
            seconds = self.jitter() * min(self.longest, self.first * 2.0 ** (attempt - 1))
        return seconds if spent + seconds <= self.patience else None


def retry_after(headers: Mapping[str, str], now: Callable[[], datetime]) -> float | None:
    """Read Retry-After: seconds, also fractional, or a date; None when absent or unreadable."""
    text = headers.get("Retry-After", "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        return _until(text, now())
    return seconds if 0 <= seconds < float("inf") else None


def _until(text: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
