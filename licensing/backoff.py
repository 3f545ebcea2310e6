"""How long to wait before another try."""

from typing import Final

#: Doubling more often than this overflows no float and exceeds every wait in use.
_MAX_DOUBLINGS: Final = 64


def backoff(attempt: int, *, first: float, longest: float) -> float:
    """Seconds to wait after a failed attempt, counted from 1.

    The wait is `first` after attempt 1 and doubles with each attempt, up to `longest`.
    """
    return min(longest, first * 2.0 ** min(max(attempt, 1) - 1, _MAX_DOUBLINGS))
