"""How long a call to Graph may take, and how often a read is tried."""

from dataclasses import dataclass

import httpx

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
    """Times in seconds. Writes are never tried again."""

    #: Until a connection stands.
    connect: float = 5.0
    #: Until one answer is there, whole.
    answer: float = 30.0
    #: No try of a read begins later than this after the first one.
    within: float = 45.0
    tries: int = 4
    #: The wait where Graph names none; it doubles with each try.
    first_wait: float = 0.5

    def wait(self, tries: int, asked: float | None, spent: float) -> float | None:
        """The wait before the next try, after so many; None to give up.

        `asked` is what Retry-After says. A wait that would not end in time is not begun.
        """
        if tries >= self.tries:
            return None
        wait = self.first_wait * 2 ** (tries - 1) if asked is None else asked
        return wait if spent + wait < self.within else None
