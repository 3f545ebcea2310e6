"""Lists of people in a policy, and whom each of their lines means."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class PrincipalType(StrEnum):
    """What a line of a list names."""

    PERSON = "person"
    GROUP = "group"
    ROLE = "role"
    #: The manager of somebody in the request: a `ManagerOf`.
    MANAGER = "manager"
    EVERYBODY = "everybody"


class ManagerOf(StrEnum):
    """Whose manager somebody is, seen from a request."""

    REQUESTER = "requester"
    #: Of everybody from whom something is removed: a manager of some of them speaks for none.
    AFFECTED = "affected"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One line of a list."""

    type: PrincipalType
    #: In small letters: an object id or an address (user principal name) of a person, the object id
    #: of a group, the template id of a role, or a `ManagerOf`.
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
    manager_of: frozenset[ManagerOf] = frozenset()


def matches(listed: ListEntry, standing: Memberships) -> bool:
    """Whether a line means this person."""
    match listed.type:
        case PrincipalType.PERSON:
            known = {standing.person.casefold(), standing.address.casefold()} - {""}
            return listed.value.casefold() in known
        case PrincipalType.GROUP:
            return listed.value in standing.groups
        case PrincipalType.ROLE:
            return listed.value in standing.roles
        case PrincipalType.MANAGER:
            return listed.value in standing.manager_of
        case PrincipalType.EVERYBODY:
            return True
        case _ as unreachable:
            assert_never(unreachable)


def first_match(lines: Collection[ListEntry], standing: Memberships) -> ListEntry | None:
    """The first line that means this person; None where none does."""
    return next((line for line in lines if matches(line, standing)), None)
