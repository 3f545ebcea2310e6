"""Undo of a run: restores exactly what it removed, to everyone who can have it.

Before a license is assigned, a seat must be free and the person needs a usage location (Graph, user
assignLicense). One person holds one seat of a product, however often it is assigned (Microsoft
Entra, group-based licensing).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from licensing.losses.lookup_results import LookupResults
from licensing.losses.losses import deletion_day
from licensing.losses.services import Data
from licensing.plans.plan import Plan, UndoneRun, fingerprint
from licensing.plans.planned_person import REMOVED_ACTIONS, Line, PlannedAction, PlannedPerson
from licensing.plans.summary import summarize
from licensing.runs.counts import TAKEN
from licensing.runs.outcome import Outcome, PersonOutcome
from licensing.tenant.people import Person, PersonRef
from licensing.tenant.products import Product


@dataclass(frozen=True, slots=True)
class RemovedLicenses:
    """What a run removed from one person and no one has restored since."""

    person: PersonRef
    #: The lines of the plan that were carried out, with what was switched off in each.
    lines: tuple[Line, ...]
    lost_mailbox: bool = False


def removed_licenses(
    planned: PlannedPerson, outcome: PersonOutcome, given_back: Collection[str] = ()
) -> RemovedLicenses | None:
    """Return what a run removed from a person; None for nothing, or if all was restored.

    An unverified success counts: the license is being removed. An unclear outcome does not.
    """
    went = {line.product for line in outcome.lines if line.outcome in TAKEN}
    lines = tuple(
        line
        for line in planned.lines
        if line.action in REMOVED_ACTIONS
        and line.product in went
        and line.product not in given_back
    )
    ref = PersonRef(planned.id, planned.name, planned.address)
    return RemovedLicenses(ref, lines, outcome.lost_mailbox) if lines else None


def restored_products(outcome: PersonOutcome) -> frozenset[str]:
    """Return the products that an undo restored to a person."""
    done = {Outcome.RESTORED, Outcome.ACCEPTED}
    return frozenset(line.product for line in outcome.lines if line.outcome in done)


def build_undo_plan(
    *,
    id: str,  # noqa: A002 - the plan's own word
    tenant: str,
    owner: str,
    made_at: datetime,
    day: date,
    undoes: UndoneRun,
    removed: Iterable[RemovedLicenses],
    people: Mapping[str, Person],
    products: Mapping[str, Product],
    names: Mapping[str, str],
) -> Plan:
    """Work out a plan that gives back what was `removed`, in that order.

    `people` are those who are still there, as they are now, by id; `products` are the tenant's own;
    `names` are what the undone plan called its products. Where seats are few, whoever comes first
    in the order gets them.
    """
    free = Counter({product.id: product.available for product in products.values()})
    planned = tuple(_person(one, people.get(one.person.id), products, free) for one in removed)
    named = {line.product for person in planned for line in person.lines}
    return Plan(
        id=id,
        tenant=tenant,
        owner=owner,
        made_at=made_at,
        day=day,
        products={p: products[p].name if p in products else names.get(p, p) for p in sorted(named)},
        people=planned,
        summary=summarize(planned, LookupResults(terms=undoes.terms)),
        hash=fingerprint(tenant, planned, undoes),
        undoes=undoes,
    )


def mailboxes_deleted(undoes: UndoneRun, today: date) -> bool:
    """Whether mailboxes of that run were deleted for good by now."""
    return today > deletion_day(undoes.day, undoes.terms)


def is_removed(product: str, now: Person) -> bool:
    """Whether the direct assignment of a product is gone, by everything that the directory says."""
    return now.direct(product) is None and product not in now.unexplained


def is_restored(line: Line, now: Person) -> bool:
    """Whether a person holds a product directly again, with the same plans switched off."""
    direct = now.direct(line.product)
    return direct is not None and direct.disabled_plans == line.disabled_plans


def _person(
    removed: RemovedLicenses,
    now: Person | None,
    products: Mapping[str, Product],
    free: Counter[str],
) -> PlannedPerson:
    ref = now.ref if now else removed.person
    return PlannedPerson(
        id=removed.person.id,
        name=ref.name,
        address=ref.address,
        enabled=now.enabled if now else False,
        lines=_lines(removed.lines, now, products, free),
        losses=frozenset({Data.MAILBOX}) if removed.lost_mailbox else frozenset(),
    )


def _lines(
    lines: Sequence[Line],
    now: Person | None,
    products: Mapping[str, Product],
    free: Counter[str],
) -> tuple[Line, ...]:
    found = []
    for line in lines:
        action = _fate(line, now, products, free)
        groups = now.groups(line.product) if now else ()
        if action is PlannedAction.RESTORE and not groups:
            free[line.product] -= 1
        found.append(Line(line.product, action, groups, line.disabled_plans))
    return tuple(found)


def _fate(
    line: Line, now: Person | None, products: Mapping[str, Product], free: Counter[str]
) -> PlannedAction:
    product = products.get(line.product)
    if now is None:
        return PlannedAction.ACCOUNT_GONE
    if now.direct(line.product):
        return PlannedAction.ALREADY_HELD
    if product is None or not product.for_people:
        return PlannedAction.NOT_OWNED
    if not now.usage_location:
        return PlannedAction.NO_LOCATION
    # A license that a group gives already uses the person's seat.
    if not now.groups(line.product) and free[line.product] <= 0:
        return PlannedAction.NO_SEAT
    return PlannedAction.RESTORE
