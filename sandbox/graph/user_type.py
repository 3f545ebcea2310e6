"""Graph's user resource."""

from collections.abc import Callable
from typing import Any

from sandbox.graph.resource_types import (
    EQUAL,
    NEGATED,
    ORDERED,
    STARTS,
    Property,
    ResourceType,
    flag,
    text,
)
from sandbox.organization.organization import Account, Assignment
from sandbox.tenant import Tenant

DEFAULT = (
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
)

#: Properties of a real user that no one here has.
_ALWAYS_NULL = (
    "mobilePhone officeLocation preferredLanguage city companyName country employeeId employeeType "
    "postalCode state streetAddress onPremisesImmutableId onPremisesSamAccountName mailNickname"
)


def user_type(tenant: Tenant) -> ResourceType[Account]:
    """Return how people are serialized and filtered."""
    properties: dict[str, Property[Account]] = {
        **{name: Property(lambda _: None) for name in _ALWAYS_NULL.split()},
        "id": flag(lambda p: p.id),
        "displayName": text(lambda p: p.name),
        "givenName": text(lambda p: p.given_name),
        "surname": text(lambda p: p.surname),
        "userPrincipalName": text(lambda p: p.address, ends=True),
        "mail": text(lambda p: p.mail, ends=True),
        "department": text(lambda p: p.department, starts=False),
        "jobTitle": text(lambda p: p.job),
        "usageLocation": text(lambda p: p.usage_location),
        "userType": flag(lambda p: "Guest" if p.guest else "Member"),
        "accountEnabled": flag(lambda p: p.enabled),
        "onPremisesSyncEnabled": flag(lambda p: p.synced or None),
        "createdDateTime": Property(lambda p: p.created, EQUAL | ORDERED, NEGATED),
        "businessPhones": Property(lambda _: []),
        "proxyAddresses": _proxy_addresses(),
        "signInActivity": Property(_sign_in_activity),
        "signInActivity/lastSignInDateTime": Property(
            lambda p: p.signed_in, frozenset({"eq"}) | ORDERED
        ),
    }
    return ResourceType("users", "microsoft.graph.user", properties | _licenses(tenant), DEFAULT)


def _licenses(tenant: Tenant) -> dict[str, Property[Account]]:
    seen = tenant.products_seen
    return {
        "assignedLicenses": Property(
            lambda p: assigned_licenses(tenant.assignments(p.id)),
            frozenset({"any:eq"}),
            frozenset({"not"}),
            {"skuId": lambda p: seen()[p.id]},
        ),
        "assignedLicenses/$count": Property(
            lambda p: len(seen()[p.id]), advanced=frozenset({"eq", "ne", "not"})
        ),
        "licenseAssignmentStates": Property(
            lambda p: [assignment_state(a) for a in tenant.assignments(p.id)]
        ),
    }


def _proxy_addresses() -> Property[Account]:
    own = frozenset({"any:eq", *(f"any:{name}" for name in STARTS)})
    members: dict[str, Callable[[Account], Any]] = {"": lambda p: _addresses(p, fold=True)}
    return Property(_addresses, own, frozenset({"any:endswith", "not"}), members)


def _addresses(person: Account, *, fold: bool = False) -> list[str]:
    addresses = [] if person.mail is None else [f"SMTP:{person.mail}"]
    if person.mail is not None and person.mail != person.address and not person.guest:
        addresses.append(f"smtp:{person.address}")
    return [address.casefold() for address in addresses] if fold else addresses


def _sign_in_activity(person: Account) -> dict[str, Any] | None:
    """Return null for a person who never signed in."""
    if person.signed_in is None:
        return None
    return {
        "lastSignInDateTime": person.signed_in,
        "lastNonInteractiveSignInDateTime": person.signed_in,
        "lastSuccessfulSignInDateTime": person.signed_in,
    }


def assigned_licenses(held: tuple[Assignment, ...]) -> list[dict[str, Any]]:
    """Return each product once; a plan is enabled if any assignment enables it."""
    disabled: dict[str, set[str]] = {}
    for assignment in held:
        off = set(assignment.disabled)
        disabled[assignment.product] = disabled.get(assignment.product, off) & off
    return [{"skuId": sku, "disabledPlans": sorted(off)} for sku, off in disabled.items()]


def assignment_state(assignment: Assignment) -> dict[str, Any]:
    """Return the state of one assignment; Graph writes "None" for no error."""
    return {
        "skuId": assignment.product,
        "assignedByGroup": assignment.group,
        "disabledPlans": list(assignment.disabled),
        "state": assignment.state,
        "error": "None",
        "lastUpdatedDateTime": assignment.since,
    }
