"""How long to wait before another try."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

#: Doubling more often than this overflows no float and exceeds every wait in use.
_MAX_DOUBLINGS: Final = 64


def backoff(attempt: int, *, first: float, longest: float) -> float:
    """Seconds to wait after a failed attempt, counted from 1.

    The wait is `first` after attempt 1 and doubles with each attempt, up to `longest`.
    """
    return min(longest, first * 2.0 ** min(max(attempt, 1) - 1, _MAX_DOUBLINGS))


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait as the header Retry-After says; None when it is absent or unreadable.

    Fractions occur ("2.128", https://learn.microsoft.com/graph/throttling); HTTP also allows a
    date.
    """
    text = headers.get("Retry-After", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        return _seconds_until(text, now)
    return seconds if seconds >= 0 and math.isfinite(seconds) else None


def _seconds_until(text: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
