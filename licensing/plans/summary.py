"""The counts of a plan, computed in one pass: all that its cards show in total.

The only definitions of what is removed, what stays and what comes free. Each line of the plan is in
exactly one of `licenses`, `inherited`, `not_held`, `unexplained` and `blocked`. What a run made of
them is counted in `licensing/runs/counts.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from licensing.losses.dependencies import Effect
from licensing.losses.entitlements import WORKING_STATUSES, is_known
from licensing.losses.lookup_results import LookupResults
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.plans.people_filter import PeopleFilter, filters_of
from licensing.plans.planned_person import (
    BLOCKED_ACTIONS,
    CHANGING_ACTIONS,
    PlannedAction,
    PlannedPerson,
)
from licensing.tenant.cases import Hold
from licensing.tenant.catalog import Catalog, product_name
from licensing.tenant.checks import Check
from licensing.tenant.groups import GroupDeparture
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Group
from licensing.tenant.products import Product
from licensing.tenant.same_names import told_apart

#: Maximum number of names in a warning; the rest is a number.
MAX_NAMES: Final = 5
_NOT_LOOKED: Final = Check()


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """A group of people: a few names in the plan's order, and their total number."""

    people: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseCount:
    """An open case, and the number of the plan's people in it."""

    id: str
    name: str
    #: The worst of the holds.
    hold: Hold
    people: int
    #: How many of them are held how.
    holds: Mapping[Hold, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddonCount:
    """A remaining product that needs a removed plan."""

    product: str
    effect: Effect
    people: int
    #: People who have it directly, so that it can be removed too.
    direct: int


@dataclass(frozen=True, slots=True)
class Seats:
    """The licenses of one product that a removal frees."""

    #: Licenses that no one uses any longer.
    freed: int
    #: Those of them on accounts with blocked sign-in.
    idle: int = 0
    #: Licenses that were free before.
    available: int = 0
    #: Whether there is a paid subscription, and when it renews.
    paid: bool = True
    renews: date | None = None
    #: Graph's capabilityStatus of the subscription; empty where the tenant no longer lists it.
    status: str = "Enabled"


@dataclass(frozen=True, slots=True)
class DataReturns:
    """Of an undo: what happens to one kind of lost data. Each day is the earliest of all.

    After its day each is permanently deleted; a OneDrive may be.
    """

    #: It comes back, if the license is back by this day.
    back: PeopleCount = field(default_factory=PeopleCount)
    until: date | None = None
    #: It may come back until this day: a OneDrive that is already archived, or in the recycle bin,
    #: or a Cloud PC on the day on which it is deleted.
    doubtful: PeopleCount = field(default_factory=PeopleCount)
    doubtful_until: date | None = None
    #: It was permanently deleted after this day, here the latest of all.
    gone: PeopleCount = field(default_factory=PeopleCount)
    gone_after: date | None = None
    #: No license for it comes back, so it will be deleted after this day.
    without: PeopleCount = field(default_factory=PeopleCount)
    without_until: date | None = None


@dataclass(frozen=True, slots=True)
class Returns:
    """Of an undo: what comes back with the licenses, and what does not."""

    data: Mapping[Data, DataReturns] = field(default_factory=dict)
    #: People whose phone number, if they had one, must be assigned again by hand.
    numbers: PeopleCount = field(default_factory=PeopleCount)
    #: People who lost a product with unknown contents.
    unknown: PeopleCount = field(default_factory=PeopleCount)

    @property
    def gone(self) -> bool:
        """Return whether data was permanently deleted meanwhile."""
        return any(one.gone.people for one in self.data.values())


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a plan. People and licenses are numbers."""

    people: int
    #: Affected people, and the total number of licenses removed or restored.
    affected: int
    licenses: int
    #: Lines that stay because only a group gives them, and lines that are not held at all.
    inherited: int
    not_held: int
    #: Removed licenses that a group still assigns, so no seat becomes free.
    still_assigned: int = 0
    #: Lines of which it is not known how they are assigned.
    unexplained: int = 0
    #: Licenses of the person who acts that go.
    own: int = 0
    #: Licenses that go or come back, by product id; a product of which none does is not there.
    going: Mapping[str, int] = field(default_factory=dict)
    #: People who lose each kind of data.
    losing: Mapping[Data, int] = field(default_factory=dict)
    #: A few names for each kind, in the plan's order.
    names: Mapping[Data, tuple[str, ...]] = field(default_factory=dict)
    #: Names of the groups that keep licenses.
    groups: tuple[Group, ...] = ()
    terms: Terms = field(default_factory=Terms)
    #: People who keep each kind of data because another license provides it.
    keeping: Mapping[Data, int] = field(default_factory=dict)
    #: People who have no license afterwards.
    last_license: PeopleCount = field(default_factory=PeopleCount)
    #: Those of them who can still sign in.
    last_enabled: int = 0
    #: People whose lost mailbox could be put on hold first.
    holdable: int = 0
    #: Licenses that go and that people seem to have bought themselves, and products of which they
    #: bought a part, so that Microsoft 365 may refuse.
    self_bought: int = 0
    partly_self_bought: tuple[str, ...] = ()
    #: Whether that could be looked up.
    subscriptions: Check = _NOT_LOOKED
    addons: tuple[AddonCount, ...] = ()
    #: Mailboxes concerned that belong to no person, by purpose.
    mailboxes: Mapping[Mailbox, PeopleCount] = field(default_factory=dict)
    #: People who lose a mailbox of unknown purpose.
    unknown_mailboxes: int = 0
    mailbox_check: Check = _NOT_LOOKED
    #: Affected people who are in an open eDiscovery case.
    in_cases: PeopleCount = field(default_factory=PeopleCount)
    cases: tuple[CaseCount, ...] = ()
    case_check: Check = _NOT_LOOKED
    departures: tuple[GroupDeparture, ...] = ()
    #: Removed products with unknown contents, and services of others that
    #: Microsoft added since, by part name.
    unknown_products: tuple[str, ...] = ()
    new_services: tuple[str, ...] = ()
    #: By product id.
    seats: Mapping[str, Seats] = field(default_factory=dict)
    #: Licenses that can't be restored, by reason.
    blocked: Mapping[PlannedAction, int] = field(default_factory=dict)
    returns: Returns = field(default_factory=Returns)
    #: The first affected people by name, in the plan's order.
    affected_names: tuple[str, ...] = ()
    #: How many people each filter of their list shows; a filter that shows no one is not there.
    filters: Mapping[PeopleFilter, int] = field(default_factory=dict)

    @property
    def freed(self) -> int:
        """Seats that come free."""
        return sum(one.freed for one in self.seats.values())


def summarize(
    people: Iterable[PlannedPerson],
    known: LookupResults | None = None,
    products: Mapping[str, Product] | None = None,
    leaving: tuple[GroupDeparture, ...] = (),
    owner: str = "",
) -> Summary:
    """Count a plan in one pass; `owner` is the person who acts."""
    tally = _Tally(owner)
    for person in people:
        tally.count(person)
    return tally.summary(known or LookupResults(), products or {}, leaving)


class _Names:
    """Counts people and keeps the first names."""

    __slots__ = ("first", "people")

    def __init__(self) -> None:
        self.people = 0
        self.first: list[PlannedPerson] = []

    def add(self, person: PlannedPerson) -> None:
        self.people += 1
        if len(self.first) < MAX_NAMES:
            self.first.append(person)

    @property
    def names(self) -> tuple[str, ...]:
        return told_apart(self.first)

    def counted(self) -> PeopleCount:
        return PeopleCount(self.people, self.names)


class _Tally:
    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.people = self.licenses = self.own = 0
        self.affected = _Names()
        self.actions = dict.fromkeys(PlannedAction, 0)
        self.groups: set[Group] = set()
        self.going: dict[str, int] = {}
        self.freed: dict[str, list[int]] = {}
        self.losing: dict[Data, _Names] = {}
        self.keeping: dict[Data, int] = {}
        self.last, self.held = _Names(), _Names()
        self.last_enabled = self.holdable = 0
        self.addons: dict[tuple[str, Effect], list[int]] = {}
        self.mailboxes: dict[Mailbox, _Names] = {}
        self.unknown = 0
        self.cases: dict[str, CaseCount] = {}
        self.filters: dict[PeopleFilter, int] = {}

    def count(self, person: PlannedPerson) -> None:
        touched = len(person.touched)
        self.people += 1
        if touched:
            self.affected.add(person)
        self.licenses += touched
        if person.id == self.owner:
            self.own += len(person.removals)
        for line in person.lines:
            self.actions[line.action] += 1
            self.groups.update(line.groups)
            if line.action in CHANGING_ACTIONS:
                self.going[line.product] = self.going.get(line.product, 0) + 1
            if line.action is PlannedAction.REMOVE:
                seats = self.freed.setdefault(line.product, [0, 0])
                seats[0] += 1
                seats[1] += not person.enabled
        for which in filters_of(person):
            self.filters[which] = self.filters.get(which, 0) + 1
        self._consequences(person)
        if touched:
            self._cases(person)

    def _consequences(self, person: PlannedPerson) -> None:
        for data in person.losses:
            self.losing.setdefault(data, _Names()).add(person)
        for kept in person.kept:
            self.keeping[kept.data] = self.keeping.get(kept.data, 0) + 1
        for addon in person.addons:
            counts = self.addons.setdefault((addon.product, addon.effect), [0, 0])
            counts[0] += 1
            counts[1] += addon.direct
        if person.last_license:
            self.last.add(person)
            self.last_enabled += person.enabled
        self.holdable += person.holdable
        if person.mailbox not in {Mailbox.UNKNOWN, Mailbox.USER}:
            self.mailboxes.setdefault(person.mailbox, _Names()).add(person)
        self.unknown += Data.MAILBOX in person.losses and person.mailbox is Mailbox.UNKNOWN

    def _cases(self, person: PlannedPerson) -> None:
        if person.cases:
            self.held.add(person)
        for case in person.cases:
            known = self.cases.get(case.id)
            holds = dict(known.holds) if known else {}
            holds[case.hold] = holds.get(case.hold, 0) + 1
            worst = min(holds, key=list(Hold).index)
            people = sum(holds.values())
            self.cases[case.id] = CaseCount(case.id, case.name, worst, people, holds)

    def summary(
        self,
        known: LookupResults,
        products: Mapping[str, Product],
        leaving: tuple[GroupDeparture, ...],
    ) -> Summary:
        bought = known.subscriptions
        unknown, new = self._unknown(products)
        return Summary(
            people=self.people,
            affected=self.affected.people,
            affected_names=self.affected.names,
            filters={which: self.filters[which] for which in PeopleFilter if which in self.filters},
            licenses=self.licenses,
            inherited=self.actions[PlannedAction.INHERITED],
            not_held=self.actions[PlannedAction.NOT_HELD],
            still_assigned=self.actions[PlannedAction.STAYS_BY_GROUP],
            unexplained=self.actions[PlannedAction.UNEXPLAINED],
            own=self.own,
            going=self.going,
            losing={data: found.people for data, found in self.losing.items()},
            names={data: found.names for data, found in self.losing.items()},
            groups=tuple(sorted(self.groups, key=lambda g: (g.name.casefold(), g.id))),
            terms=known.terms,
            keeping=self.keeping,
            last_license=self.last.counted(),
            last_enabled=self.last_enabled,
            holdable=self.holdable,
            self_bought=sum(n for p, n in self.going.items() if bought.self_bought(p)),
            partly_self_bought=tuple(p for p in self.going if bought.partly_self_bought(p)),
            subscriptions=bought.check,
            addons=self._addons(),
            mailboxes={kind: found.counted() for kind, found in self.mailboxes.items()},
            unknown_mailboxes=self.unknown,
            mailbox_check=known.mailboxes.check,
            in_cases=self.held.counted(),
            cases=tuple(sorted(self.cases.values(), key=_worst_case)),
            case_check=known.cases.check,
            departures=leaving,
            unknown_products=unknown,
            new_services=new,
            seats={
                product: _seats(product, freed, idle, known, products)
                for product, (freed, idle) in self.freed.items()
            },
            blocked={
                action: n for action, n in self.actions.items() if action in BLOCKED_ACTIONS and n
            },
        )

    def _unknown(self, products: Mapping[str, Product]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        going = sorted(self.going)
        unknown = [product for product in going if not is_known(product, products)]
        new = {
            plan.part
            for product in going
            if product not in unknown and product in products
            for plan in products[product].plans
            if plan.id not in Catalog.bundled().plans
        }
        names = tuple(product_name(product, products) for product in unknown)
        return names, tuple(sorted(new))

    def _addons(self) -> tuple[AddonCount, ...]:
        found = (AddonCount(*key, *counts) for key, counts in self.addons.items())
        order = list(Effect)
        return tuple(
            sorted(found, key=lambda one: (order.index(one.effect), -one.people, one.product))
        )


def _worst_case(case: CaseCount) -> tuple[int, int, str, str]:
    return list(Hold).index(case.hold), -case.people, case.name.casefold(), case.id


def _seats(
    product: str, freed: int, idle: int, known: LookupResults, products: Mapping[str, Product]
) -> Seats:
    owned, bought = products.get(product), known.subscriptions
    # A seat that was never there does not come free: of a suspended subscription none does, and
    # where more are assigned than bought only what the removal takes below that number.
    works = owned is not None and owned.status in WORKING_STATUSES
    over = max(0, owned.assigned - owned.total) if owned and works else freed
    freed = max(0, freed - over)
    return Seats(
        freed,
        min(idle, freed),
        owned.available if owned and works else 0,
        bought.paid(product),
        bought.renews(product),
        owned.status if owned else "",
    )
