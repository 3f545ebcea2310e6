"""Lists of people in a policy, and whom each line matches."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class PrincipalType(StrEnum):
    """The type of a line of a list."""

    PERSON = "person"
    GROUP = "group"
    ROLE = "role"
    #: The manager of someone in the request: a `ManagerOf`.
    MANAGER = "manager"
    EVERYONE = "everyone"


class ManagerOf(StrEnum):
    """Whose manager a line means, in a request."""

    REQUESTER = "requester"
    #: Of all affected people: a manager of only some of them does not count.
    AFFECTED = "affected"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One line of a list."""

    type: PrincipalType
    #: In lowercase: an object id or an address (user principal name) of a person, the object id
    #: of a group, the template id of a role, or a `ManagerOf`.
    value: str
    #: The display name.
    name: str
    #: The line of the file.
    line: int


@dataclass(frozen=True, slots=True)
class Memberships:
    """A person's current facts that lists match against."""

    #: The object id.
    person: str
    #: The user principal name, not the mail address, which more people can change.
    address: str = ""
    #: Template ids of active directory roles.
    roles: frozenset[str] = frozenset()
    #: Object ids of groups that the policy names; nested membership counts.
    groups: frozenset[str] = frozenset()
    manager_of: frozenset[ManagerOf] = frozenset()


def matches(listed: ListEntry, memberships: Memberships) -> bool:
    """Return whether a line matches this person."""
    match listed.type:
        case PrincipalType.PERSON:
            known = {memberships.person.casefold(), memberships.address.casefold()} - {""}
            return listed.value.casefold() in known
        case PrincipalType.GROUP:
            return listed.value in memberships.groups
        case PrincipalType.ROLE:
            return listed.value in memberships.roles
        case PrincipalType.MANAGER:
            return listed.value in memberships.manager_of
        case PrincipalType.EVERYONE:
            return True
        case _ as unreachable:
            assert_never(unreachable)


def first_match(lines: Collection[ListEntry], memberships: Memberships) -> ListEntry | None:
    """Return the first line that matches this person; None for none."""
    return next((line for line in lines if matches(line, memberships)), None)
