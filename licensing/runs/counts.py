"""The counts of a run: licenses by what became of them, and people.

The only definitions. The counts of a plan, in `licensing/plans/summary.py`, have the same meaning:
a license that a plan removes ends here as removed, or as one of those that are unfinished.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from licensing.runs.outcome import (
    DONE_OUTCOMES,
    UNASKED_OUTCOMES,
    LineOutcome,
    Outcome,
    PeopleEnds,
)
from licensing.runs.severity import SEVERITY

#: The direct assignment was removed, or Microsoft 365 accepted the removal: it can be restored.
REMOVED_OUTCOMES: Final = frozenset({Outcome.REMOVED, Outcome.STILL_ASSIGNED, Outcome.ACCEPTED})


@dataclass(frozen=True, slots=True)
class RunCounts:
    """Licenses of a run. Each line of the plan is in one of these; `still_assigned` is a part."""

    #: Direct assignments that are proven to be gone.
    removed: int = 0
    #: Those of them that a group still gives. They free no seat.
    still_assigned: int = 0
    restored: int = 0
    #: Microsoft 365 agreed, and the directory does not show it yet.
    accepted: int = 0
    failed: int = 0
    #: Skipped, because the person changed since the preview.
    skipped: int = 0
    #: Not started before the run was stopped.
    not_started: int = 0
    #: Lines that don't change: kept through a group, not held, of unknown assignment, or, of an
    #: undo, not restorable.
    kept: int = 0
    not_held: int = 0
    unexplained: int = 0
    left_out: int = 0

    @property
    def unfinished(self) -> int:
        """Everything that the plan asked for and that is not proven."""
        return self.accepted + self.failed + self.skipped + self.not_started

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


def count_people(people: Iterable[Sequence[LineOutcome]]) -> PeopleEnds:
    """Count people by the outcomes of their lines; those of whom nothing was asked are left out."""
    ends, partly = Counter[Outcome](), Counter[Outcome]()
    for lines in people:
        asked = {line.outcome for line in lines} - UNASKED_OUTCOMES
        if asked:
            worst = min(asked, key=SEVERITY.index)
            ends[worst] += 1
            if worst not in DONE_OUTCOMES and asked & DONE_OUTCOMES:
                partly[worst] += 1
    return PeopleEnds(dict(ends), dict(partly))


def _counted_as(outcome: Outcome) -> tuple[str, ...]:
    match outcome:
        case Outcome.REMOVED:
            return ("removed",)
        case Outcome.STILL_ASSIGNED:
            return "removed", "still_assigned"
        case Outcome.RESTORED:
            return ("restored",)
        case Outcome.ACCEPTED:
            return ("accepted",)
        case Outcome.FAILED | Outcome.NEEDS_ATTENTION:
            return ("failed",)
        case Outcome.HELD_BACK:
            return ("skipped",)
        case Outcome.NOT_TOUCHED:
            return ("not_started",)
        case Outcome.KEPT:
            return ("kept",)
        case Outcome.NOT_HELD:
            return ("not_held",)
        case Outcome.UNEXPLAINED:
            return ("unexplained",)
        case Outcome.LEFT_OUT:
            return ("left_out",)
        case unreachable:
            assert_never(unreachable)
