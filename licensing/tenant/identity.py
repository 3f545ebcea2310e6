"""By what an entry of a list names a person: an address, the object id, or the whole name.

Nothing else names anyone: no part of a name or an address, and nothing that is only similar.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from licensing.guid import is_guid
from licensing.tenant.people import Person
from licensing.tenant.spelling import folded


def name_forms(entry: str) -> tuple[str, ...]:
    """Return a name as it is and, for "Last, First", in the order of a display name."""
    last, comma, first = (part.strip() for part in entry.partition(","))
    if comma and last and first and "," not in first:
        return entry, f"{first} {last}"
    return (entry,)


def keys_of_entry(entry: str) -> tuple[str, ...]:
    """What an entry is compared by."""
    if "@" in entry:
        return (folded(entry),)
    return tuple(folded(form) for form in name_forms(entry))


def keys_of_person(
    id: str,  # noqa: A002 - a person's own word
    addresses: Iterable[str | None],
    name: str | None,
) -> Iterator[str]:
    """Everything by which an entry can name a person."""
    yield id.lower()
    yield from (folded(address) for address in addresses if address and "@" in address)
    if name and "@" not in name and not is_guid(name.lower()):
        yield folded(name)


def named(entries: Sequence[str], people: Iterable[Person]) -> Mapping[str, tuple[Person, ...]]:
    """For each entry everyone it names, in the order of `people`."""
    keys = {entry: keys_of_entry(entry) for entry in entries}
    wanted = {key for own in keys.values() for key in own}
    found: dict[str, list[Person]] = {}
    for person in people:
        own = set(keys_of_person(person.id, person.addresses, person.name))
        for key in own & wanted:
            found.setdefault(key, []).append(person)
    return {
        entry: tuple({p.id: p for key in own for p in found.get(key, ())}.values())
        for entry, own in keys.items()
    }
