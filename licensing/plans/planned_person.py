"""One person of a plan, and what the plan does with each product."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from licensing.losses.consequences import Addon, KeptData
from licensing.losses.services import Data
from licensing.tenant.cases import Case
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Group


class PlannedAction(StrEnum):
    """What the plan does with one product of one person."""

    #: Assigned directly only: it goes.
    REMOVE = "remove"
    #: Assigned directly and by a group: the direct assignment goes, the person keeps the product.
    STAYS_BY_GROUP = "stays_by_group"
    #: Comes from a group only: nothing is done, the person keeps it.
    INHERITED = "inherited"
    #: Microsoft 365 lists it as held and does not say how it is assigned: nothing is done.
    UNEXPLAINED = "unexplained"
    #: The person does not have it.
    NOT_HELD = "not_held"
    #: Of a plan that gives back: it is assigned again, directly, as it was.
    RESTORE = "restore"
    #: It can't be given back: the person has it again already, no license of it is free, the
    #: person has no usage location, the tenant does not own it any more, the account is gone.
    ALREADY_HELD = "already_held"
    NO_SEAT = "no_seat"
    NO_LOCATION = "no_location"
    NOT_OWNED = "not_owned"
    ACCOUNT_GONE = "account_gone"


#: Fates for which Graph is asked to remove the direct assignment.
REMOVED_ACTIONS: Final = frozenset({PlannedAction.REMOVE, PlannedAction.STAYS_BY_GROUP})
#: Fates for which Graph is asked for anything.
CHANGING_ACTIONS: Final = REMOVED_ACTIONS | {PlannedAction.RESTORE}
#: Fates of what a plan would give back and can't.
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
    """One product of one person, with all that an undo needs to give it back."""

    product: str
    action: PlannedAction
    groups: tuple[Group, ...] = ()
    #: Service plans switched off in the direct assignment.
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
    #: What the removal costs; of a plan that gives back, what the removal had cost.
    losses: frozenset[Data] = frozenset()
    #: What stays although a license goes that carries it too.
    kept: tuple[KeptData, ...] = ()
    #: Products that stay and need something that goes.
    addons: tuple[Addon, ...] = ()
    #: Whether no license is left afterwards.
    last_license: bool = False
    #: Whether the mailbox that is lost can be put on hold while the license is there.
    holdable: bool = False
    mailbox: Mailbox = Mailbox.UNKNOWN
    #: Open eDiscovery cases that the person is in, as far as they could be seen.
    cases: tuple[Case, ...] = ()

    @property
    def removals(self) -> tuple[str, ...]:
        """Ids of the products that one call takes from this person."""
        return tuple(line.product for line in self.lines if line.action in REMOVED_ACTIONS)

    @property
    def restorations(self) -> tuple[Line, ...]:
        """The products that one call gives back to this person, each as it was assigned."""
        return tuple(line for line in self.lines if line.action is PlannedAction.RESTORE)

    @property
    def touched(self) -> tuple[str, ...]:
        """Ids of the products that one call takes, or gives back."""
        return tuple(line.product for line in self.lines if line.action in CHANGING_ACTIONS)
