"""The initial people, groups and products of a rehearsal. Frozen: the tenant changes a copy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.organization.ediscovery import Purview
from sandbox.organization.products import Product


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment of a product: direct, or inherited from one group."""

    product: str
    #: Id of the assigning group; None for a direct assignment.
    group: str | None = None
    #: Ids of its disabled service plans, sorted.
    disabled: tuple[str, ...] = ()
    #: When it last changed, in Graph's format.
    since: str = "2026-01-12T08:00:00Z"
    state: str = "Active"


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the directory with its initial assignments."""

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
    #: Two-letter country; without one no license can be assigned.
    usage_location: str | None = "US"
    synced: bool = False
    created: str = "2024-03-01T09:00:00Z"
    #: Last successful sign-in; None for never.
    signed_in: str | None = None
    groups: tuple[str, ...] = ()
    #: Object id of the manager.
    manager: str | None = None
    assignments: tuple[Assignment, ...] = ()
    #: Graph's userPurpose of the mailbox.
    mailbox: str = "user"
    #: Whether it is in a restricted management administrative unit of other administrators.
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group; its members inherit its licenses."""

    id: str
    name: str
    #: Product id to the ids of disabled service plans.
    licenses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The membership rule of a dynamic group.
    rule: str | None = None
    #: Synced from on-premises: its members can't be changed here.
    synced: bool = False


@dataclass(frozen=True, slots=True)
class Organization:
    """A tenant's initial content."""

    tenant: str
    name: str
    domain: str
    people: tuple[Account, ...]
    groups: tuple[Group, ...]
    products: tuple[Product, ...]
    #: Person id to template ids of directory roles.
    roles: Mapping[str, frozenset[str]]
    purview: Purview = field(default_factory=Purview)


def graph_time(moment: datetime) -> str:
    """Return a time in Graph's format: UTC, whole seconds, with a trailing Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
