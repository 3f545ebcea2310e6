"""A receipt: what a run did, under a number that people can say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from licensing.losses.rules import Terms
from licensing.runs.outcome import Outcome, PeopleEnds, RunState
from licensing.tenant.roles import ActingMode


@dataclass(frozen=True, slots=True)
class Receipt:
    """The head of a run, for lists and to find the run again."""

    #: From 1 on in each tenant, without gaps.
    number: int
    run: str
    plan: str
    tenant: str
    #: The Entra object id of the person as whom it acts, and what that person was called then;
    #: empty if unknown.
    owner: str
    owner_name: str
    state: RunState
    started_at: datetime
    ended_at: datetime | None
    #: The first day on which it took a license; that of its start where it took none.
    day: date
    people: int
    finished: int
    #: Lines by outcome, as far as the run is.
    outcomes: Mapping[Outcome, int]
    #: People who lost a mailbox.
    mailboxes: int = 0
    #: The number of the receipt that it undoes; None for one that removed.
    undoes: int | None = None
    #: The numbers of the receipts that undo it, or a part of it.
    undone_by: tuple[int, ...] = ()
    #: How many licenses they restored, and the last day on which one of them ended.
    restored: int = 0
    restored_on: date | None = None
    #: The time zone in which it was begun, by its IANA name.
    timezone: str = "UTC"
    #: The hash of the plan, which previews and approvals showed.
    plan_hash: str = ""
    #: Whose identity its calls of Graph had.
    acting_as: ActingMode = ActingMode.PERSON
    #: The rules by which the dates count from that day.
    terms: Terms = field(default_factory=Terms)
    #: People of whom the plan asks something, and how far the run is with them.
    affected: int = 0
    ends: PeopleEnds = field(default_factory=PeopleEnds)
