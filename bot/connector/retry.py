"""When the same call to Teams is made again, and after how long."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from licensing.backoff import backoff

#: "Optimize your bot with rate limiting in Teams" names these as worth another try.
PASSING = frozenset({412, 429, 502, 504})


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential, with full jitter; Teams' own Retry-After goes first.

    A call that would take longer than `max_seconds` seconds with all its waits is given up, so that
    anyone who keeps the message can plan it again.
    """

    tries: int = 5
    first: float = 0.5
    longest: float = 8.0
    max_seconds: float = 20.0
    jitter: Callable[[], float] = random.random

    def wait(self, attempt: int, retry_after: float | None, spent: float = 0.0) -> float | None:
        """Return the seconds before the next try, or None; attempts count from 1.

        `spent` is the time since the first try, in seconds.
        """
        if attempt >= self.tries:
            return None
        seconds = retry_after
        if seconds is None:
            seconds = self.jitter() * backoff(attempt, first=self.first, longest=self.longest)
        return seconds if spent + seconds <= self.max_seconds else None
