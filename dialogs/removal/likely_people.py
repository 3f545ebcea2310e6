"""Who may be meant by words that are no one's whole name: candidates to choose, never taken."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from rapidfuzz import fuzz

from dialogs.model.context import Context
from dialogs.removal.people_input import take_pasted
from dialogs.sentences.grammar import may_be_a_name
from licensing.plans.draft import Draft
from licensing.tenant.matching import MAX_CANDIDATES, UnmatchedEntry, UnmatchedReason
from licensing.tenant.people import Person
from licensing.tenant.spelling import folded

#: Entries that are looked for; the others keep their field to type in.
MOST_SOUGHT: Final = 10
#: Longer than the words that people say for a person.
_LONGEST: Final = 60
#: How much of a name has to be right where its first word is, in percent.
_LIKENESS: Final = 75
_SHORTEST: Final = 2


class Search(Protocol):
    """Where people are searched by the beginning of a name or an address."""

    async def search_people(self, text: str, *, limit: int = 15) -> tuple[Person, ...]:
        """People whose name or address begins so."""


async def with_candidates(search: Search, draft: Draft) -> Draft:
    """The draft with candidates for those of its entries that fit no one exactly."""
    sought = [
        problem.entry
        for problem in draft.problems
        if problem.reason is UnmatchedReason.UNKNOWN and _SHORTEST <= len(problem.entry) <= _LONGEST
    ][:MOST_SOUGHT]
    if not sought:
        return draft
    found = await asyncio.gather(*(_candidates(search, entry) for entry in sought))
    known = {entry: people for entry, people in zip(sought, found, strict=True) if people}
    problems = tuple(_offered(problem, known.get(problem.entry, ())) for problem in draft.problems)
    return replace(draft, problems=problems)


async def take_likely(context: Context, draft: Draft, text: str) -> Draft | None:
    """The draft with candidates for a name that was not typed in full; None without any."""
    if not may_be_a_name(text, context.languages):
        return None
    waiting = {problem.entry for problem in draft.problems}
    taken = await take_pasted(context.directory, replace(draft, duplicates=0), text)
    asked = await with_candidates(context.directory, taken.draft)
    likely = tuple(p for p in asked.problems if p.entry not in waiting and p.candidates)
    return replace(draft, problems=draft.problems + likely) if likely else None


async def _candidates(search: Search, entry: str) -> Sequence[Person]:
    words = entry.partition("@")[0]
    if found := await search.search_people(words, limit=MAX_CANDIDATES):
        return found
    first = words.split()[:1]
    if not first or first[0] == words:
        return ()
    near = await search.search_people(first[0], limit=MAX_CANDIDATES)
    return [one for one in near if fuzz.ratio(folded(one.name), folded(words)) >= _LIKENESS]


def _offered(problem: UnmatchedEntry, people: Sequence[Person]) -> UnmatchedEntry:
    if problem.reason is not UnmatchedReason.UNKNOWN or not people:
        return problem
    reason = UnmatchedReason.AMBIGUOUS if len(people) > 1 else UnmatchedReason.DOUBTFUL
    return UnmatchedEntry(problem.entry, reason, tuple(one.ref for one in people))
