"""Whether a person is still as the plan saw them. Whoever is not is held back, never guessed."""

from licensing.outcome import Drift
from licensing.people import Person
from licensing.plan import TAKEN, Line, PlannedPerson
from licensing.services import Data


def drift(planned: PlannedPerson, now: Person | None, losses_now: frozenset[Data]) -> Drift | None:
    """Name the first change that matters to the plan; None where there is none.

    `now` is the person as just read, None when the account is gone. `losses_now` is what the same
    removal would cost today: it differs when a product outside the plan came or went meanwhile.
    """
    if now is None:
        return Drift.DELETED
    if now.enabled != planned.enabled:
        return Drift.SIGN_IN_CHANGED
    if planned.returns:
        return _back(planned, now)
    found = (_line(line, now) for line in planned.lines)
    change = next((change for change in found if change), None)
    if change is None and losses_now != planned.losses:
        return Drift.LOSES_OTHER_DATA
    return change


def _back(planned: PlannedPerson, now: Person) -> Drift | None:
    """Of somebody who is to get something back: somebody else gave it meanwhile.

    Groups and other products do not matter: nothing is lost.
    """
    again = any(now.direct(line.product) for line in planned.returns)
    return Drift.REASSIGNED if again else None


def _line(line: Line, now: Person) -> Drift | None:
    direct = now.direct(line.product)
    if (direct is not None) != (line.fate in TAKEN):
        return Drift.REASSIGNED
    if {g.id for g in now.groups(line.product)} != {g.id for g in line.groups}:
        return Drift.REGROUPED
    if direct is not None and direct.disabled_plans != line.disabled_plans:
        return Drift.REPLANNED
    return None
