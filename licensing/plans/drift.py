"""Whether a person still matches the plan. Anyone who changed is skipped."""

from collections.abc import Collection
from enum import StrEnum

from licensing.losses.services import Data
from licensing.plans.planned_person import (
    REMOVED_ACTIONS,
    Line,
    PlannedAction,
    PlannedPerson,
)
from licensing.tenant.people import Person

_WITH_MAILBOX = frozenset({Data.ARCHIVE, Data.MAILBOX_SPACE})


class Drift(StrEnum):
    """How a person changed between the preview and the run."""

    DELETED = "deleted"
    #: The direct assignment was removed or is new.
    REASSIGNED = "reassigned"
    #: Other groups assign the product now.
    REGROUPED = "regrouped"
    #: Other service plans are disabled now.
    REPLANNED = "replanned"
    #: A product outside the plan was added or removed, so other data would be lost.
    LOSES_OTHER_DATA = "loses_other_data"
    #: The account was blocked or unblocked.
    SIGN_IN_CHANGED = "sign_in_changed"
    #: An open eDiscovery case names the person that the preview did not show.
    CASE_OPENED = "case_opened"
    #: Not the person: their row of the plan was changed in the database.
    PLAN_ALTERED = "plan_altered"


def drift(
    planned: PlannedPerson,
    now: Person | None,
    losses_now: frozenset[Data],
    decided: Collection[str] = (),
) -> Drift | None:
    """Return the first change that matters to the plan; None for none.

    `now` is the person as just read, None if the account is gone. `losses_now` are the losses of
    the same removal today: they differ if a product outside the plan was added or removed.
    `decided` are the products that earlier calls decided, so that the rest can lose less, or was
    restored already.
    """
    if now is None:
        return Drift.DELETED
    if now.enabled != planned.enabled:
        return Drift.SIGN_IN_CHANGED
    if planned.restorations:
        return _back(planned, now, decided)
    found = (_line(line, now) for line in planned.lines if line.product not in decided)
    change = next((change for change in found if change), None)
    if change is None and _other(losses_now, planned, part=bool(decided)):
        return Drift.LOSES_OTHER_DATA
    return change


def _other(losses_now: frozenset[Data], planned: PlannedPerson, *, part: bool) -> frozenset[Data]:
    """Return losses that the plan does not have; for the whole plan also the reverse."""
    meant, now = _compared(planned.losses), _compared(losses_now)
    if not part:
        return now ^ meant
    # With the mailbox, its archive and storage would have been lost too.
    return now - meant - (_WITH_MAILBOX if Data.MAILBOX in meant else frozenset())


def _compared(losses: frozenset[Data]) -> frozenset[Data]:
    """Return the comparable losses: whether OneDrive is archived depends on the tenant."""
    return frozenset(Data.ONEDRIVE if d is Data.ONEDRIVE_STAYS else d for d in losses)


def _back(planned: PlannedPerson, now: Person, decided: Collection[str]) -> Drift | None:
    """Return the drift of an undo: someone else restored a license meanwhile.

    Groups and other products do not matter: nothing is lost.
    """
    open_ = (line.product for line in planned.restorations if line.product not in decided)
    again = any(map(now.direct, open_))
    return Drift.REASSIGNED if again else None


def _line(line: Line, now: Person) -> Drift | None:
    direct = now.direct(line.product)
    if line.action is PlannedAction.UNEXPLAINED:
        return None
    if (direct is not None) != (line.action in REMOVED_ACTIONS):
        return Drift.REASSIGNED
    if {g.id for g in now.groups(line.product)} != {g.id for g in line.groups}:
        return Drift.REGROUPED
    if direct is not None and direct.disabled_plans != line.disabled_plans:
        return Drift.REPLANNED
    return None
