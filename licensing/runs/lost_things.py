"""What a person lost with the licenses that a run removed, as far as an undo has to speak of it."""

from collections.abc import Iterable, Sequence
from typing import Final

from licensing.losses import plan_ids
from licensing.losses.entitlements import Entitlement, Entitlements
from licensing.losses.rules import RULES, DataEvent
from licensing.losses.services import SEPARATE, Data
from licensing.plans.planned_person import REMOVED_ACTIONS, Line, PlannedPerson
from licensing.tenant.people import Assignment

#: A kind of data and, where someone can have several, the product of this one; else empty.
Thing = tuple[Data, str]

#: What is permanently deleted one day.
DELETED: Final = frozenset(
    kind for kind, rule in RULES.items() if any(x.event is DataEvent.DELETED for x in rule.stages)
)
#: With each of these the phone number is taken from the person
#: (https://learn.microsoft.com/microsoftteams/phone-numbers-licensing-changes).
NUMBERS: Final = frozenset({Data.PHONE, Data.CALLING_PLAN})
_NUMBER_PLANS: Final = plan_ids.PHONE | plan_ids.CALLING_PLAN | plan_ids.TEAMS
_TOLD: Final = DELETED | NUMBERS | {Data.UNKNOWN}


def lost_things(
    planned: PlannedPerson, lines: Sequence[Line], *, lost_mailbox: bool
) -> frozenset[Thing]:
    """What went with `lines`, which are those of the plan that went and are still missing.

    Nothing counts that the plan did not mean to cost, nor what another of its lines still gives.
    What products carry is read from Microsoft's table. Of one that is not there anything that the
    plan meant to cost may have gone.
    """
    supplies = Entitlements({})
    went = _given(lines, supplies)
    rest = _given((x for x in planned.lines if _removable(x) and x not in lines), supplies)
    found = set[Thing]()
    for kind in planned.losses & _TOLD:
        if kind is Data.MAILBOX and not lost_mailbox:
            continue
        if kind in SEPARATE:
            found |= _separate(kind, went, rest)
        elif _carries(went, kind) and kind not in rest.data:
            found.add((kind, ""))
    return frozenset(found)


def _given(lines: Iterable[Line], supplies: Entitlements) -> Entitlement:
    return supplies.combined(Assignment(x.product, None, x.disabled_plans) for x in lines)


def _removable(line: Line) -> bool:
    return line.action in REMOVED_ACTIONS


def _separate(kind: Data, went: Entitlement, rest: Entitlement) -> set[Thing]:
    gone = went.separate - rest.separate
    unknown = {product for other, product in gone if other is Data.UNKNOWN}
    return {one for one in gone if one[0] is kind} | {(kind, product) for product in unknown}


def _carries(went: Entitlement, kind: Data) -> bool:
    if Data.UNKNOWN in went.data or kind in went.data:
        return True
    # Without Teams there is no Teams Phone, and without Teams Phone no calling plan.
    return kind in NUMBERS and bool(went.plans & _NUMBER_PLANS)
