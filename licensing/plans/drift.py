"""Whether a person is still as the plan saw them. Whoever is not is held back, never guessed."""

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
    #: The direct assignment is not there any more, or is new.
    REASSIGNED = "reassigned"
    #: Other groups give the product now.
    REGROUPED = "regrouped"
    #: Other service plans are switched off now.
    REPLANNED = "replanned"
    #: A product outside the plan came or went, so other data would be lost now.
    LOSES_OTHER_DATA = "loses_other_data"
    #: The account was blocked or let in again.
    SIGN_IN_CHANGED = "sign_in_changed"


def drift(
    planned: PlannedPerson,
    now: Person | None,
    losses_now: frozenset[Data],
    decided: Collection[str] = (),
) -> Drift | None:
    """Name the first change that matters to the plan; None where there is none.

    `now` is the person as just read, None when the account is gone. `losses_now` is what the same
    removal would cost today: it differs when a product outside the plan came or went meanwhile.
    `decided` are the products on which earlier calls have decided, so that the rest can cost less,
    or was given back already.
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
    """What is lost now and was not meant to be, or for the whole plan also the other way round."""
    meant, now = _compared(planned.losses), _compared(losses_now)
    if not part:
        return now ^ meant
    # With the mailbox its archive and its room would have gone too.
    return now - meant - (_WITH_MAILBOX if Data.MAILBOX in meant else frozenset())


def _compared(losses: frozenset[Data]) -> frozenset[Data]:
    """The losses to compare: whether an unlicensed OneDrive is archived depends on the tenant."""
    return frozenset(Data.ONEDRIVE if d is Data.ONEDRIVE_STAYS else d for d in losses)


def _back(planned: PlannedPerson, now: Person, decided: Collection[str]) -> Drift | None:
    """Of somebody who is to get something back: somebody else gave it meanwhile.

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
