"""Which people of a run a list shows: those who were not finished, say."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from licensing.runs.outcome import Outcome
from licensing.runs.severity import SEVERITY


class OutcomeFilter(StrEnum):
    """A part of a run's people, in the order in which the filters are offered."""

    EVERYONE = "everyone"
    #: People of whom something did not end as the plan said.
    UNFINISHED = "unfinished"
    #: People who lost a mailbox.
    MAILBOX = "mailbox"
    #: People of whom nothing was changed.
    UNCHANGED = "unchanged"


#: The ranks of a person's worst outcome that a filter shows, see `severity_rank`.
RANKS: Final[Mapping[OutcomeFilter, frozenset[int]]] = {
    OutcomeFilter.UNFINISHED: frozenset(
        SEVERITY.index(outcome)
        for outcome in (
            Outcome.NEEDS_ATTENTION,
            Outcome.FAILED,
            Outcome.HELD_BACK,
            Outcome.ACCEPTED,
            Outcome.NOT_TOUCHED,
            Outcome.LEFT_OUT,
        )
    ),
    # People without lines come after all others.
    OutcomeFilter.UNCHANGED: frozenset(
        {SEVERITY.index(Outcome.KEPT), SEVERITY.index(Outcome.NOT_HELD), len(SEVERITY)}
    ),
}
