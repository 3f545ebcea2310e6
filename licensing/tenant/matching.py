"""Who is meant by the entries of a pasted list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from licensing.tenant.lists.reading import Pasted
from licensing.tenant.people import Person, PersonRef
from licensing.tenant.spelling import folded

#: Maximum number of candidates that are offered for an ambiguous entry.
MAX_CANDIDATES = 15


class UnmatchedReason(StrEnum):
    """Why an entry of a pasted list was not accepted."""

    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    #: It names someone, but may have been written for another reason.
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class UnmatchedEntry:
    """An entry that waits for correction."""

    #: What was typed.
    entry: str
    reason: UnmatchedReason
    #: For an ambiguous or doubtful entry: who could be meant.
    candidates: tuple[PersonRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A list that was looked up: people, entries to correct, and people who were listed already."""

    people: tuple[PersonRef, ...]
    problems: tuple[UnmatchedEntry, ...] = ()
    duplicates: int = 0


@dataclass(slots=True)
class _Matcher:
    """Everyone who is on the list by now, by id, and what waits."""

    found: Mapping[str, Sequence[Person]]
    known: set[str]
    people: list[PersonRef] = field(default_factory=list)
    problems: list[UnmatchedEntry] = field(default_factory=list)
    duplicates: int = 0

    def candidates(self, entry: str) -> list[Person]:
        return list({person.id: person for person in self.found.get(entry, ())}.values())

    def take(self, entry: str) -> None:
        candidates = self.candidates(entry)
        if len(candidates) != 1:
            self.problems.append(_problem(entry, candidates))
        elif candidates[0].id in self.known:
            self.duplicates += 1
        else:
            self.known.add(candidates[0].id)
            self.people.append(candidates[0].ref)

    def ask(self, entry: str, *, aside: bool) -> None:
        candidates = self.candidates(entry)
        if any(person.id in self.known for person in candidates):
            return
        if candidates or not aside or _like_a_name(entry):
            self.problems.append(_problem(entry, candidates, UnmatchedReason.DOUBTFUL))


def match(
    pasted: Pasted, found: Mapping[str, Sequence[Person]], already: Iterable[PersonRef] = ()
) -> Match:
    """Match a list with what the directory knows of each entry.

    One person is taken; none, or more than one, waits for correction, and so does what may not be
    meant as a person. Those who are on the list already, perhaps under another address, count as
    duplicates.
    """
    matcher = _Matcher(found, {person.id for person in already})
    for entry in pasted.entries:
        matcher.take(entry)
    for entry in pasted.doubtful:
        matcher.ask(entry, aside=False)
    for entry in pasted.asides:
        matcher.ask(entry, aside=True)
    matcher.problems += [UnmatchedEntry(text, UnmatchedReason.UNKNOWN) for text in pasted.unclear]
    return Match(tuple(matcher.people), tuple(matcher.problems), matcher.duplicates)


def _like_a_name(text: str) -> bool:
    """Whether words next to an address may be a person who was not found."""
    words = text.split()
    return 1 < len(words) < 5 and all(word[0].isalpha() and not word[0].islower() for word in words)


def prefix_match(text: str) -> Callable[[PersonRef], bool]:
    """Whether a word of someone's name, or the address, starts with this, in any spelling."""
    sought = folded(text)

    def fits(person: PersonRef) -> bool:
        name = folded(person.name)
        # Most names don't contain it, so they need not be split into words.
        if sought in name and any(word.startswith(sought) for word in (name, *name.split())):
            return True
        return folded(person.address).startswith(sought)

    return fits


def _problem(
    entry: str,
    candidates: Sequence[Person],
    reason: UnmatchedReason = UnmatchedReason.AMBIGUOUS,
) -> UnmatchedEntry:
    if not candidates:
        return UnmatchedEntry(entry, UnmatchedReason.UNKNOWN)
    if len(candidates) > 1:
        reason = UnmatchedReason.AMBIGUOUS
    refs = tuple(person.ref for person in candidates[:MAX_CANDIDATES])
    return UnmatchedEntry(entry, reason, refs)
