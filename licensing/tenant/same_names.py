"""Tells people of one name apart where several stand together: by address, else by object id."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

from licensing.tenant.spelling import folded

#: Characters of an object id that are shown where no address is known.
_ID_LENGTH: Final = 8


class Named(Protocol):
    """Someone, or something, with an id and a name."""

    @property
    def id(self) -> str:
        """The object id."""

    @property
    def name(self) -> str:
        """The display name."""

    @property
    def address(self) -> str:
        """The user principal name; empty if unknown."""


def distinctions(
    people: Iterable[Named], addresses: Mapping[str, str] | None = None
) -> dict[str, str]:
    """By id, what tells someone apart; only for those whose name someone else of these has too.

    `addresses` has further addresses by id.
    """
    known = {person.id: person for person in people}
    names = Counter(folded(person.name) for person in known.values())
    return {
        person.id: person.address or (addresses or {}).get(person.id) or person.id[:_ID_LENGTH]
        for person in known.values()
        if names[folded(person.name)] > 1
    }


def told_apart(people: Sequence[Named]) -> tuple[str, ...]:
    """The name of each, with the address or id behind it where names are the same."""
    found = distinctions(people)
    return tuple(
        f"{person.name} · {found[person.id]}" if person.id in found else person.name
        for person in people
    )
