"""From Graph's JSON to the domain's values.

Graph's enumerations are open: nothing here raises for a value that is new.
"""

from collections.abc import Callable, Iterable, Mapping
from sys import intern
from typing import Any

from licensing.errors import Answer, UnreadAnswer
from licensing.losses.entitlements import ACTIVE_STATES
from licensing.tenant.people import Assignment, Group, Person, UserType
from licensing.tenant.products import Product, ServicePlan

#: An object as Graph returns it.
Json = Mapping[str, Any]
#: The friendly name of a product, from its id and its part number.
Names = Callable[[str, str], str]

PERSON_FIELDS = (
    "id",
    "displayName",
    "userPrincipalName",
    "mail",
    "accountEnabled",
    "userType",
    "department",
    "usageLocation",
    "assignedLicenses",
    "licenseAssignmentStates",
    "proxyAddresses",
)
PRODUCT_FIELDS = (
    "skuId",
    "skuPartNumber",
    "appliesTo",
    "capabilityStatus",
    "consumedUnits",
    "prepaidUnits",
    "servicePlans",
)


def read_product(raw: Json, names: Names) -> Product:
    """A product (https://learn.microsoft.com/graph/api/resources/subscribedsku)."""
    product = _required(raw, "skuId").lower()
    part = text(raw, "skuPartNumber") or ""
    units = raw.get("prepaidUnits")
    units = units if isinstance(units, Mapping) else {}
    return Product(
        id=product,
        part=part,
        name=names(product, part),
        total=_count(units, "enabled") + _count(units, "warning"),
        assigned=_count(raw, "consumedUnits"),
        plans=tuple(
            ServicePlan(
                _required(plan, "servicePlanId").lower(), text(plan, "servicePlanName") or ""
            )
            for plan in objects(raw, "servicePlans")
        ),
        for_people=text(raw, "appliesTo") != "Company",
        status=text(raw, "capabilityStatus") or "",
    )


def read_person(raw: Json, groups: Mapping[str, Group]) -> Person:
    """A person (https://learn.microsoft.com/graph/api/resources/user). Groups are given by id."""
    person = _required(raw, "id")
    address = text(raw, "userPrincipalName") or person
    mail = text(raw, "mail")
    assignments = tuple(_assignment(state, groups) for state in _states(raw))
    unexplained, unlisted = _contradictions(raw, assignments)
    return Person(
        id=person,
        name=text(raw, "displayName") or address,
        address=address,
        mail=address if mail == address else mail,
        enabled=raw.get("accountEnabled") is not False,
        user_type=UserType.GUEST if text(raw, "userType") == "Guest" else UserType.MEMBER,
        department=text(raw, "department"),
        usage_location=text(raw, "usageLocation"),
        assignments=assignments,
        aliases=tuple(aliases(raw)),
        unexplained=unexplained,
        unlisted=unlisted,
    )


def groups_of(raw: Json) -> set[str]:
    """Ids of the groups from which a person inherits products."""
    return {group for state in _states(raw) if (group := text(state, "assignedByGroup"))}


def objects(raw: Json, name: str) -> Iterable[Json]:
    """The objects in a list; none where there is no list."""
    found = raw.get(name)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def text(raw: Json, name: str) -> str | None:
    """A text that is there and not empty."""
    found = raw.get(name)
    return found if isinstance(found, str) and found else None


def aliases(raw: Json) -> Iterable[str]:
    """Mail addresses among all kinds: "SMTP:" the main one, "smtp:" the others.

    https://learn.microsoft.com/graph/api/resources/user
    """
    found = raw.get("proxyAddresses")
    for one in found if isinstance(found, list) else ():
        kind, _, address = str(one).partition(":")
        if kind.casefold() == "smtp" and address:
            yield address


def _assignment(state: Json, groups: Mapping[str, Group]) -> Assignment:
    """https://learn.microsoft.com/graph/api/resources/licenseassignmentstate ."""
    group = text(state, "assignedByGroup")
    disabled = state.get("disabledPlans")
    # The same few values occur in 100,000 people; they are stored once.
    return Assignment(
        product=intern(_required(state, "skuId").lower()),
        group=None if group is None else groups.get(group, Group(group, group)),
        disabled_plans=frozenset(intern(str(plan).lower()) for plan in disabled or ()),
        state=intern(text(state, "state") or ""),
    )


def _contradictions(
    raw: Json, assignments: Iterable[Assignment]
) -> tuple[frozenset[str], frozenset[str]]:
    """Products held without an assignment, and the other way round.

    An assignment in error or disabled is rightly not listed. Where the list was not asked for,
    nothing contradicts.
    """
    if not isinstance(raw.get("assignedLicenses"), list):
        return frozenset(), frozenset()
    held = {
        intern(product.lower())
        for one in objects(raw, "assignedLicenses")
        if (product := text(one, "skuId"))
    }
    explained = {one.product for one in assignments}
    working = {one.product for one in assignments if one.state in ACTIVE_STATES}
    return frozenset(held - explained), frozenset(working - held)


def _states(raw: Json) -> Iterable[Json]:
    return objects(raw, "licenseAssignmentStates")


def _required(raw: Json, name: str) -> str:
    found = text(raw, name)
    if found is None:
        raise UnreadAnswer(Answer(message=f"an object without {name}"))
    return found


def _count(raw: Json, name: str) -> int:
    found = raw.get(name)
    return found if isinstance(found, int) else 0
