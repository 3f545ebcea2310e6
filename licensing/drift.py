"""Whether a person is still as the plan saw them. Whoever is not is held back, never guessed."""

from licensing.outcome import Drift
from licensing.people import Person
from licensing.plan import TOUCHED, Line, PlannedPerson


def drift(planned: PlannedPerson, now: Person | None) -> Drift | None:
    """Name the first change that matters to the plan; None where there is none.

    `now` is the person as just read, None when the account is gone. Products outside the plan do
    matter where they supplied what the plan promised to stay; that is looked at through the losses
    when the plan is made, and through the groups here.
    """
    if now is None:
        return Drift.DELETED
    if now.enabled != planned.enabled:
        return Drift.SIGN_IN_CHANGED
    found = (_line(line, now) for line in planned.lines)
    return next((change for change in found if change), None)


def _line(line: Line, now: Person) -> Drift | None:
    direct = now.direct(line.product)
    if (direct is not None) != (line.fate in TOUCHED):
        return Drift.REASSIGNED
    if {g.id for g in now.groups(line.product)} != {g.id for g in line.groups}:
        return Drift.REGROUPED
    if direct is not None and direct.disabled_plans != line.disabled_plans:
        return Drift.REPLANNED
    return None
