"""Data retention in the rehearsal tenant after a license is removed.

Mailboxes and archives are held for 30 days and then deleted; a license that comes back in time
brings them back (https://learn.microsoft.com/microsoft-365/admin/manage/remove-licenses-from-users).
OneDrives are read-only after 60 days, archived after 93, and without a payment for the archive no
longer found by eDiscovery after 275 and deleted after 365
(https://learn.microsoft.com/sharepoint/unlicensed-onedrive-accounts); until then a license brings
them back. Those of schools and of the US Government stay. Each license of Windows 365 is a Cloud PC
of its own, deleted after 7 days, one of Windows 365 Business after 24 hours
(https://learn.microsoft.com/windows-365/end-grace-period and
https://learn.microsoft.com/windows-365/business/assign-unassign-license).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sandbox import plan_kinds
from sandbox.organization.organization import Assignment
from sandbox.organization.products import Product

MAILBOX: Final = "mailbox"
ARCHIVE: Final = "archive"
ONEDRIVE: Final = "oneDrive"
CLOUD_PC: Final = "cloudPc"
CLOUD_PC_BUSINESS: Final = "cloudPcBusiness"
_ONEDRIVE_STAYS: Final = "oneDriveStays"
#: State of a kind, a number of days after its license was removed.
_DAYS: Final = {
    MAILBOX: ((30, "deleted"),),
    ARCHIVE: ((30, "deleted"),),
    ONEDRIVE: ((60, "readOnly"), (93, "archived"), (275, "unsearchable"), (365, "deleted")),
    _ONEDRIVE_STAYS: (),
    CLOUD_PC: ((7, "deleted"),),
    CLOUD_PC_BUSINESS: ((1, "deleted"),),
}
#: The plans that carry each kind, by id.
_PLANS: Final = {
    MAILBOX: plan_kinds.MAILBOXES,
    ARCHIVE: plan_kinds.ARCHIVES | (plan_kinds.MAILBOXES - plan_kinds.MAILBOXES_WITHOUT_ARCHIVE),
    ONEDRIVE: plan_kinds.ONEDRIVES,
    _ONEDRIVE_STAYS: plan_kinds.ONEDRIVES_THAT_STAY,
    CLOUD_PC: plan_kinds.CLOUD_PCS,
    CLOUD_PC_BUSINESS: plan_kinds.CLOUD_PCS_BUSINESS,
}
_CLOUD_PCS: Final = frozenset({CLOUD_PC, CLOUD_PC_BUSINESS})
#: States in which a subscription gives anything.
_WORKING: Final = frozenset({"Enabled", "Warning"})


@dataclass(frozen=True, slots=True)
class State:
    """State of one kind of a person's data."""

    #: none, active, held, deleted, readOnly, archived, unsearchable (archived, and not found by
    #: eDiscovery); "empty" is active after it was deleted.
    state: str
    #: When this state ends; None for never.
    until: datetime | None = None


@dataclass(slots=True)
class DataRetention:
    """Tracks when each thing lost its license."""

    #: By person and place, what was lost and when.
    _lost: dict[tuple[str, str], tuple[str, datetime]] = field(default_factory=dict)
    _emptied: set[tuple[str, str]] = field(default_factory=set)

    def changed(
        self,
        person: str,
        before: Iterable[Assignment],
        after: Iterable[Assignment],
        products: Mapping[str, Product],
        now: datetime,
    ) -> None:
        """Record a change of a person's licenses."""
        before, after = tuple(before), tuple(after)
        went = supplied((one for one in before if one not in after), products)
        has = {_place(thing) for thing in supplied(after, products, remaining=True)}
        if MAILBOX in went - has:
            # An archive goes with its mailbox, whatever license it has.
            went |= supplied(before, products) & {ARCHIVE}
        if (MAILBOX in went or (person, MAILBOX) in self._lost) and MAILBOX not in has:
            has.discard(ARCHIVE)
        for thing in went:
            if _place(thing) not in has:
                self._lost.setdefault((person, _place(thing)), (thing, now))
        for place in has:
            lost = self._lost.pop((person, place), None)
            if lost is not None and _state(*lost, now).state == "deleted":
                self._emptied.add((person, place))

    def states(
        self,
        person: str,
        held: Iterable[Assignment],
        products: Mapping[str, Product],
        now: datetime,
    ) -> dict[str, State]:
        """Return the state of a person's things: by kind, Cloud PCs as "cloudPc PART_NUMBER"."""
        has = {_place(thing) for thing in supplied(held, products)}
        pcs = {name for owner, name in self._lost if owner == person and " " in name}
        pcs |= {name for name in has if " " in name}
        things = (MAILBOX, ARCHIVE, ONEDRIVE, *sorted(pcs))
        return {thing: self._one(person, thing, has, now) for thing in things}

    def _one(self, person: str, thing: str, has: set[str], now: datetime) -> State:
        lost = self._lost.get((person, thing))
        if lost is not None:
            return _state(*lost, now)
        if thing in has:
            return State("empty" if (person, thing) in self._emptied else "active")
        return State("none")


def supplied(
    held: Iterable[Assignment], products: Mapping[str, Product], *, remaining: bool = False
) -> set[str]:
    """Return the things that active assignments provide.

    Of what is `remaining` after a removal a subscription that is suspended, locked out or deleted
    provides nothing.
    """
    found = set[str]()
    for one in held:
        product = products.get(one.product)
        if product is None or one.state not in {"Active", "ActiveWithError"}:
            continue
        if remaining and product.status not in _WORKING:
            continue
        on = {plan.id for plan in product.plans} - set(one.disabled)
        kinds = {kind for kind, plans in _PLANS.items() if plans & on}
        found |= {f"{kind} {product.part}" if kind in _CLOUD_PCS else kind for kind in kinds}
    # A OneDrive that one license would archive is archived, whatever another says.
    return found - {_ONEDRIVE_STAYS} if ONEDRIVE in found else found


def _place(thing: str) -> str:
    return ONEDRIVE if thing == _ONEDRIVE_STAYS else thing


def _state(thing: str, since: datetime, now: datetime) -> State:
    found = "held"
    for days, name in _DAYS[thing.split()[0]]:
        at = since + timedelta(days=days)
        if now < at:
            return State(found, at)
        found = name
    return State(found)
