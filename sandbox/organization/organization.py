"""What a rehearsal starts from: people, groups, products. Frozen: the tenant changes a copy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.organization.ediscovery import Purview
from sandbox.organization.products import Product


@dataclass(frozen=True, slots=True)
class Assignment:
    """One reason why a person holds a product: given directly, or inherited from one group."""

    product: str
    #: Id of the group that gives it; None for a direct assignment.
    group: str | None = None
    #: Ids of service plans switched off within it, sorted.
    disabled: tuple[str, ...] = ()
    #: When it was last changed, as Graph writes a time.
    since: str = "2026-01-12T08:00:00Z"
    state: str = "Active"


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the directory with what it holds at the start."""

    id: str
    name: str
    #: The user principal name.
    address: str
    mail: str | None = None
    given_name: str | None = None
    surname: str | None = None
    enabled: bool = True
    guest: bool = False
    department: str | None = None
    job: str | None = None
    #: Two-letter country; without one no license can be given.
    usage_location: str | None = "US"
    synced: bool = False
    created: str = "2024-03-01T09:00:00Z"
    #: Last successful sign-in; None for somebody who never came.
    signed_in: str | None = None
    groups: tuple[str, ...] = ()
    #: Object id of the manager.
    manager: str | None = None
    assignments: tuple[Assignment, ...] = ()
    #: Graph's userPurpose of the mailbox.
    mailbox: str = "user"


@dataclass(frozen=True, slots=True)
class Group:
    """A group; whoever is a member inherits its licenses."""

    id: str
    name: str
    #: Product id to the ids of service plans switched off.
    licenses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The membership rule of a dynamic group.
    rule: str | None = None
    #: Mastered on premises: its members cannot be changed here.
    synced: bool = False


@dataclass(frozen=True, slots=True)
class Organization:
    """Everything a tenant is made of."""

    tenant: str
    name: str
    domain: str
    people: tuple[Account, ...]
    groups: tuple[Group, ...]
    products: tuple[Product, ...]
    #: Person id to template ids of directory roles held.
    roles: Mapping[str, frozenset[str]]
    purview: Purview = field(default_factory=Purview)


def graph_time(moment: datetime) -> str:
    """A time as Graph writes it: UTC, whole seconds, a Z at the end."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
