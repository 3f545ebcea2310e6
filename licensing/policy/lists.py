"""Lists of people in a policy, and whom each of their lines means."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class Kind(StrEnum):
    """What a line of a list names."""

    PERSON = "person"
    GROUP = "group"
    ROLE = "role"
    #: The manager of somebody in the request: a `Lead`.
    MANAGER = "manager"
    EVERYBODY = "everybody"


class Lead(StrEnum):
    """Whose manager somebody is, seen from a request."""

    REQUESTER = "requester"
    #: Of everybody from whom something is removed: a manager of some of them speaks for none.
    AFFECTED = "affected"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list."""

    kind: Kind
    #: In small letters: an object id or an address (user principal name) of a person, the object id
    #: of a group, the template id of a role, or a `Lead`.
    value: str
    #: What people call it.
    name: str
    #: The line of the file.
    line: int


@dataclass(frozen=True, slots=True)
class Memberships:
    """All that lists look at in one person, as the directory tells it now."""

    #: The object id.
    person: str
    #: The user principal name. Never the mail address, which more people can change.
    address: str = ""
    #: Template ids of active directory roles.
    roles: frozenset[str] = frozenset()
    #: Object ids of groups, as far as the policy names them; members of members count.
    groups: frozenset[str] = frozenset()
    leads: frozenset[Lead] = frozenset()


def names(listed: Listed, standing: Memberships) -> bool:
    """Whether a line means this person."""
    match listed.kind:
        case Kind.PERSON:
            known = {standing.person.casefold(), standing.address.casefold()} - {""}
            return listed.value.casefold() in known
        case Kind.GROUP:
            return listed.value in standing.groups
        case Kind.ROLE:
            return listed.value in standing.roles
        case Kind.MANAGER:
            return listed.value in standing.leads
        case Kind.EVERYBODY:
            return True
        case _ as unreachable:
            assert_never(unreachable)


def first_naming(lines: Collection[Listed], standing: Memberships) -> Listed | None:
    """The first line that means this person; None where none does."""
    return next((line for line in lines if names(line, standing)), None)
