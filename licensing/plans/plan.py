"""A plan: who loses or gets back which licenses, computed once, frozen and hashed.

Preview, confirmation, run and report use this one object. `licensing.runs.undo` builds the plan
of an undo.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from licensing.losses.consequences import consequences
from licensing.losses.entitlements import Entitlements
from licensing.losses.lookup_results import LookupResults
from licensing.losses.rules import Terms
from licensing.plans.planned_person import (
    REMOVED_ACTIONS,
    Line,
    PlannedAction,
    PlannedPerson,
)
from licensing.plans.summary import Summary, summarize
from licensing.tenant.catalog import product_name
from licensing.tenant.groups import group_departures
from licensing.tenant.people import Person
from licensing.tenant.products import Product


class PlanKind(StrEnum):
    """Whether a plan is a removal or an undo."""

    REMOVAL = "removal"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class UndoneRun:
    """The run that a plan undoes."""

    run: str
    #: The number of its receipt, the start of its dates, and their rules.
    receipt: int
    day: date
    terms: Terms


@dataclass(frozen=True, slots=True)
class Plan:
    """A frozen plan."""

    id: str
    tenant: str
    owner: str
    made_at: datetime
    #: The start of the plan's dates, in the owner's time zone.
    day: date
    #: Product id to display name, for all products of the plan.
    products: Mapping[str, str]
    people: tuple[PlannedPerson, ...]
    summary: Summary
    #: SHA-256 over everything that will be done, in hexadecimal.
    hash: str
    #: The run that it undoes; None for a removal.
    undoes: UndoneRun | None = None

    @property
    def kind(self) -> PlanKind:
        """Return whether it is a removal or an undo."""
        return PlanKind.UNDO if self.undoes else PlanKind.REMOVAL

    @property
    def terms(self) -> Terms:
        """Return the rules of its tenant."""
        return self.summary.terms


def build_plan(
    *,
    id: str,  # noqa: A002 - the plan's own word
    tenant: str,
    owner: str,
    made_at: datetime,
    day: date,
    chosen: Sequence[str] | None,
    people: Sequence[Person],
    products: Mapping[str, Product],
    known: LookupResults | None = None,
) -> Plan:
    """Build a plan for `people` in the given order.

    `chosen` are product ids; None means all products of each person. `products` are the tenant's
    products by id; Microsoft's table answers for one that is missing there. `known` are other
    look-up results.
    """
    known = known or LookupResults()
    make = partial(_person, chosen=chosen, entitlements=Entitlements(products), known=known)
    planned = tuple(make(person) for person in people)
    concerned = {
        person.id: [line.product for line in person.lines if line.groups] for person in planned
    }
    departures = group_departures(people, concerned, known.groups)
    summary = summarize(planned, known, products, departures, owner)
    named = {line.product for person in planned for line in person.lines} | set(chosen or ())
    named |= {addon.product for addon in summary.addons}
    named |= {product for one in departures for product, _ in one.also_lost}
    named |= {kept.product for person in planned for kept in person.kept}
    return Plan(
        id=id,
        tenant=tenant,
        owner=owner,
        made_at=made_at,
        day=day,
        products={p: product_name(p, products) for p in sorted(named)},
        people=planned,
        summary=summary,
        hash=fingerprint(tenant, planned),
    )


def _person(
    person: Person,
    *,
    chosen: Sequence[str] | None,
    entitlements: Entitlements,
    known: LookupResults,
) -> PlannedPerson:
    wanted = list(chosen) if chosen is not None else sorted(person.products)
    lines = tuple(_line(person, product) for product in dict.fromkeys(wanted))
    removed = {line.product for line in lines if line.action in REMOVED_ACTIONS}
    mailbox = known.mailboxes.of(person.id)
    means = consequences(person, removed, entitlements, known.terms, mailbox)
    return PlannedPerson(
        id=person.id,
        name=person.name,
        address=person.address,
        enabled=person.enabled,
        lines=lines,
        losses=means.losses,
        kept=means.kept,
        addons=means.addons,
        last_license=means.last_license,
        holdable=means.holdable,
        archive=means.archive,
        mailbox=mailbox,
        cases=known.cases.of(person.addresses) if known.cases.by_address else (),
    )


def _line(person: Person, product: str) -> Line:
    direct = person.direct(product)
    groups = person.groups(product)
    unlisted = product in person.unlisted
    if product in person.unexplained:
        return Line(product, PlannedAction.UNEXPLAINED)
    if direct is None:
        action = PlannedAction.INHERITED if groups else PlannedAction.NOT_HELD
        return Line(product, action, groups, unlisted=unlisted)
    action = PlannedAction.STAYS_BY_GROUP if groups else PlannedAction.REMOVE
    return Line(product, action, groups, direct.disabled_plans, unlisted)


def fingerprint(
    tenant: str, people: Iterable[PlannedPerson], undoes: UndoneRun | None = None
) -> str:
    """Hash the decision: people, products, assignments and consequences.

    Consequences are losses, mailbox types and open cases. An undo adds its kind and the run that it
    undoes. Names are left out: a changed name does not change the plan.
    """
    return combined_hash(tenant, map(row_hash, people), undoes)


def combined_hash(tenant: str, hashes: Iterable[str], undoes: UndoneRun | None = None) -> str:
    """The hash of a plan, from the hashes of its people in the plan's order."""
    digest = hashlib.sha256(tenant.encode())
    if undoes is not None:
        digest.update(json.dumps([PlanKind.UNDO, undoes.run]).encode())
    for each in hashes:
        digest.update(each.encode())
    return digest.hexdigest()


def row_hash(person: PlannedPerson) -> str:
    """Hash what is decided about one person. It is stored with the person, and part of the plan's.

    So a run can prove the plan without reading everyone, and each person when it is their turn.
    """
    lines = [
        [
            line.product,
            line.action,
            sorted(group.id for group in line.groups),
            sorted(line.disabled_plans),
        ]
        for line in person.lines
    ]
    part = [person.id, lines, *_means(person)]
    return hashlib.sha256(json.dumps(part, separators=(",", ":")).encode()).hexdigest()


def _means(person: PlannedPerson) -> list[object]:
    cases = sorted([case.id, case.hold] for case in person.cases)
    return [sorted(person.losses), person.mailbox, cases]
