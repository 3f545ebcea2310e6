"""Who is meant by the entries of a pasted list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from licensing.tenant.people import Person, PersonRef

#: So many candidates are offered for an ambiguous entry.
MAX_CANDIDATES = 15


class UnmatchedReason(StrEnum):
    """Why an entry of a pasted list was not taken."""

    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class UnmatchedEntry:
    """An entry that waits for correction."""

    #: What was typed.
    entry: str
    reason: UnmatchedReason
    #: For an ambiguous entry: who could be meant.
    candidates: tuple[PersonRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A list that was looked up: who is meant, what waits for correction, who was there already."""

    people: tuple[PersonRef, ...]
    problems: tuple[UnmatchedEntry, ...] = ()
    duplicates: int = 0


def match(
    entries: Iterable[str], found: Mapping[str, Sequence[Person]], already: Iterable[PersonRef] = ()
) -> Match:
    """Match entries with what the directory knows of each.

    One person is taken; none, or more than one, waits for correction. Whoever is on the list
    already, perhaps under another address, counts as a duplicate.
    """
    people: dict[str, PersonRef] = {}
    known = {person.id for person in already}
    problems: list[UnmatchedEntry] = []
    duplicates = 0
    for entry in entries:
        candidates = list({person.id: person for person in found.get(entry, ())}.values())
        if len(candidates) != 1:
            problems.append(_problem(entry, candidates))
            continue
        person = candidates[0].ref
        if person.id in known:
            duplicates += 1
            continue
        known.add(person.id)
        people[person.id] = person
    return Match(tuple(people.values()), tuple(problems), duplicates)


def starts_with(person: PersonRef, text: str) -> bool:
    """Whether a word of the name, or the address, begins so; case does not matter."""
    sought = text.casefold().strip()
    name = person.name.casefold()
    words = (name, *name.split(), person.address.casefold())
    return any(word.startswith(sought) for word in words)


def _problem(entry: str, candidates: Sequence[Person]) -> UnmatchedEntry:
    if not candidates:
        return UnmatchedEntry(entry, UnmatchedReason.UNKNOWN)
    refs = tuple(person.ref for person in candidates[:MAX_CANDIDATES])
    return UnmatchedEntry(entry, UnmatchedReason.AMBIGUOUS, refs)
