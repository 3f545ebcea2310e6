"""How long a call to Graph may take, and how often a read is tried."""

from dataclasses import dataclass

import httpx

from licensing.backoff import backoff

#: Answers after which a read may be tried again: https://learn.microsoft.com/graph/throttling
PASSING = frozenset(
    {
        httpx.codes.TOO_MANY_REQUESTS,
        httpx.codes.SERVICE_UNAVAILABLE,
        httpx.codes.GATEWAY_TIMEOUT,
    }
)


@dataclass(frozen=True, slots=True)
class Retry:
    """Times in seconds. Writes are never retried."""

    #: Until a connection is open.
    connect: float = 5.0
    #: Until one answer is complete.
    answer: float = 30.0
    #: No try of a read starts later than this after the first one.
    within: float = 45.0
    tries: int = 4
    #: The wait where Graph names none; it doubles with each try.
    first_wait: float = 0.5

    def wait(self, tries: int, asked: float | None, spent: float) -> float | None:
        """The wait before the next try, after this many; None to give up.

        `asked` is what Retry-After says. No wait that would not end in time.
        """
        if tries >= self.tries:
            return None
        wait = asked
        if wait is None:
            wait = backoff(tries, first=self.first_wait, longest=self.within)
        return wait if spent + wait < self.within else None
