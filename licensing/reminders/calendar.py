"""The calendar of a receipt: which data is lost on which day.

The days come from the rules (`licensing.losses.rules`), each of which names its page of Microsoft.
They count from the day on which a person's licenses were removed, even if the run waited before.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from licensing.losses.entitlements import Entitlements
from licensing.losses.losses import remaining_entitlement
from licensing.losses.rules import DatedEvent, Terms, events, rule_of
from licensing.losses.services import SEPARATE, Data
from licensing.plans.planned_person import PlannedAction, PlannedPerson
from licensing.runs.counts import REMOVED_OUTCOMES
from licensing.runs.outcome import LineOutcome
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Assignment, Person

_TAKEN: Final = frozenset({PlannedAction.REMOVE, PlannedAction.STAYS_BY_GROUP})


@dataclass(frozen=True, slots=True)
class GracePeriod:
    """What one person lost by a run and can still get back."""

    #: The person's position in the run's plan, and object id.
    position: int
    person: str
    #: What the run removed, and what of it was unlicensed when last checked.
    kinds: frozenset[Data]
    missing: frozenset[Data]
    #: Removed products that each provided separate data (`SEPARATE`).
    products: frozenset[str] = frozenset()
    #: Whether the account was gone when last checked, and when that was.
    account_deleted: bool = False
    checked_at: datetime | None = None
    #: The day on which the licenses were removed; None: the first day of the run.
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar of one run, and how far it was processed."""

    run: str
    plan: str
    tenant: str
    #: The person as whom the run acted, and where it was started.
    owner: str
    conversation: str
    #: The first day on which the run removed something, and the time at which it ended.
    day: date
    ended_at: datetime
    #: What its card belongs to: a draft or a request.
    card_slot: str = ""
    #: The number of the run's receipt; 0 for one of an earlier version.
    receipt: int = 0
    #: All data that the run removed and that is lost later.
    kinds: frozenset[Data] = frozenset()
    #: The last position of the plan that was stored; None when all are.
    filled_to: int | None = -1
    #: Whether affected people were notified, if they should be.
    announced: bool = False
    #: The day of the latest processed reminder.
    reminded_until: date | None = None
    #: The last position checked for the current reminder; -1 for none.
    checked_to: int = -1
    #: The last position of the plan whose person was notified.
    notified_to: int = -1
    #: Whether no loss is pending.
    finished: bool = False
    #: All days on which the run removed something; empty while no one is stored.
    days: tuple[date, ...] = ()

    def events(self, terms: Terms) -> tuple[DatedEvent, ...]:
        """Return the events of all people, in order."""
        found = {
            e for day in self.days or (self.day,) for e in calendar_events(self.kinds, day, terms)
        }
        return tuple(sorted(found, key=lambda event: event.order))


def pending_losses(person: PlannedPerson, outcomes: Iterable[LineOutcome]) -> frozenset[Data]:
    """Return the data that a run removed from a person and that is lost later.

    A mail archive counts besides its mailbox: a smaller mailbox does not save it. An unverified
    success counts: the license is being removed.
    """
    went = {line.product for line in outcomes if line.outcome in REMOVED_OUTCOMES}
    if not any(line.action in _TAKEN and line.product in went for line in person.lines):
        return frozenset()
    found = {kind for kind in person.losses if rule_of(kind).stages}
    if Data.MAILBOX in found and person.archive:
        found.add(Data.ARCHIVE)
    return frozenset(found)


def still_lost(
    kinds: frozenset[Data],
    now: Person | None,
    entitlements: Entitlements,
    mailbox: Mailbox = Mailbox.UNKNOWN,
    products: Collection[str] = (),
) -> frozenset[Data]:
    """Return which of `kinds` no license provides to a person now.

    Another Cloud PC does not bring back the one of a product among `products`.
    None for a deleted account, whose data follows other rules
    (https://learn.microsoft.com/microsoft-365/admin/add-users/delete-a-user).
    """
    if now is None:
        return frozenset()
    supplied = remaining_entitlement(now.assignments, entitlements, mailbox)
    taken = entitlements.combined(map(Assignment, products)).separate
    gone = {kind for kind, _ in taken - supplied.separate}
    return shown_kinds(kinds - (supplied.data - gone))


def separate_products(kinds: Collection[Data], outcomes: Iterable[LineOutcome]) -> frozenset[str]:
    """Return removed products whose data comes back only with the same product."""
    if not SEPARATE.intersection(kinds):
        return frozenset()
    return frozenset(line.product for line in outcomes if line.outcome in REMOVED_OUTCOMES)


def rechecked(
    one: GracePeriod,
    now: Person | None,
    entitlements: Entitlements,
    mailbox: Mailbox,
    newer: frozenset[Data],
    at: datetime,
) -> GracePeriod:
    """Return a grace period with the person as they are `now`, None if the account is gone.

    Losses of a `newer` run count by the dates of that one.
    """
    left_ = still_lost(one.kinds - newer, now, entitlements, mailbox, one.products)
    return replace(one, missing=left_, account_deleted=now is None, checked_at=at)


def shown_kinds(kinds: frozenset[Data]) -> frozenset[Data]:
    """Return the kinds to show for a loss: the mailbox includes its archive."""
    return kinds - {Data.ARCHIVE} if Data.MAILBOX in kinds else kinds


def calendar_events(kinds: Collection[Data], day: date, terms: Terms) -> tuple[DatedEvent, ...]:
    """Return all events of kinds of data removed on `day`, in order."""
    found = (event for kind in kinds for event in events(kind, day, terms))
    return tuple(sorted(found, key=lambda event: event.order))


def last_event_day(events: Collection[DatedEvent]) -> date | None:
    """The day of the last thing that happens; None when nothing does."""
    return max((event.day for event in events), default=None)
