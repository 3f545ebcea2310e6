"""Taking people into a draft: those picked in a search box, and those pasted as a list."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from cards.kit.actions import Field
from cards.kit.notices import Notice, NoticeKind
from licensing.plans.draft import Draft, PastedTable
from licensing.tenant.lists.reading import MAX_CHARACTERS, MAX_ENTRIES, Pasted, read_list
from licensing.tenant.matching import UnmatchedEntry, match
from licensing.tenant.people import Person
from licensing.tenant.spelling import folded

#: Characters of a table that the draft keeps, so that another column can be used.
MAX_KEPT: Final = 200_000
#: Entries that wait for correction in one draft, which every later click reads. No one corrects
#: more by hand; those beyond are counted, and said on the card.
MAX_PROBLEMS: Final = 500
#: Up to this many characters a list is read without a thread.
_QUICK: Final = 10_000


class Lookup(Protocol):
    """Where people are looked up: the directory, or a part of it."""

    async def find_people(self, entries: Sequence[str]) -> Mapping[str, tuple[Person, ...]]:
        """For each address, id or name: everyone it could mean."""

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
    return await _take_list(lookup, draft, text, None)


def understood(before: Draft, after: Draft, text: str) -> bool:
    """Whether a typed text was a list: it holds an address, or names someone."""
    waiting = set(before.problems)
    asked = any(problem.candidates for problem in after.problems if problem not in waiting)
    return "@" in text or asked or after.people != before.people or bool(after.duplicates)


async def use_column(lookup: Lookup, draft: Draft, place: int) -> Taken:
    """Read the pasted table again, by another of its columns, instead of as before."""
    table = draft.table
    if table is None or not table.text or table.columns.used is None:
        return Taken(draft)
    before = await _read(table.text, table.columns.used.place)
    waiting = {*before.sought, *before.unclear}
    without = replace(
        draft,
        people=tuple(one for one in draft.people if one.id not in table.added),
        problems=tuple(one for one in draft.problems if one.entry not in waiting),
        # A list of this length is almost all there is in the draft.
        unkept=0,
        table=None,
    )
    return await _take_list(lookup, without, table.text, place)


async def _take_list(lookup: Lookup, draft: Draft, text: str, column: int | None) -> Taken:
    if len(text) > MAX_CHARACTERS:
        return Taken(draft, Notice(NoticeKind.TOO_LONG, len(text), MAX_CHARACTERS))
    pasted = await _read(text, column)
    if len(pasted.sought) + len(pasted.unclear) > MAX_ENTRIES:
        number = len(pasted.sought) + len(pasted.unclear)
        return Taken(draft, Notice(NoticeKind.TOO_MANY, number, MAX_ENTRIES))
    if not pasted:
        return Taken(draft)
    found = await lookup.find_people(pasted.sought) if pasted.sought else {}
    if len(text) < _QUICK:
        return _matched(draft, pasted, found, text)
    return await asyncio.to_thread(_matched, draft, pasted, found, text)


def _matched(
    draft: Draft, pasted: Pasted, found: Mapping[str, tuple[Person, ...]], text: str
) -> Taken:
    matched = match(pasted, found, draft.people)
    added = tuple(one.id for one in matched.people)
    problems = _merged(draft.problems, matched.problems)
    return Taken(
        replace(
            draft,
            people=draft.people + matched.people,
            problems=problems[:MAX_PROBLEMS],
            unkept=draft.unkept + len(problems[MAX_PROBLEMS:]),
            duplicates=pasted.repeated + matched.duplicates,
            table=_table(pasted, text, added) or draft.table,
        ),
        Notice(NoticeKind.ADDED, len(matched.people)),
    )


def _table(pasted: Pasted, text: str, added: tuple[str, ...]) -> PastedTable | None:
    """The table to show, where more than one column was there."""
    columns = pasted.columns
    if columns is None or (columns.used is not None and not columns.ignored):
        return None
    changeable = bool(columns.others) and len(text) <= MAX_KEPT
    return PastedTable(columns, text, added) if changeable else PastedTable(columns)


async def _read(text: str, column: int | None) -> Pasted:
    """Read a list; a long one in a thread, so that others get on."""
    if len(text) < _QUICK:
        return read_list(text, column)
    return await asyncio.to_thread(read_list, text, column)


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
    return tuple({folded(problem.entry): problem for problem in (*old, *new)}.values())
