"""Direct licenses of one person that can all go at once without a change to any of their services.

The rules are those of a preview (`licensing.losses`), and stricter: each service of a license that
goes, also one without data of its own, must stay by another license, be switched off, or not work.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from licensing.losses import plan_ids
from licensing.losses.consequences import MOST_OF_AN_ADDON, consequences
from licensing.losses.dependencies import REQUIREMENTS, Effect
from licensing.losses.entitlements import ACTIVE_STATES, Entitlements
from licensing.losses.losses import split_assignments
from licensing.losses.rules import Terms
from licensing.losses.services import kinds_of
from licensing.tenant.catalog import Catalog
from licensing.tenant.people import Assignment, Person, PersonRef


class UnusedKind(StrEnum):
    """Why a direct license costs its person nothing."""

    #: Every service of it is in other licenses that the person keeps.
    COVERED = "covered"
    #: All services of it are switched off.
    SWITCHED_OFF = "switched_off"
    #: It is an add-on, and the person has nothing that it needs.
    ADDON_WITHOUT_BASE = "addon_without_base"
    #: A group assigns the same product, with every service of it. No license becomes available.
    ALSO_BY_GROUP = "also_by_group"


class NotKnown(StrEnum):
    """Why it is not known whether a license could go, so that it is not listed."""

    #: Microsoft 365 contradicts itself about the person's licenses.
    CONTRADICTION = "contradiction"
    #: The tenant no longer lists the product, or not with its services.
    NOT_LISTED = "not_listed"
    #: Other licenses have all its services, but one of them is too new for Microsoft's table.
    NEW_SERVICE = "new_service"
    #: It is an add-on without what it needs, but may hold data, such as a phone number.
    ADDON_DATA = "addon_data"


@dataclass(frozen=True, slots=True)
class UnusedLicense:
    """One license that can go."""

    kind: UnusedKind
    product: str
    #: Whether a license becomes available by that.
    frees: bool
    #: Ids of the products, or of the groups, by which all its services stay.
    kept_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnusedLicenses:
    """All of one person that can go together, and why more could not be judged."""

    licenses: tuple[UnusedLicense, ...] = ()
    not_known: frozenset[NotKnown] = frozenset()


_NOTHING: Final = UnusedLicenses()
_UNCLEAR: Final = UnusedLicenses(not_known=frozenset({NotKnown.CONTRADICTION}))


def unused_licenses(
    person: Person, supplies: Entitlements, terms: Terms | None = None
) -> UnusedLicenses:
    """Find the direct licenses of a person that can all go at once.

    Of two licenses that cover each other, the one with fewer services goes.
    """
    if not any(one.direct for one in person.assignments):
        return _NOTHING
    if person.unexplained or person.unlisted:
        return _UNCLEAR
    search = _Search(person, supplies, terms or Terms())
    search.run()
    return UnusedLicenses(tuple(search.found), frozenset(search.not_known))


@dataclass(slots=True)
class _Search:
    """Goes through one person's direct licenses."""

    person: Person
    supplies: Entitlements
    terms: Terms
    found: list[UnusedLicense] = field(default_factory=list)
    not_known: set[NotKnown] = field(default_factory=set)

    def run(self) -> None:
        """Find those that go without help of other direct licenses first, then those covered."""
        direct = [one for one in self.person.assignments if one.direct]
        for one in direct:
            if not self._services_are_listed(one):
                self.not_known.add(NotKnown.NOT_LISTED)
        judged = [one for one in direct if self._services_are_listed(one)]
        judged.sort(key=lambda one: (len(self.supplies.of(one).plans), one.product))
        tests: tuple[tuple[UnusedKind, Callable[[Assignment], bool]], ...] = (
            (UnusedKind.ALSO_BY_GROUP, self._is_also_by_group),
            (UnusedKind.SWITCHED_OFF, self._is_switched_off),
            (UnusedKind.ADDON_WITHOUT_BASE, self._lacks_its_base),
            (UnusedKind.COVERED, self._is_covered),
        )
        for kind, test in tests:
            for one in judged:
                if one.product not in self._gone and test(one) and self._costs_nothing(one):
                    kept_by = self._kept_by(kind, one)
                    self.found.append(UnusedLicense(kind, one.product, self._frees(one), kept_by))

    @property
    def _gone(self) -> set[str]:
        return {one.product for one in self.found}

    def _services_are_listed(self, one: Assignment) -> bool:
        whole = self.supplies.of(Assignment(one.product))
        return one.product in self.supplies.products and bool(_services(whole.plans))

    def _is_also_by_group(self, one: Assignment) -> bool:
        same = [a for a in self.person.assignments if not a.direct and a.product == one.product]
        works = self.supplies.working(same)
        return bool(works) and self.supplies.of(one).plans <= self.supplies.combined(works).plans

    def _is_switched_off(self, one: Assignment) -> bool:
        return not _services(self.supplies.of(one).plans)

    def _lacks_its_base(self, one: Assignment) -> bool:
        """As the preview says of an add-on whose base goes: it stays, and does not work."""
        given = self.supplies.of(one)
        if len(given.plans) > MOST_OF_AN_ADDON or not self._everything_held_is_known():
            return False
        on = self._switched_on()
        unmet = [
            need
            for need in REQUIREMENTS
            if need.effect is Effect.STOPS and need.plans & given.plans and not need.needs & on
        ]
        if not unmet or not self._is_in_the_table(given.plans):
            return False
        if given.data - {kind for need in unmet for plan in need.plans for kind in kinds_of(plan)}:
            return False
        if given.data:
            self.not_known.add(NotKnown.ADDON_DATA)
        return not given.data

    def _is_covered(self, one: Assignment) -> bool:
        goes = self.supplies.of(one).plans
        _, staying = split_assignments(self.person, {*self._gone, one.product})
        stays = self.supplies.combined(self.supplies.working(staying)).plans
        if stays & plan_ids.MAILBOX:
            stays |= plan_ids.EXCHANGE_FOUNDATION
        return goes <= stays and self._is_in_the_table(goes)

    def _is_in_the_table(self, plans: frozenset[str]) -> bool:
        if plans <= Catalog.bundled().plans:
            return True
        self.not_known.add(NotKnown.NEW_SERVICE)
        return False

    def _costs_nothing(self, one: Assignment) -> bool:
        """What a preview would say about this one together with all found so far."""
        means = consequences(self.person, {*self._gone, one.product}, self.supplies, self.terms)
        return not means.losses and not means.addons

    def _frees(self, one: Assignment) -> bool:
        held = [a for a in self.person.assignments if a.product == one.product]
        return one.state in ACTIVE_STATES and all(a.direct for a in held)

    def _kept_by(self, kind: UnusedKind, one: Assignment) -> tuple[str, ...]:
        """What the person keeps that has a service of this license."""
        _, staying = split_assignments(self.person, {*self._gone, one.product})
        services = _services(self.supplies.of(one).plans)
        keeps = [a for a in self.supplies.working(staying) if self.supplies.of(a).plans & services]
        if kind is UnusedKind.ALSO_BY_GROUP:
            return tuple(sorted(a.group.id for a in keeps if a.group and a.product == one.product))
        return tuple(sorted({a.product for a in keeps})) if kind is UnusedKind.COVERED else ()

    def _switched_on(self) -> frozenset[str]:
        """All services of the person, also where it is not sure that they work."""
        return self.supplies.combined(self.person.assignments).plans

    def _everything_held_is_known(self) -> bool:
        catalog = Catalog.bundled().products
        return all(
            one.product in self.supplies.products or one.product in catalog
            for one in self.person.assignments
        )


def _services(plans: frozenset[str]) -> frozenset[str]:
    """Those that are something for a person."""
    return plans - plan_ids.EXCHANGE_FOUNDATION


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what can go of one product, of how many people."""

    kind: UnusedKind
    product: str
    people: int
    #: Licenses that become available.
    frees: int


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Someone with a license that can go."""

    person: PersonRef
    #: As in `UnusedLicense`.
    kept_by: tuple[str, ...] = ()


@dataclass(slots=True)
class Findings:
    """What was found about some people, put together."""

    people: dict[tuple[UnusedKind, str], list[FoundPerson]] = field(default_factory=dict)
    freed: dict[tuple[UnusedKind, str], int] = field(default_factory=dict)
    #: How many people could not be judged, or not in all they have, by reason.
    not_known: dict[NotKnown, int] = field(default_factory=dict)

    def add(self, person: Person, unused: UnusedLicenses) -> None:
        """Count what was found about one more person."""
        for one in unused.licenses:
            key = (one.kind, one.product)
            self.people.setdefault(key, []).append(FoundPerson(person.ref, one.kept_by))
            self.freed[key] = self.freed.get(key, 0) + one.frees
        for why in unused.not_known:
            self.not_known[why] = self.not_known.get(why, 0) + 1

    @property
    def lines(self) -> tuple[Finding, ...]:
        """One line for each kind and product."""
        return tuple(Finding(*key, len(self.people[key]), self.freed[key]) for key in self.people)


def merged(some: Collection[Finding], more: Collection[Finding]) -> tuple[Finding, ...]:
    """The lines of both, counts added; most licenses first, then most people."""
    found: dict[tuple[UnusedKind, str], Finding] = {}
    for one in (*some, *more):
        was = found.get((one.kind, one.product))
        if was is not None:
            one = replace(one, people=was.people + one.people, frees=was.frees + one.frees)
        found[one.kind, one.product] = one
    return tuple(
        sorted(found.values(), key=lambda one: (-one.frees, -one.people, one.kind, one.product))
    )


def added(some: Mapping[NotKnown, int], more: Mapping[NotKnown, int]) -> dict[NotKnown, int]:
    """Both counts added."""
    return {why: some.get(why, 0) + more.get(why, 0) for why in NotKnown if why in {*some, *more}}
