"""The counts of a run: how many licenses were removed or restored, and how many were not.

The only definitions. The counts of a plan, in `licensing/plans/summary.py`, have the same meaning:
a license that a plan removes ends as removed here, or as unfinished.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, assert_never

from licensing.runs.outcome import Outcome

#: The direct assignment was removed, or Microsoft 365 accepted the removal: it can be restored.
REMOVED_OUTCOMES: Final = frozenset({Outcome.REMOVED, Outcome.STILL_ASSIGNED, Outcome.ACCEPTED})


@dataclass(frozen=True, slots=True)
class RunCounts:
    """Licenses of a run. Every line of the plan is in exactly one of these, but for two subsets."""

    #: Direct assignments that are proven to be gone.
    removed: int = 0
    #: Those of them that a group still gives. They free no seat.
    still_assigned: int = 0
    restored: int = 0
    #: Everything that the plan asked for and that is not proven, with those below.
    unfinished: int = 0
    #: Those of them to which Microsoft 365 agreed.
    accepted: int = 0
    #: Lines that don't change: kept through a group, not held, or of unknown assignment.
    kept: int = 0
    not_held: int = 0
    unexplained: int = 0

    @property
    def freed(self) -> int:
        """Seats that came free."""
        return self.removed - self.still_assigned


def count_lines(outcomes: Mapping[Outcome, int]) -> RunCounts:
    """Count the lines of a run, from the number of lines with each outcome."""
    found = dict.fromkeys(RunCounts.__dataclass_fields__, 0)
    for outcome, lines in outcomes.items():
        for name in _counted_as(outcome):
            found[name] += lines
    return RunCounts(**found)


def _counted_as(outcome: Outcome) -> tuple[str, ...]:
    match outcome:
        case Outcome.REMOVED:
            return ("removed",)
        case Outcome.STILL_ASSIGNED:
            return "removed", "still_assigned"
        case Outcome.RESTORED:
            return ("restored",)
        case Outcome.ACCEPTED:
            return "unfinished", "accepted"
        case (
            Outcome.HELD_BACK
            | Outcome.FAILED
            | Outcome.NEEDS_ATTENTION
            | Outcome.NOT_TOUCHED
            | Outcome.LEFT_OUT
        ):
            return ("unfinished",)
        case Outcome.KEPT:
            return ("kept",)
        case Outcome.NOT_HELD:
            return ("not_held",)
        case Outcome.UNEXPLAINED:
            return ("unexplained",)
        case unreachable:
            assert_never(unreachable)
