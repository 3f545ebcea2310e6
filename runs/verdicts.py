"""The outcomes of one person, line by line in the plan's order."""

from collections.abc import Callable

from licensing.errors import Answer, TenantError
from licensing.outcome import DIRECT_GONE, Drift, LineOutcome, Outcome, PersonOutcome
from licensing.people import Person
from licensing.plan import TOUCHED, Fate, Line
from licensing.restoration import as_it_was
from licensing.services import Data
from runs.ports import Item

#: With any other outcome of a touched line the person keeps the mailbox.
_TAKEN = frozenset({Outcome.REMOVED, Outcome.KEPT, Outcome.ACCEPTED})


def proven(item: Item, seen: Person, answer: Answer | None = None) -> PersonOutcome:
    """What a person has after the write: gone, kept by a group, given back, or not yet effective.

    `answer` is what Graph said to it; None when nobody heard.
    """
    return _touched(item, lambda line: _seen(line, seen, Outcome.ACCEPTED, answer))


def accepted(item: Item, answer: Answer | None) -> PersonOutcome:
    """Graph took the write, and then the person could not be read any more."""
    return _touched(
        item,
        lambda line: LineOutcome(line.product, Outcome.ACCEPTED, line.groups, answer=answer),
    )


def held_back(item: Item, drift: Drift) -> PersonOutcome:
    """The person changed since the preview: nothing of the plan holds any more, so all lines."""
    lines = (
        LineOutcome(line.product, Outcome.HELD_BACK, line.groups, drift)
        for line in item.person.lines
    )
    return _person(item, tuple(lines))


def stopped(item: Item, seen: Person) -> PersonOutcome:
    """The run was stopped while nobody knew what was written: what was done, and what was not."""
    return _touched(item, lambda line: _seen(line, seen, Outcome.NOT_TOUCHED, None))


def failed(item: Item, error: TenantError) -> PersonOutcome:
    """Graph said no, and would say no again."""
    return _refused(item, Outcome.FAILED, type(error).__name__, error)


def needs_attention(item: Item, reason: str, error: TenantError | None = None) -> PersonOutcome:
    """Tried too often. What the person has now must be looked up by somebody."""
    return _refused(item, Outcome.NEEDS_ATTENTION, reason, error)


def _refused(item: Item, outcome: Outcome, reason: str, error: TenantError | None) -> PersonOutcome:
    answer = error.answer if error else None
    return _touched(
        item, lambda line: LineOutcome(line.product, outcome, line.groups, reason, answer)
    )


def _seen(line: Line, seen: Person, undone: Outcome, answer: Answer | None) -> LineOutcome:
    """Judge a line by what a person has; `undone` is its outcome where nothing is seen."""
    groups = seen.groups(line.product)
    if line.fate is Fate.COMES_BACK:
        outcome = Outcome.RESTORED if as_it_was(line, seen) else undone
        return LineOutcome(line.product, outcome, groups, answer=answer)
    if seen.direct(line.product):
        return LineOutcome(line.product, undone, groups, answer=answer)
    if groups:
        return LineOutcome(line.product, Outcome.KEPT, groups, DIRECT_GONE, answer)
    return LineOutcome(line.product, Outcome.REMOVED, answer=answer)


def _touched(item: Item, outcome_of: Callable[[Line], LineOutcome]) -> PersonOutcome:
    """Judge the lines for which something was asked; the others were settled by the plan."""
    settled = {line.product: line for line in item.untouched}
    lines = (
        outcome_of(line) if line.fate in TOUCHED else settled[line.product]
        for line in item.person.lines
    )
    return _person(item, tuple(lines))


def _person(item: Item, lines: tuple[LineOutcome, ...]) -> PersonOutcome:
    person = item.person
    removals = frozenset(person.removals)
    taken = all(line.outcome in _TAKEN for line in lines if line.product in removals)
    lost_mailbox = bool(removals) and taken and Data.MAILBOX in person.losses
    return PersonOutcome(person.id, person.name, person.address, lines, lost_mailbox)
