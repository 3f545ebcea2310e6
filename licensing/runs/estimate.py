"""When a run will probably have ended, from how fast it has been lately."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from licensing.runs.outcome import ProgressMark

#: Marks are set so far apart; two are kept, so that the pace is that of the last one or two spans.
MARK_INTERVAL: Final = timedelta(seconds=30)
#: With less behind it, a pace says nothing.
_LEAST_TIME: Final = timedelta(seconds=2)
_LEAST_PEOPLE: Final = 3


def add_mark(marks: Sequence[ProgressMark], now: ProgressMark) -> tuple[ProgressMark, ...]:
    """Add a mark where it is time for one, and keep what is needed."""
    if marks and now.at - marks[-1].at < MARK_INTERVAL:
        return tuple(marks)
    return (*marks[-1:], now)


def time_left(marks: Sequence[ProgressMark], now: ProgressMark, people: int) -> timedelta | None:
    """Estimate the remaining time of a run at its current pace; None while that is unknown."""
    if not marks:
        return None
    spent, done = now.at - marks[0].at, now.finished - marks[0].finished
    if spent < _LEAST_TIME or done < _LEAST_PEOPLE:
        return None
    return spent * (max(0, people - now.finished) / done)
