"""The calendar of a receipt: what of people's data is on its way out, and on which days.

The days come from the rules (`licensing.rules`), each of which names its page of Microsoft's. They
count from the day of the plan, as the preview promised them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from licensing.losses.entitlements import Entitlements
from licensing.losses.losses import remaining_entitlement
from licensing.losses.rules import DatedEvent, Terms, events, rule_of
from licensing.losses.services import Data
from licensing.plans.planned_person import PlannedAction, PlannedPerson
from licensing.runs.counts import TAKEN
from licensing.runs.outcome import LineOutcome
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Person

_TAKEN: Final = frozenset({PlannedAction.REMOVE, PlannedAction.STAYS_BY_GROUP})


@dataclass(frozen=True, slots=True)
class GracePeriod:
    """What one person lost by a run and can still have back."""

    #: The person's place in the plan of the run, and object id.
    position: int
    person: str
    #: What the run took, and what of it nothing supplied when somebody looked last.
    kinds: frozenset[Data]
    missing: frozenset[Data]
    #: Whether the account was not there any more when somebody looked last, and when that was.
    account_deleted: bool = False
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar of one run, and how far it was gone through."""

    run: str
    plan: str
    tenant: str
    #: The person as whom the run acted, and where it was begun.
    owner: str
    conversation: str
    #: The day from which everything counts, and the moment at which the run ended.
    day: date
    ended_at: datetime
    #: What its card belongs to: a walk, or a request.
    card_slot: str = ""
    #: The number of the run's receipt; 0 for one of an earlier version.
    receipt: int = 0
    #: Everything that the run took from anybody, of what is gone on a later day.
    kinds: frozenset[Data] = frozenset()
    #: The last place of the plan that was written down; None when all are.
    filled_to: int | None = -1
    #: Whether those who lost something were told that it went, if they are to be.
    announced: bool = False
    #: The day of the newest reminder that was dealt with.
    reminded_until: date | None = None
    #: The last place that was looked at for the reminder under way; -1 where none is.
    checked_to: int = -1
    #: Whether nothing is ahead any more.
    finished: bool = False


def pending_losses(person: PlannedPerson, outcomes: Iterable[LineOutcome]) -> frozenset[Data]:
    """What a run took from a person that is gone on a later day; nothing if nothing went.

    A mail archive stands beside the mailbox it belongs to: a smaller mailbox that somebody is given
    back does not save it. An unproven yes counts: the license is gone, or going.
    """
    went = {line.product for line in outcomes if line.outcome in TAKEN}
    if not any(line.action in _TAKEN and line.product in went for line in person.lines):
        return frozenset()
    found = {kind for kind in person.losses if rule_of(kind).stages}
    if Data.MAILBOX in found and person.holdable:
        found.add(Data.ARCHIVE)
    return frozenset(found)


def still_lost(
    kinds: frozenset[Data],
    now: Person | None,
    supplies: Entitlements,
    mailbox: Mailbox = Mailbox.UNKNOWN,
) -> frozenset[Data]:
    """What of `kinds` nothing supplies to a person as they are now.

    Nothing of somebody whose account is gone: what becomes of that data is decided there
    (https://learn.microsoft.com/microsoft-365/admin/add-users/delete-a-user).
    """
    if now is None:
        return frozenset()
    return shown_kinds(kinds - remaining_entitlement(now.assignments, supplies, mailbox).data)


def rechecked(
    one: GracePeriod,
    now: Person | None,
    supplies: Entitlements,
    mailbox: Mailbox,
    newer: frozenset[Data],
    at: datetime,
) -> GracePeriod:
    """Somebody as they are `now`, None where the account is gone.

    What a `newer` run took again is told by the dates of that one.
    """
    left_ = still_lost(one.kinds - newer, now, supplies, mailbox)
    return replace(one, missing=left_, account_deleted=now is None, checked_at=at)


def shown_kinds(kinds: frozenset[Data]) -> frozenset[Data]:
    """The kinds by which a loss is told: with the mailbox, its archive goes without saying."""
    return kinds - {Data.ARCHIVE} if Data.MAILBOX in kinds else kinds


def calendar_events(kinds: Collection[Data], day: date, terms: Terms) -> tuple[DatedEvent, ...]:
    """All that happens to kinds of data that were taken on `day`, in order."""
    found = (event for kind in kinds for event in events(kind, day, terms))
    return tuple(sorted(found, key=lambda event: event.order))


def last_event_day(kinds: Collection[Data], day: date, terms: Terms) -> date | None:
    """The day of the last thing that happens; None when nothing does."""
    return max((event.day for event in calendar_events(kinds, day, terms)), default=None)
