"""Lists of people in the policy file."""

from collections.abc import Sequence
from typing import Final

from licensing.guid import is_guid
from licensing.policy.lists import ListEntry, ManagerOf, PrincipalType
from licensing.tenant.roles import KNOWN_ROLES
from settings.policy.yaml_reader import Node

_ROLES: Final = {name: template for template, name in KNOWN_ROLES.items()}
_LEADS: Final = {lead.value: lead for lead in ManagerOf}
_KINDS: Final = ("person", "group", "role", "manager")
#: The word that means everyone in the tenant.
EVERYONE: Final = "everyone"


def people(
    place: Node, *, everyone_allowed: bool = False, managers: bool | None = None
) -> tuple[ListEntry, ...]:
    """Read a list of people.

    With `everyone_allowed` it may have `everyone`, and then no managers unless `managers` says so.
    """
    kinds = _KINDS if (not everyone_allowed if managers is None else managers) else _KINDS[:-1]
    found = (_line(item, kinds, everyone_allowed=everyone_allowed) for item in place.items())
    return tuple(one for one in found if one)


def groups(place: Node) -> tuple[ListEntry, ...]:
    """A list of groups."""
    found = []
    for item in place.items():
        if "group" not in item.known("group", "name"):
            item.complain("expected: a group, by its object id")
        elif listed := _listed(item, "group"):
            found.append(listed)
    return tuple(found)


def _line(place: Node, kinds: Sequence[str], *, everyone_allowed: bool) -> ListEntry | None:
    if everyone_allowed and place.word.casefold() == EVERYONE:
        return ListEntry(PrincipalType.EVERYONE, EVERYONE, EVERYONE, place.line)
    known = place.known(*kinds, "name")
    given = [kind for kind in kinds if kind in known]
    if len(given) != 1:
        place.complain(f"expected in each line: one of {', '.join(kinds)}")
        return None
    return _listed(place, given[0])


def _listed(place: Node, kind: str) -> ListEntry | None:
    value = place.at(kind)
    called = place.at("name").text() if not place.at("name").missing else ""
    text = value.text().casefold()
    match kind:
        case "person":
            if not ("@" in text or is_guid(text)):
                value.complain("expected: an address (user principal name) or an object id")
                return None
            return ListEntry(PrincipalType.PERSON, text, called or value.word, value.line)
        case "group":
            if not is_guid(text):
                value.complain("expected: the object id of a group")
                return None
            return ListEntry(PrincipalType.GROUP, text, called or value.word, value.line)
        case "role":
            role = text if is_guid(text) else value.one_of(_ROLES, "")
            name = called or KNOWN_ROLES.get(role, role)
            return ListEntry(PrincipalType.ROLE, role, name, value.line) if role else None
    lead = value.one_of(_LEADS, None)
    return ListEntry(PrincipalType.MANAGER, lead, called or lead, value.line) if lead else None
