"""Data retention in the rehearsal tenant after a license is removed.

Mailboxes are held for 30 days and then deleted; a license that comes back in time brings them back
(https://learn.microsoft.com/microsoft-365/admin/manage/remove-licenses-from-users). OneDrives are
read-only after 60 days, archived after 93, and deleted after 365 in which no one paid for the
archive (https://learn.microsoft.com/sharepoint/unlicensed-onedrive-accounts); until then a license
brings them back. A Cloud PC is deleted after 7 days, one of Windows 365 Business after 24 hours
(https://learn.microsoft.com/windows-365/end-grace-period and
https://learn.microsoft.com/windows-365/business/assign-unassign-license).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sandbox.organization.organization import Assignment
from sandbox.organization.products import Product

MAILBOX: Final = "mailbox"
ONEDRIVE: Final = "oneDrive"
CLOUD_PC: Final = "cloudPc"
CLOUD_PC_BUSINESS: Final = "cloudPcBusiness"
#: What a kind becomes, so many days after its license went.
_DAYS: Final = {
    MAILBOX: ((30, "deleted"),),
    ONEDRIVE: ((60, "readOnly"), (93, "archived"), (365, "deleted")),
    CLOUD_PC: ((7, "deleted"),),
    CLOUD_PC_BUSINESS: ((1, "deleted"),),
}
#: The beginnings of the names of plans that carry a kind, and the plans that only sound like one.
_PLANS: Final = {
    MAILBOX: ("EXCHANGE_S_",),
    ONEDRIVE: ("SHAREPOINT", "ONEDRIVE"),
    CLOUD_PC: ("CPC_1", "CPC_2", "CPC_E_", "CPC_S_"),
    CLOUD_PC_BUSINESS: ("CPC_B_", "CPC_SS_"),
}
_NOT: Final = (
    *("EXCHANGE_S_FOUNDATION", "EXCHANGE_S_ARCHIVE", "SHAREPOINTWAC", "SHAREPOINT_PROJECT"),
    "SHAREPOINTSTORAGE",
)


@dataclass(frozen=True, slots=True)
class State:
    """State of one kind of a person's data."""

    #: none, active, held, deleted, readOnly, archived; "empty" is active after it was deleted.
    state: str
    #: When this state ends; None for never.
    until: datetime | None = None


@dataclass(slots=True)
class DataRetention:
    """Tracks when each kind of data lost its license."""

    _lost: dict[tuple[str, str], datetime] = field(default_factory=dict)
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
        had, has = supplied(before, products), supplied(after, products)
        for kind in had - has:
            self._lost[person, kind] = now
        for kind in has - had:
            since = self._lost.pop((person, kind), None)
            if since is not None and _state(kind, since, now).state == "deleted":
                self._emptied.add((person, kind))

    def states(
        self,
        person: str,
        held: Iterable[Assignment],
        products: Mapping[str, Product],
        now: datetime,
    ) -> dict[str, State]:
        """Return the state of a person's data by kind."""
        has = supplied(held, products)
        return {kind: self._one(person, kind, kind in has, now) for kind in _DAYS}

    def _one(self, person: str, kind: str, supplied_: bool, now: datetime) -> State:
        if supplied_:
            return State("empty" if (person, kind) in self._emptied else "active")
        since = self._lost.get((person, kind))
        return State("none") if since is None else _state(kind, since, now)


def supplied(held: Iterable[Assignment], products: Mapping[str, Product]) -> set[str]:
    """Return the kinds of data that active assignments provide."""
    return {
        kind
        for one in held
        if one.state in {"Active", "ActiveWithError"} and one.product in products
        for plan in products[one.product].plans
        if plan.id not in one.disabled and not plan.name.startswith(_NOT)
        for kind, names in _PLANS.items()
        if plan.name.startswith(names)
    }


def _state(kind: str, since: datetime, now: datetime) -> State:
    found, until = "held", None
    for days, name in _DAYS[kind]:
        at = since + timedelta(days=days)
        if now < at:
            return State(found, at)
        found = name
    return State(found, until)
