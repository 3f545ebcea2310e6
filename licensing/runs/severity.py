"""Severity of outcomes: lists start with what someone has to check."""

from collections.abc import Sequence
from typing import Final

from licensing.runs.outcome import LineOutcome, Outcome

#: Worst first.
SEVERITY: Final = (
    Outcome.NEEDS_ATTENTION,
    Outcome.FAILED,
    Outcome.HELD_BACK,
    Outcome.ACCEPTED,
    Outcome.NOT_TOUCHED,
    Outcome.UNEXPLAINED,
    Outcome.LEFT_OUT,
    Outcome.REMOVED,
    Outcome.STILL_ASSIGNED,
    Outcome.RESTORED,
    Outcome.KEPT,
    Outcome.NOT_HELD,
)
#: What did not end as the plan said.
PROBLEMS: Final = frozenset(SEVERITY[:4])

_RANK: Final = {outcome: rank for rank, outcome in enumerate(SEVERITY)}


def severity_rank(lines: Sequence[LineOutcome]) -> int:
    """Return a person's rank in a list that starts with the worst: that of the worst line."""
    return min((_RANK[line.outcome] for line in lines), default=len(SEVERITY))
