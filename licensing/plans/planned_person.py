"""One person of a plan, and what the plan does with each product."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from licensing.losses.consequences import Addon, KeptData
from licensing.losses.services import Data
from licensing.tenant.cases import Case
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Group


class PlannedAction(StrEnum):
    """What the plan does with one product of one person."""

    #: Assigned directly only: it is removed.
    REMOVE = "remove"
    #: Assigned directly and by a group: only the direct assignment is removed.
    STAYS_BY_GROUP = "stays_by_group"
    #: Assigned by a group only: nothing is done.
    INHERITED = "inherited"
    #: Microsoft 365 lists it as held and does not say how it is assigned: nothing is done.
    UNEXPLAINED = "unexplained"
    #: The person does not have it.
    NOT_HELD = "not_held"
    #: Of an undo: it is assigned directly again, as it was.
    RESTORE = "restore"
    #: It can't be restored: the person has it again, no license is free, the person has no usage
    #: location, the tenant no longer owns it, or the account is gone.
    ALREADY_HELD = "already_held"
    NO_SEAT = "no_seat"
    NO_LOCATION = "no_location"
    NOT_OWNED = "not_owned"
    ACCOUNT_GONE = "account_gone"


#: Actions that remove the direct assignment.
REMOVED_ACTIONS: Final = frozenset({PlannedAction.REMOVE, PlannedAction.STAYS_BY_GROUP})
#: Actions that call Graph.
CHANGING_ACTIONS: Final = REMOVED_ACTIONS | {PlannedAction.RESTORE}
#: Actions for what an undo can't restore.
BLOCKED_ACTIONS: Final = frozenset(
    {
        PlannedAction.ALREADY_HELD,
        PlannedAction.NO_SEAT,
        PlannedAction.NO_LOCATION,
        PlannedAction.NOT_OWNED,
        PlannedAction.ACCOUNT_GONE,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One product of one person, with all that an undo needs."""

    product: str
    action: PlannedAction
    groups: tuple[Group, ...] = ()
    #: Service plans disabled in the direct assignment.
    disabled_plans: frozenset[str] = frozenset()
    #: Whether it has a working assignment and is not listed as held.
    unlisted: bool = False


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """One person of a plan."""

    id: str
    name: str
    address: str
    enabled: bool
    lines: tuple[Line, ...]
    #: Losses of the removal; of an undo, losses of the undone removal.
    losses: frozenset[Data] = frozenset()
    #: Data that remains because another license provides it.
    kept: tuple[KeptData, ...] = ()
    #: Remaining products that need a removed plan.
    addons: tuple[Addon, ...] = ()
    #: Whether no license remains.
    last_license: bool = False
    #: Whether the lost mailbox can be put on hold before the removal.
    holdable: bool = False
    #: Whether that mailbox has an archive.
    archive: bool = False
    mailbox: Mailbox = Mailbox.UNKNOWN
    #: Open eDiscovery cases with the person, as far as visible.
    cases: tuple[Case, ...] = ()
    #: Of an undo: the day on which the licenses were removed.
    removed_on: date | None = None

    @property
    def removals(self) -> tuple[str, ...]:
        """Return the ids of the products to remove in one call."""
        return tuple(line.product for line in self.lines if line.action in REMOVED_ACTIONS)

    @property
    def restorations(self) -> tuple[Line, ...]:
        """Return the products to restore in one call, each as it was assigned."""
        return tuple(line for line in self.lines if line.action is PlannedAction.RESTORE)

    @property
    def touched(self) -> tuple[str, ...]:
        """Return the ids of the products to remove or restore in one call."""
        return tuple(line.product for line in self.lines if line.action in CHANGING_ACTIONS)
