"""Undo of a run: restores exactly what it removed, to everyone who can have it.

Before a license is assigned, a seat must be free and the person needs a usage location (Graph, user
assignLicense). One person holds one seat of a product, however often it is assigned (Microsoft
Entra, group-based licensing).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from licensing.losses.entitlements import Entitlement, Entitlements
from licensing.losses.lookup_results import LookupResults
from licensing.losses.losses import last_good_day
from licensing.losses.rules import DataEvent, Terms, day_of
from licensing.losses.services import CLOUD_PCS, SEPARATE, Data
from licensing.plans.plan import Plan, UndoneRun, fingerprint
from licensing.plans.planned_person import REMOVED_ACTIONS, Line, PlannedAction, PlannedPerson
from licensing.plans.summary import MAX_NAMES, DataReturns, PeopleCount, Returns, summarize
from licensing.runs.counts import REMOVED_OUTCOMES
from licensing.runs.lost_things import DELETED, NUMBERS, Thing, lost_things
from licensing.runs.outcome import Outcome, PersonOutcome
from licensing.tenant.people import Assignment, Person, PersonRef
from licensing.tenant.products import Product
from licensing.tenant.same_names import told_apart


@dataclass(frozen=True, slots=True)
class RemovedLicenses:
    """What a run removed from one person and no one has restored since."""

    person: PersonRef
    #: The lines of the plan that were carried out, with what was switched off in each.
    lines: tuple[Line, ...]
    #: What is deleted one day, or does not come back by itself.
    lost: frozenset[Thing] = frozenset()
    #: The day on which they were removed; None: the first day of the run.
    removed_on: date | None = None

    @property
    def losses(self) -> frozenset[Data]:
        """Return the kinds of data in it."""
        return frozenset(kind for kind, _ in self.lost)


def removed_licenses(
    planned: PlannedPerson, outcome: PersonOutcome, restored: Collection[str] = ()
) -> RemovedLicenses | None:
    """Return what a run removed from a person; None for nothing, or if all was restored.

    An unverified success counts: the license is being removed. An unclear outcome does not.
    """
    went = {line.product for line in outcome.lines if line.outcome in REMOVED_OUTCOMES}
    lines = tuple(
        line
        for line in planned.lines
        if line.action in REMOVED_ACTIONS and line.product in went and line.product not in restored
    )
    ref = PersonRef(planned.id, planned.name, planned.address)
    lost = lost_things(planned, lines, lost_mailbox=outcome.lost_mailbox)
    return RemovedLicenses(ref, lines, lost) if lines else None


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
    """Compute a plan that restores what was `removed`, in that order.

    `people` are those who are still there, as they are now, by id; `products` are the tenant's own;
    `names` are what the undone plan called its products. Where seats are few, who comes first in
    the order gets them.
    """
    free = Counter({product.id: product.available for product in products.values()})
    removed = tuple(removed)
    planned = tuple(_person(one, people.get(one.person.id), products, free) for one in removed)
    supplies = Entitlements(products)
    found = returns(
        (
            (one, _brought(planned_one, people.get(one.person.id), supplies))
            for one, planned_one in zip(removed, planned, strict=True)
        ),
        undoes,
        day,
    )
    named = {line.product for person in planned for line in person.lines}
    return Plan(
        id=id,
        tenant=tenant,
        owner=owner,
        made_at=made_at,
        day=day,
        products={p: products[p].name if p in products else names.get(p, p) for p in sorted(named)},
        people=planned,
        summary=replace(summarize(planned, LookupResults(terms=undoes.terms)), returns=found),
        hash=fingerprint(tenant, planned, undoes),
        undoes=undoes,
    )


def returns(
    taken: Iterable[tuple[RemovedLicenses, Entitlement | None]], undoes: UndoneRun, today: date
) -> Returns:
    """What comes back until when, and what does not, if licenses come back `today`.

    With each person stands what they have then; None: everything that was taken from them.
    """
    found: dict[Data, _Returns] = {}
    numbers, unknown = _Names(), _Names()
    for one, brought in taken:
        person, day = one.person, one.removed_on or undoes.day
        for kind in one.losses & DELETED:
            things = {thing for thing in one.lost if thing[0] is kind}
            back = things if brought is None else {x for x in things if _gives(brought, x)}
            until = last_good_day(kind, day, undoes.terms)
            doubtful = _doubtful(kind, day, undoes.terms)
            of_kind = found.setdefault(kind, _Returns())
            if today > max(until, doubtful[-1]):
                if back:
                    of_kind.gone.add(person, until)
                continue
            if things - back:
                of_kind.without.add(person, until)
            if back and doubtful[0] <= today:
                of_kind.doubtful.add(person, doubtful[-1])
            elif back:
                of_kind.back.add(person, until)
        if one.losses & NUMBERS:
            numbers.add(person, day)
        if Data.UNKNOWN in one.losses:
            unknown.add(person, day)
    data = {kind: found[kind].counted() for kind in Data if kind in found}
    return Returns(
        {kind: one for kind, one in data.items() if one != DataReturns()},
        numbers.counted(),
        unknown.counted(),
    )


def _doubtful(kind: Data, day: date, terms: Terms) -> tuple[date, date]:
    """From when to when no one can tell whether data that went on a day comes back."""
    until = last_good_day(kind, day, terms)
    if kind in CLOUD_PCS:
        # Hours count from the removal, so the time of the deletion on that day is not known.
        return until + timedelta(days=1), until + timedelta(days=1)
    archived = day_of(kind, DataEvent.ARCHIVED, day, terms)
    return archived or date.max, until


class _Names:
    def __init__(self) -> None:
        self.people: list[PersonRef] = []
        self.days: set[date] = set()

    def add(self, person: PersonRef, until: date) -> None:
        self.people.append(person)
        self.days.add(until)

    def counted(self) -> PeopleCount:
        return PeopleCount(len(self.people), told_apart(self.people[:MAX_NAMES]))


class _Returns:
    def __init__(self) -> None:
        self.back, self.doubtful, self.gone, self.without = _Names(), _Names(), _Names(), _Names()

    def counted(self) -> DataReturns:
        return DataReturns(
            self.back.counted(),
            min(self.back.days, default=None),
            self.doubtful.counted(),
            min(self.doubtful.days, default=None),
            self.gone.counted(),
            max(self.gone.days, default=None),
            self.without.counted(),
            min(self.without.days, default=None),
        )


def _brought(planned: PlannedPerson, now: Person | None, supplies: Entitlements) -> Entitlement:
    """What a person surely has once the plan is carried out."""
    if now is None:
        return Entitlement()
    back = (Assignment(line.product, None, line.disabled_plans) for line in planned.restorations)
    return supplies.combined((*back, *supplies.working(now.assignments)))


def _gives(brought: Entitlement, thing: Thing) -> bool:
    kind, _ = thing
    return thing in brought.separate if kind in SEPARATE else kind in brought.data


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
        losses=removed.losses,
        removed_on=removed.removed_on,
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
