"""Taking people into a draft: those picked in a search box, and those pasted as a list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from cards.kit.actions import Field
from cards.kit.notices import Notice, NoticeKind
from licensing.plans.draft import Draft
from licensing.tenant.addresses import MAX_ENTRIES, read_list
from licensing.tenant.matching import UnmatchedEntry, UnmatchedReason, match
from licensing.tenant.people import Person


class Lookup(Protocol):
    """Where people are looked up: the directory, or a part of it."""

    async def find_people(self, entries: Sequence[str]) -> dict[str, tuple[Person, ...]]:
        """For each address or name: everyone it could mean."""

    async def read_people(self, ids: Sequence[str]) -> dict[str, Person]:
        """People by id; the person who is not there is left out."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A draft with people added, and what to say about it."""

    draft: Draft
    notice: Notice | None = None


def picked(value: str) -> list[str]:
    """Ids in the value of a multiple choice, each once."""
    return list(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


async def take_inputs(lookup: Lookup, draft: Draft, inputs: Mapping[str, str]) -> Taken:
    """Take everything that the inputs of a card hold: corrections, people picked and pasted."""
    before = len(draft.people)
    taken = await correct(lookup, replace(draft, duplicates=0), corrections(inputs.items()))
    notices = [taken.notice]
    taken = await take_picked(lookup, taken.draft, picked(inputs.get(Field.PEOPLE, "")))
    notices.append(taken.notice)
    taken = await take_pasted(lookup, taken.draft, inputs.get(Field.PASTE, ""))
    notices.append(taken.notice)
    return Taken(taken.draft, _said(notices, len(taken.draft.people) - before))


async def take_picked(lookup: Lookup, draft: Draft, ids: Collection[str]) -> Taken:
    """Add people by id. An id the tenant does not know is left out and said."""
    known = {person.id for person in draft.people}
    new = [id_ for id_ in ids if id_ not in known]
    found = await lookup.read_people(new) if new else {}
    people = tuple(found[id_].ref for id_ in new if id_ in found)
    gone = len(new) - len(people)
    notice = Notice(NoticeKind.GONE, gone) if gone else None
    return Taken(replace(draft, people=draft.people + people), notice)


async def take_pasted(lookup: Lookup, draft: Draft, text: str) -> Taken:
    """Add people from a pasted list. What can't be matched waits in the draft for correction."""
    pasted = read_list(text)
    if len(pasted.entries) > MAX_ENTRIES:
        return Taken(draft, Notice(NoticeKind.TOO_MANY, len(pasted.entries), MAX_ENTRIES))
    if not pasted.entries and not pasted.too_long:
        return Taken(draft)
    matched = match(pasted.entries, await lookup.find_people(pasted.entries), draft.people)
    problems = (
        *matched.problems,
        *(UnmatchedEntry(entry, UnmatchedReason.UNKNOWN) for entry in pasted.too_long),
    )
    return Taken(
        replace(
            draft,
            people=draft.people + matched.people,
            problems=_merged(draft.problems, problems),
            duplicates=pasted.repeated + matched.duplicates,
        ),
        Notice(NoticeKind.ADDED, len(matched.people)),
    )


async def correct(lookup: Lookup, draft: Draft, inputs: dict[str, str]) -> Taken:
    """Take the corrections a person typed or chose for problems of the page shown.

    `inputs` is by number of the problem within the draft. An empty one stays a problem.
    """
    if not inputs:
        return Taken(draft)
    chosen: list[str] = []
    typed: list[str] = []
    solved: set[str] = set()
    for number, text in inputs.items():
        problem = _problem(draft, number)
        if problem is None or not text.strip() or text.strip() == problem.entry:
            continue
        solved.add(problem.entry)
        ids = {candidate.id for candidate in problem.candidates}
        (chosen if text.strip() in ids else typed).append(text.strip())
    rest = tuple(p for p in draft.problems if p.entry not in solved)
    taken = await take_picked(lookup, replace(draft, problems=rest), chosen)
    if not typed:
        return taken
    return await take_pasted(lookup, taken.draft, "\n".join(typed))


def _said(notices: Sequence[Notice | None], added: int) -> Notice | None:
    """The last thing that went wrong, or how many came in all, from whichever input."""
    wrong = [one for one in notices if one and one.kind is not NoticeKind.ADDED]
    if wrong:
        return wrong[-1]
    if not added:
        return Notice(NoticeKind.NONE_ADDED) if any(notices) else None
    return Notice(NoticeKind.ADDED, added)


def corrections(inputs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The correction inputs of a card, by number of the problem."""
    return {key.removeprefix(Field.FIX): text for key, text in inputs if key.startswith(Field.FIX)}


def _problem(draft: Draft, number: str) -> UnmatchedEntry | None:
    if not (number.isdecimal() and len(number) < 7) or int(number) >= len(draft.problems):
        return None
    return draft.problems[int(number)]


def _merged(
    old: tuple[UnmatchedEntry, ...], new: tuple[UnmatchedEntry, ...]
) -> tuple[UnmatchedEntry, ...]:
    return tuple({problem.entry.casefold(): problem for problem in (*old, *new)}.values())
