"""Control of a run: pause, resume, stop, and the canary of a large run.

A run's state is in the ledger, so that all replicas and restarts follow it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from licensing.plans.planned_person import CHANGING_ACTIONS, PlannedAction, PlannedPerson
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome, RunState


class Control(StrEnum):
    """What a person can ask of a run."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


#: States in which someone works on the run, in which no one does until a person says so, and in
#: which nothing happens any longer.
ACTIVE_STATES: Final = frozenset({RunState.RUNNING, RunState.STOPPING})
PAUSED_STATES: Final = frozenset({RunState.PAUSED, RunState.WAITING})
FINAL_STATES: Final = frozenset({RunState.STOPPED, RunState.DONE})

_AFTER: Final[Mapping[Control, Mapping[RunState, RunState]]] = {
    Control.PAUSE: {RunState.RUNNING: RunState.PAUSED},
    Control.RESUME: {RunState.PAUSED: RunState.RUNNING, RunState.WAITING: RunState.RUNNING},
    Control.STOP: {
        RunState.RUNNING: RunState.STOPPING,
        RunState.PAUSED: RunState.STOPPING,
        RunState.WAITING: RunState.STOPPING,
    },
}


def next_state(state: RunState, control: Control) -> RunState | None:
    """Return the state of a run after a control; None if nothing changes."""
    return _AFTER[control].get(state)


@dataclass(frozen=True, slots=True)
class PendingWork:
    """The work that a run has now."""

    state: RunState
    #: Time until the next person can be started; None if no one can.
    wait: timedelta | None = None
    #: Whether to check again immediately, because only a part was settled.
    check_again: bool = False

    @property
    def is_active(self) -> bool:
        """Return whether work remains that needs no person's decision."""
        return self.state in ACTIVE_STATES


@dataclass(frozen=True, slots=True)
class CanaryRule:
    """When the first people of a run are done and verified before the others start."""

    #: Minimum number of affected people; 0: never.
    from_people: int = 50
    #: Size of the canary.
    size: int = 5
    #: Whether the rest waits for a click even if the canary succeeded.
    confirm: bool = False


#: No canary.
NO_CANARY: Final = CanaryRule(from_people=0)


def canary_size(affected: int, rule: CanaryRule) -> int:
    """Return the size of the canary for a number of people; 0 for none."""
    large = 0 < rule.from_people <= affected
    return rule.size if large and rule.size < affected else 0


#: Why a run was stopped by itself: its plan in the database is not the one that was confirmed.
PLAN_ALTERED: Final = "plan_altered"


class WaitReason(StrEnum):
    """Why a run waits for a person."""

    #: The rule requires a person to check the canary.
    ASKED = "asked"
    #: Not all of them ended as planned.
    NOT_AS_PLANNED = "not_as_planned"
    #: The tenant refuses everyone: the role of the run's owner may have ended.
    REFUSED = "refused"


_PLANNED: Final = {
    PlannedAction.REMOVE: Outcome.REMOVED,
    PlannedAction.STAYS_BY_GROUP: Outcome.STILL_ASSIGNED,
    PlannedAction.RESTORE: Outcome.RESTORED,
}


def as_planned(planned: PlannedPerson, outcome: PersonOutcome) -> bool:
    """Whether everything that the plan asks for one person was done and proven."""
    ended = {line.product: line.outcome for line in outcome.lines}
    return all(
        ended.get(line.product) is _PLANNED[line.action]
        for line in planned.lines
        if line.action in CHANGING_ACTIONS
    )


def canary_wait(
    first: Iterable[tuple[PlannedPerson, PersonOutcome]], *, asks: bool
) -> WaitReason | None:
    """Return why the rest of a run waits, from the outcomes of its canary; None: it continues."""
    if not all(as_planned(planned, outcome) for planned, outcome in first):
        return WaitReason.NOT_AS_PLANNED
    return WaitReason.ASKED if asks else None


def untouched_outcome(
    planned: PlannedPerson, settled: Mapping[str, LineOutcome], why: str = ""
) -> PersonOutcome:
    """Return the outcome of a person whom a stopped run did not start.

    `settled` are the outcomes of the lines for which nothing was asked, by product; `why` is the
    reason where no person stopped the run.
    """
    lines = tuple(
        LineOutcome(line.product, Outcome.NOT_TOUCHED, line.groups, why)
        if line.action in CHANGING_ACTIONS
        else settled[line.product]
        for line in planned.lines
    )
    return PersonOutcome(planned.id, planned.name, planned.address, lines)
