"""Whether a person is still as the plan saw them. Whoever is not is held back, never guessed."""

from collections.abc import Collection

from licensing.outcome import Drift
from licensing.people import Person
from licensing.plan import TOUCHED, Line, PlannedPerson
from licensing.services import Data


def drift(
    planned: PlannedPerson,
    now: Person | None,
    losses_now: frozenset[Data],
    decided: Collection[str] = (),
) -> Drift | None:
    """Name the first change that matters to the plan; None where there is none.

    `now` is the person as just read, None when the account is gone. `losses_now` is what the same
    removal would cost today: it differs when a product outside the plan came or went meanwhile.
    `decided` are the products on which earlier calls have decided, so that the rest can cost less.
    """
    if now is None:
        return Drift.DELETED
    if now.enabled != planned.enabled:
        return Drift.SIGN_IN_CHANGED
    found = (_line(line, now) for line in planned.lines if line.product not in decided)
    change = next((change for change in found if change), None)
    other = losses_now - planned.losses if decided else losses_now ^ planned.losses
    return Drift.LOSES_OTHER_DATA if change is None and other else change


def _line(line: Line, now: Person) -> Drift | None:
    direct = now.direct(line.product)
    if (direct is not None) != (line.fate in TOUCHED):
        return Drift.REASSIGNED
    if {g.id for g in now.groups(line.product)} != {g.id for g in line.groups}:
        return Drift.REGROUPED
    if direct is not None and direct.disabled_plans != line.disabled_plans:
        return Drift.REPLANNED
    return None
