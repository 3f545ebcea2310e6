"""A plan: who loses what, or gets what back, worked out once, frozen and hashed.

What is previewed is what is confirmed, run and reported, from this one object. How a plan that
gives back is made stands in `licensing.restoration`.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from licensing.losses import losses
from licensing.people import Group, Person
from licensing.products import Product
from licensing.services import Data


class Fate(StrEnum):
    """What the plan does with one product of one person."""

    #: Assigned directly only: it goes.
    GOES = "goes"
    #: Assigned directly and by a group: the direct assignment goes, the person keeps the product.
    STAYS_BY_GROUP = "stays_by_group"
    #: Comes from a group only: nothing is done, the person keeps it.
    INHERITED = "inherited"
    #: The person does not have it.
    NOT_HELD = "not_held"
    #: Of a plan that gives back: it is assigned again, directly, as it was.
    COMES_BACK = "comes_back"
    #: It can't be given back: the person has it again already, no license of it is free, the
    #: person has no usage location, the tenant does not own it any more, the account is gone.
    HAS_IT = "has_it"
    NO_SEAT = "no_seat"
    NO_LOCATION = "no_location"
    NOT_OWNED = "not_owned"
    ACCOUNT_GONE = "account_gone"


#: Fates for which Graph is asked to remove the direct assignment.
TAKEN = frozenset({Fate.GOES, Fate.STAYS_BY_GROUP})
#: Fates for which Graph is asked for anything.
TOUCHED = TAKEN | {Fate.COMES_BACK}
#: Fates of what a plan would give back and can't.
LEFT_OUT = frozenset(
    {Fate.HAS_IT, Fate.NO_SEAT, Fate.NO_LOCATION, Fate.NOT_OWNED, Fate.ACCOUNT_GONE}
)


class PlanKind(StrEnum):
    """Whether a plan takes licenses away or gives them back."""

    REMOVAL = "removal"
    RESTORATION = "restoration"


@dataclass(frozen=True, slots=True)
class Undone:
    """The run that a plan undoes."""

    run: str
    #: The number of its receipt, and the day from which its dates count.
    receipt: int
    day: date


@dataclass(frozen=True, slots=True)
class Line:
    """One product of one person, with all that an undo needs to give it back."""

    product: str
    fate: Fate
    groups: tuple[Group, ...] = ()
    #: Service plans switched off in the direct assignment.
    disabled_plans: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """One person of a plan."""

    id: str
    name: str
    address: str
    enabled: bool
    lines: tuple[Line, ...]
    #: What the removal costs; of a plan that gives back, what the removal had cost.
    losses: frozenset[Data] = frozenset()

    @property
    def removals(self) -> tuple[str, ...]:
        """Ids of the products that one call takes from this person."""
        return tuple(line.product for line in self.lines if line.fate in TAKEN)

    @property
    def returns(self) -> tuple[Line, ...]:
        """The products that one call gives back to this person, each as it was assigned."""
        return tuple(line for line in self.lines if line.fate is Fate.COMES_BACK)

    @property
    def touched(self) -> tuple[str, ...]:
        """Ids of the products that one call takes, or gives back."""
        return tuple(line.product for line in self.lines if line.fate in TOUCHED)


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a plan. People and licenses are numbers of them."""

    people: int
    #: People from whom something is removed or who get something back; how many licenses in all.
    affected: int
    licenses: int
    #: Lines that stay because a group gives them, and lines that are not held at all.
    inherited: int
    not_held: int
    #: Licenses that go or come back, by product id; a product of which none does is not there.
    going: Mapping[str, int] = field(default_factory=dict)
    #: People who lose each kind of data.
    losing: Mapping[Data, int] = field(default_factory=dict)
    #: A few names for each kind, in the plan's order.
    names: Mapping[Data, tuple[str, ...]] = field(default_factory=dict)
    #: The groups that give what stays, by name.
    groups: tuple[Group, ...] = ()
    #: Licenses that can't be given back, by reason.
    left_out: Mapping[Fate, int] = field(default_factory=dict)


#: So many names are said in a warning; the rest is a number.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """A frozen plan."""

    id: str
    tenant: str
    owner: str
    made_at: datetime
    #: The day for which the dates are worked out, in the owner's time zone.
    day: date
    #: Product id to the name shown, for all products of the plan.
    products: Mapping[str, str]
    people: tuple[PlannedPerson, ...]
    summary: Summary
    #: SHA-256 over everything that will be done, in hexadecimal.
    hash: str
    #: The run that it undoes; None for one that removes.
    undoes: Undone | None = None

    @property
    def kind(self) -> PlanKind:
        """Whether it takes away or gives back."""
        return PlanKind.RESTORATION if self.undoes else PlanKind.REMOVAL


def freeze(
    *,
    id: str,  # noqa: A002 - the plan's own word
    tenant: str,
    owner: str,
    made_at: datetime,
    day: date,
    chosen: Sequence[str] | None,
    people: Sequence[Person],
    products: Mapping[str, Product],
) -> Plan:
    """Work out a plan for `people` in the given order.

    `chosen` are product ids; None means all products that each person holds. `products` are the
    tenant's own, by id; one that is missing there is shown by its id and carries no known data.
    """
    planned = tuple(_person(person, chosen, products) for person in people)
    named = {line.product for person in planned for line in person.lines} | set(chosen or ())
    return Plan(
        id=id,
        tenant=tenant,
        owner=owner,
        made_at=made_at,
        day=day,
        products={p: products[p].name if p in products else p for p in sorted(named)},
        people=planned,
        summary=summarise(planned),
        hash=fingerprint(tenant, planned),
    )


def _person(
    person: Person, chosen: Sequence[str] | None, products: Mapping[str, Product]
) -> PlannedPerson:
    wanted = list(chosen) if chosen is not None else sorted(person.products)
    lines = tuple(_line(person, product) for product in dict.fromkeys(wanted))
    removed = {line.product for line in lines if line.fate in TAKEN}
    return PlannedPerson(
        id=person.id,
        name=person.name,
        address=person.address,
        enabled=person.enabled,
        lines=lines,
        losses=losses(person, removed, products),
    )


def _line(person: Person, product: str) -> Line:
    direct = person.direct(product)
    groups = person.groups(product)
    if direct is None:
        return Line(product, Fate.INHERITED if groups else Fate.NOT_HELD, groups)
    fate = Fate.STAYS_BY_GROUP if groups else Fate.GOES
    return Line(product, fate, groups, direct.disabled_plans)


def summarise(people: Iterable[PlannedPerson]) -> Summary:
    """Count a plan in one pass."""
    total = affected = licenses = inherited = not_held = 0
    losing: dict[Data, int] = {}
    names: dict[Data, list[str]] = {}
    groups: set[Group] = set()
    going: dict[str, int] = {}
    left_out: dict[Fate, int] = {}
    for person in people:
        total += 1
        touched = len(person.touched)
        affected += bool(touched)
        licenses += touched
        for line in person.lines:
            inherited += line.fate in {Fate.INHERITED, Fate.STAYS_BY_GROUP}
            not_held += line.fate is Fate.NOT_HELD
            if line.fate in TOUCHED:
                going[line.product] = going.get(line.product, 0) + 1
            if line.fate in LEFT_OUT:
                left_out[line.fate] = left_out.get(line.fate, 0) + 1
            groups.update(line.groups)
        for data in person.losses:
            losing[data] = losing.get(data, 0) + 1
            said = names.setdefault(data, [])
            if len(said) < NAMED:
                said.append(person.name)
    return Summary(
        people=total,
        affected=affected,
        licenses=licenses,
        inherited=inherited,
        not_held=not_held,
        going=going,
        losing=losing,
        names={data: tuple(said) for data, said in names.items()},
        groups=tuple(sorted(groups, key=lambda g: (g.name.casefold(), g.id))),
        left_out=left_out,
    )


def fingerprint(tenant: str, people: Iterable[PlannedPerson], undoes: Undone | None = None) -> str:
    """Hash what will be done: tenant, people, products, how each is held and what is switched off.

    For a plan that gives back also that it does, and which run it undoes. Names are left out: a
    person who marries does not change the plan.
    """
    digest = hashlib.sha256(tenant.encode())
    if undoes is not None:
        digest.update(json.dumps([PlanKind.RESTORATION, undoes.run]).encode())
    for part in _parts(people):
        digest.update(json.dumps(part, separators=(",", ":")).encode())
    return digest.hexdigest()


def _parts(people: Iterable[PlannedPerson]) -> Iterator[list[object]]:
    for person in people:
        yield [
            person.id,
            [
                [
                    line.product,
                    line.fate,
                    sorted(group.id for group in line.groups),
                    sorted(line.disabled_plans),
                ]
                for line in person.lines
            ],
        ]
