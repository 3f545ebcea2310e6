"""Which people an entry of a list could mean."""

from collections.abc import Iterable, Iterator, Sequence

from graph.client.parsing import Json, text
from licensing.tenant.people import Person

#: Longer than any address or display name; such an entry means no one.
_LONGEST = 320


class NameLookup:
    """Entries of a list, ready to be looked up. An address has an "@"; all else is a name."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._all = entries
        short = {entry.casefold(): entry for entry in entries if 0 < len(entry) <= _LONGEST}
        self._wanted = frozenset(short)
        addresses = [entry for entry in short.values() if "@" in entry]
        names = [entry for entry in short.values() if "@" not in entry]
        #: Values by the field in which Graph has to look for them.
        self.wanted = {
            field: values
            for field, values in (
                ("userPrincipalName", addresses),
                ("mail", addresses),
                ("displayName", names),
            )
            if values
        }

    def fits(self, raw: Json) -> bool:
        """Whether a person, as Graph returns it, could be meant by any entry."""
        addresses = (text(raw, "userPrincipalName"), text(raw, "mail"))
        return not self._wanted.isdisjoint(_keys(addresses, text(raw, "displayName")))

    def meaning(self, people: Iterable[Person]) -> dict[str, tuple[Person, ...]]:
        """For each entry everyone it could mean, in the order of `people`."""
        found: dict[str, list[Person]] = {}
        for person in people:
            for key in set(_keys((person.address, person.mail), person.name)) & self._wanted:
                found.setdefault(key, []).append(person)
        return {entry: tuple(found.get(entry.casefold(), ())) for entry in self._all}


def _keys(addresses: Iterable[str | None], name: str | None) -> Iterator[str]:
    yield from (address.casefold() for address in addresses if address and "@" in address)
    if name and "@" not in name:
        yield name.casefold()
