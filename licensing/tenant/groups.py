"""Groups that assign licenses: how people leave them, and what else they lose then."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from licensing.tenant.people import Group, Person


class MembershipType(StrEnum):
    """How people come into a group, hence how they leave it.

    https://learn.microsoft.com/graph/api/group-delete-members
    """

    ASSIGNED = "assigned"
    #: A rule over people's attributes decides.
    DYNAMIC = "dynamic"
    #: The group is kept on premises.
    SYNCED = "synced"
    #: A mail-enabled security group, which only Exchange changes.
    MAIL_ENABLED = "mail_enabled"
    #: A group that assigns a directory role; a higher role is needed to change it.
    ROLE_ASSIGNABLE = "role_assignable"


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What is known of a group."""

    membership: MembershipType
    #: Ids of all products that it gives.
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupDeparture:
    """What leaving one group would mean for the people of a plan."""

    group: Group
    #: None when the group could not be read.
    membership: MembershipType | None = None
    #: People who have one of the plan's products from it.
    people: int = 0
    #: Products outside the plan that they would lose with it: product id to how many of them.
    also_lost: tuple[tuple[str, int], ...] = ()


def group_departures(
    people: Iterable[Person],
    concerned: Mapping[str, Collection[str]],
    facts: Mapping[str, GroupFacts],
) -> tuple[GroupDeparture, ...]:
    """What it would mean to leave each group that gives a product of the plan, by name.

    `concerned` are the products of the plan for each person, by ids. Someone who has another
    product from elsewhere too would not lose it.
    """
    groups: dict[str, Group] = {}
    counts: dict[str, int] = {}
    also: dict[str, dict[str, int]] = {}
    for person in people:
        wanted = concerned.get(person.id, ())
        given = _given(person)
        sources = _sources(person)
        for group, products in given.items():
            if not products & set(wanted):
                continue
            groups.setdefault(group.id, group)
            counts[group.id] = counts.get(group.id, 0) + 1
            more = also.setdefault(group.id, {})
            for product in products - set(wanted):
                if sources[product] == 1:
                    more[product] = more.get(product, 0) + 1
    found = (
        GroupDeparture(
            group,
            facts[id_].membership if id_ in facts else None,
            counts[id_],
            tuple(sorted(also[id_].items(), key=lambda item: (-item[1], item[0]))),
        )
        for id_, group in groups.items()
    )
    return tuple(sorted(found, key=lambda one: (one.group.name.casefold(), one.group.id)))


def _given(person: Person) -> dict[Group, set[str]]:
    found: dict[Group, set[str]] = {}
    for assignment in person.assignments:
        if assignment.group is not None:
            found.setdefault(assignment.group, set()).add(assignment.product)
    return found


def _sources(person: Person) -> dict[str, int]:
    """From how many places a person has each product."""
    found: dict[str, int] = {}
    for assignment in person.assignments:
        found[assignment.product] = found.get(assignment.product, 0) + 1
    return found
