"""The outcome of each product of each person of a run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from licensing.errors import Answer
from licensing.runs.removal_days import RemovalDays
from licensing.tenant.people import Group


class Outcome(StrEnum):
    """The end of one line of a plan."""

    #: Gone, and read back from the tenant as gone.
    REMOVED = "removed"
    #: The direct assignment is gone, read back as gone; a group still gives the product.
    STILL_ASSIGNED = "still_assigned"
    #: Nothing was asked: only a group gives it.
    KEPT = "kept"
    NOT_HELD = "not_held"
    #: Not touched, because the person changed since the preview.
    HELD_BACK = "held_back"
    FAILED = "failed"
    #: Graph accepted it; the directory does not show it yet.
    ACCEPTED = "accepted"
    #: Tried too often; someone must check.
    NEEDS_ATTENTION = "needs_attention"
    #: The run was stopped before.
    NOT_TOUCHED = "not_touched"
    #: Restored, and read back from the tenant as it was.
    RESTORED = "restored"
    #: Not touched, as the preview said: it is not known how it is assigned.
    UNEXPLAINED = "unexplained"
    #: Not restored, as the preview said; the reason is the `PlannedAction`.
    LEFT_OUT = "left_out"


#: What the plan asked for was done, and read back from the tenant.
DONE_OUTCOMES: Final = frozenset({Outcome.REMOVED, Outcome.STILL_ASSIGNED, Outcome.RESTORED})
#: The plan asked nothing.
UNASKED_OUTCOMES: Final = frozenset(
    {Outcome.KEPT, Outcome.NOT_HELD, Outcome.UNEXPLAINED, Outcome.LEFT_OUT}
)
#: What the plan asked for was not done, and a new run may do it.
FAILED_OUTCOMES: Final = frozenset({Outcome.FAILED, Outcome.NEEDS_ATTENTION})


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """One product of one person."""

    product: str
    outcome: Outcome
    groups: tuple[Group, ...] = ()
    #: For HELD_BACK the drift, for FAILED and NEEDS_ATTENTION the name of the error's class, for
    #: LEFT_OUT the planned action.
    reason: str = ""
    #: What Graph said to the write; None where it was not asked, or no one heard it.
    answer: Answer | None = None
    #: For a refused dependency: the names of the products that need a service of this one.
    needed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonOutcome:
    """One person at the end of a run."""

    id: str
    name: str
    address: str
    lines: tuple[LineOutcome, ...]
    #: Whether the mailbox is among what this person lost.
    lost_mailbox: bool = False
    #: When the person was finished; None before it is stored.
    at: datetime | None = field(default=None, compare=False)


class RunState(StrEnum):
    """The state of a run."""

    RUNNING = "running"
    #: Paused by a person.
    PAUSED = "paused"
    #: Its canary is finished, and a person decides whether it continues.
    WAITING = "waiting"
    #: A person stopped it; people who were started are finished.
    STOPPING = "stopping"
    #: It has ended, and some people were not touched.
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ProgressMark:
    """Number of finished people of a run at a certain time."""

    at: datetime
    finished: int


@dataclass(frozen=True, slots=True)
class PeopleEnds:
    """The people of whom the plan of a run asks something, as far as the run is done with them.

    Each is under the worst outcome of what was asked.
    """

    people: Mapping[Outcome, int] = field(default_factory=dict)
    #: Those of them for whom something else was removed or restored.
    partly: Mapping[Outcome, int] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """People for whom everything was done."""
        return self._of(DONE_OUTCOMES)

    @property
    def changed(self) -> int:
        """People for whom something was done."""
        return self.done + sum(self.partly.values())

    @property
    def failed(self) -> int:
        """People for whom something failed."""
        return self._of(FAILED_OUTCOMES)

    @property
    def skipped(self) -> int:
        """People who changed since the preview."""
        return self._of({Outcome.HELD_BACK})

    @property
    def accepted(self) -> int:
        """People of whom the directory does not show everything yet."""
        return self._of({Outcome.ACCEPTED})

    @property
    def not_started(self) -> int:
        """People for whom something was not tried before the run was stopped."""
        return self._of({Outcome.NOT_TOUCHED})

    @property
    def processed(self) -> int:
        """Everyone but those who were not started."""
        return sum(self.people.values()) - self.not_started

    def _of(self, outcomes: Iterable[Outcome]) -> int:
        return sum(self.people.get(outcome, 0) for outcome in outcomes)


@dataclass(frozen=True, slots=True)
class RunProgress:
    """The progress of a run, counted from the ledger. Outcomes are counted by line."""

    run: str
    plan: str
    state: RunState
    people: int
    finished: int
    outcomes: dict[Outcome, int]
    #: People who lost a mailbox.
    mailboxes: int = 0
    #: The number of its receipt, from 1 on in each tenant; 0 before it has one.
    receipt: int = 0
    #: The Entra object id of the person as whom it acts.
    owner: str = ""
    #: Number of people in the canary while the others have not started.
    canary: int = 0
    #: Why it waits: a `Wait` of `licensing.run_control`.
    wait_reason: str = ""
    #: What the tenant said, where it waits because the tenant refused.
    refusal: str = ""
    #: Trouble of the whole tenant for which it pauses: a `Trouble` of `licensing.runs.breaker`.
    trouble: str = ""
    #: How many people are still finished although the run is paused or stopped; None while that is
    #: not stored yet.
    under_way: int | None = 0
    #: The place in the plan of the last person who did not end as planned.
    problem: int | None = None
    #: When it was how far, oldest first.
    marks: tuple[ProgressMark, ...] = ()
    #: When it took licenses; None before it took any.
    removal: RemovalDays | None = None
    ends: PeopleEnds = field(default_factory=PeopleEnds)
