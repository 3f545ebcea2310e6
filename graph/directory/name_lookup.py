"""Which people an entry of a list could mean."""

from collections.abc import Iterable, Mapping, Sequence

from graph.client.parsing import Json, aliases, text
from licensing.guid import is_guid
from licensing.tenant.identity import keys_of_entry, keys_of_person, name_forms, named
from licensing.tenant.people import Person
from licensing.tenant.spelling import composed, folded, spellings

#: Longer than any address or display name; such an entry means no one.
_LONGEST = 320


class NameLookup:
    """Entries of a list, ready to be looked up: addresses with an "@", GUIDs, and names."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._all = entries
        short = {folded(entry): entry for entry in entries if 0 < len(entry) <= _LONGEST}
        self._wanted = frozenset(key for entry in short.values() for key in keys_of_entry(entry))
        self._addresses = [composed(entry) for entry in short.values() if "@" in entry]
        ids = [key for key in short if is_guid(key)]
        names = [entry for key, entry in short.items() if "@" not in key and not is_guid(key)]
        forms = [s for name in names for form in name_forms(name) for s in spellings(form)]
        #: Values by the field in which Graph has to look for them.
        self.wanted = {
            field: values
            for field, values in (
                ("userPrincipalName", self._addresses),
                ("mail", self._addresses),
                ("id", ids),
                ("displayName", forms),
            )
            if values
        }

    def fits(self, raw: Json) -> bool:
        """Whether a person, as Graph returns it, could be meant by any entry."""
        addresses = (text(raw, "userPrincipalName"), text(raw, "mail"), *aliases(raw))
        keys = keys_of_person(text(raw, "id") or "", addresses, text(raw, "displayName"))
        return not self._wanted.isdisjoint(keys)

    def aliases(self, people: Iterable[Person]) -> list[str]:
        """The addresses that no one of these people has, to be looked for among the aliases."""
        known = {folded(address) for person in people for address in person.addresses}
        return [f"smtp:{entry}" for entry in self._addresses if folded(entry) not in known]

    def meaning(self, people: Iterable[Person]) -> Mapping[str, tuple[Person, ...]]:
        """For each entry everyone it could mean, in the order of `people`."""
        return named(self._all, people)
