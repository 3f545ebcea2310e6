"""Indexes of people by exact value and by prefix. Names never change here."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from sandbox.organization.organization import Account
from sandbox.search_tokens import tokens

#: Sorts after every string with the same prefix.
_LAST = "\U0010ffff"


class ExactIndex:
    """Positions by value, case-insensitive."""

    def __init__(self, values: Iterable[str | None]) -> None:
        self._positions: dict[str, list[int]] = {}
        for position, value in enumerate(values):
            if value is not None:
                self._positions.setdefault(value.casefold(), []).append(position)

    def find(self, value: str) -> Sequence[int]:
        """Return the positions of a value."""
        return self._positions.get(value.casefold(), ())


class PrefixIndex:
    """Positions by prefix of a value, case-insensitive."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        self._pairs = sorted(pairs)

    def find(self, prefix: str) -> set[int]:
        """Return the positions of values with a prefix."""
        prefix = prefix.casefold()
        first = bisect_left(self._pairs, (prefix, -1))
        last = bisect_left(self._pairs, (prefix + _LAST, -1))
        return {position for _, position in self._pairs[first:last]}


class PeopleIndex:
    """All indexes of people, by Graph's name of the property."""

    def __init__(self, people: Sequence[Account]) -> None:
        self.exact: dict[str, ExactIndex] = {
            "id": ExactIndex(p.id for p in people),
            "userPrincipalName": ExactIndex(p.address for p in people),
            "mail": ExactIndex(p.mail for p in people),
            "displayName": ExactIndex(p.name for p in people),
        }
        self.words = PrefixIndex((t, i) for i, p in enumerate(people) for t in tokens(p.name))
        self.prefix: dict[str, PrefixIndex] = {
            "userPrincipalName": _prefixes(people, lambda p: p.address),
            "mail": _prefixes(people, lambda p: p.mail),
        }
        by_name = sorted(range(len(people)), key=lambda i: (people[i].name.casefold(), i))
        #: Positions in the order of display names, and the rank of each position in that order.
        self.by_name: tuple[int, ...] = tuple(by_name)
        ranks = [0] * len(by_name)
        for rank, position in enumerate(by_name):
            ranks[position] = rank
        self.ranks: tuple[int, ...] = tuple(ranks)


def _prefixes(people: Sequence[Account], value: Callable[[Account], str | None]) -> PrefixIndex:
    pairs = ((value(person), position) for position, person in enumerate(people))
    return PrefixIndex((text.casefold(), position) for text, position in pairs if text is not None)
