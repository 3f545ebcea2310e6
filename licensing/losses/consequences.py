"""The consequences of a removal for one person."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from licensing.losses import plan_ids
from licensing.losses.dependencies import Effect, Requirement, broken_requirements
from licensing.losses.entitlements import Entitlements
from licensing.losses.losses import (
    lost_data,
    remaining_entitlement,
    removed_entitlement,
    split_assignments,
)
from licensing.losses.rules import Terms
from licensing.losses.services import Data, kinds_of
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Assignment, Person


@dataclass(frozen=True, slots=True)
class KeptData:
    """Data that remains because another license provides it too."""

    data: Data
    #: The product that still supplies it, by id.
    product: str
    #: Whether only a group gives that product.
    by_group: bool = False


@dataclass(frozen=True, slots=True)
class Addon:
    """A remaining product that needs a removed plan."""

    product: str
    effect: Effect
    #: The id of the need.
    need: str
    #: Whether it is assigned directly, so that it could go along.
    direct: bool = True


@dataclass(frozen=True, slots=True)
class Consequences:
    """The consequences of a removal for one person."""

    losses: frozenset[Data] = frozenset()
    kept: tuple[KeptData, ...] = ()
    addons: tuple[Addon, ...] = ()
    #: Whether the person has no license at all afterwards.
    last_license: bool = False
    #: Whether the mailbox that is lost can be put on hold now: with Exchange Online Plan 2 or an
    #: archive (https://learn.microsoft.com/purview/create-and-manage-inactive-mailboxes).
    holdable: bool = False
    #: Whether that mailbox has an archive, which is lost with it.
    archive: bool = False


#: A product with more services than this is a suite, of which a part can stop.
MOST_OF_AN_ADDON: Final = 15
_NONE = Consequences()


def consequences(
    person: Person,
    removed: Collection[str],
    supplies: Entitlements,
    terms: Terms,
    mailbox: Mailbox = Mailbox.UNKNOWN,
) -> Consequences:
    """Work out what it means when the direct assignments of `removed` go."""
    going, staying = split_assignments(person, removed)
    if not going:
        return _NONE
    goes, stays = (
        removed_entitlement(going, supplies),
        remaining_entitlement(staying, supplies, mailbox),
    )
    found = lost_data(goes, stays, terms)
    return Consequences(
        losses=found,
        kept=_kept(
            goes.data & stays.data - found - {Data.ARCHIVE, Data.UNKNOWN}, staying, supplies
        ),
        addons=_addons(goes.plans | stays.plans, stays.plans, staying, supplies),
        last_license=not staying and not person.unexplained,
        holdable=Data.MAILBOX in found and bool(goes.plans & plan_ids.HOLD),
        archive=Data.MAILBOX in found and Data.ARCHIVE in goes.data | stays.data,
    )


def _kept(
    kinds: Collection[Data], staying: Collection[Assignment], supplies: Entitlements
) -> tuple[KeptData, ...]:
    """Return what still provides each kind: a direct assignment rather than a group's."""
    if not kinds:
        return ()
    working = sorted(supplies.working(staying), key=lambda a: (not a.direct, a.product))
    found: dict[Data, KeptData] = {}
    for assignment in working:
        for kind in supplies.of(assignment).data & set(kinds):
            found.setdefault(kind, KeptData(kind, assignment.product, not assignment.direct))
    return tuple(found[kind] for kind in Data if kind in found)


def _addons(
    before: frozenset[str],
    after: frozenset[str],
    staying: Collection[Assignment],
    supplies: Entitlements,
) -> tuple[Addon, ...]:
    found: dict[str, Addon] = {}
    for need, plan in broken_requirements(before, after):
        for assignment in staying:
            if plan not in supplies.of(assignment).plans:
                continue
            effect = _effect(need, assignment, supplies)
            if effect is None:
                continue
            addon = Addon(assignment.product, effect, need.id, assignment.direct)
            known = found.get(addon.product)
            if known is None or _rank(addon) < _rank(known):
                found[addon.product] = addon
    return tuple(sorted(found.values(), key=lambda addon: (_rank(addon), addon.product)))


def _effect(need: Requirement, assignment: Assignment, supplies: Entitlements) -> Effect | None:
    """Return the effect on a product; None if only a part stops, which is reported as a loss."""
    if need.effect is not Effect.STOPS:
        return need.effect
    given = supplies.of(assignment)
    needy = {kind for plan in need.plans for kind in kinds_of(plan)}
    if given.data <= needy and len(given.plans) <= MOST_OF_AN_ADDON:
        return Effect.STOPS
    return None if need.ends else Effect.PART_STOPS


def _rank(addon: Addon) -> tuple[int, bool]:
    """Worst first; of the same product the direct assignment, for that one can go along."""
    return list(Effect).index(addon.effect), not addon.direct
