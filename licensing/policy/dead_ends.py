"""Dead ends: stages of a rule that can never get all their approvals.

A policy file is refused if one of its rules can reach a dead end, depending on who approves first.
An open request that is in one, given who is available and who has approved, says so immediately.
"""

import sys
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from licensing.policy.lists import ListEntry, PrincipalType
from licensing.policy.model import Rule, Stage
from licensing.policy.progress import Approval, match_each, progress

#: Lines that each mean one person.
_ONE_PERSON = frozenset({PrincipalType.PERSON, PrincipalType.MANAGER})

#: Who a line names now, by its type and value; a line that is missing names unknown people.
People = Mapping[tuple[PrincipalType, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A stage that may wait for people who have approved before."""

    #: From 0.
    stage: int
    need: int
    #: How many different people its lists name.
    listed: int
    #: How many of them earlier stages may have used.
    used: int
    #: The lines of the file that name those.
    lines: tuple[int, ...] = ()


def dead_ends(stages: Sequence[Stage], expires_after: timedelta) -> tuple[DeadEnd, ...]:
    """Return the stages of a rule that can be left without enough people, by the file alone.

    A group or a role may have any number of members, a person or a manager is one. Each person
    counts once in a rule, so a person who approves an early stage is missing in a later one. An
    empty list is valid: it means that no one approves.
    """
    found = []
    for number, stage in enumerate(stages):
        counted = _lines(stage, expires_after)
        need, people = _wanted(stage, counted)
        used = _most_used(stages[:number], people, expires_after)
        # A second list that comes after the end is a mistake, an empty list is not.
        meant = counted or stage.escalation
        if meant and len(people) - len(used) < need:
            lines = tuple(sorted(line.line for line in counted if _key(line) in used))
            found.append(DeadEnd(number, need, len(people), len(used), lines))
    return tuple(found)


def _most(stage: Stage) -> int:
    """Return how many approvals a stage needs for the largest plan."""
    return stage.need.count(sys.maxsize, len(stage.approvers))


def _key(line: ListEntry) -> tuple[PrincipalType, str]:
    return line.type, line.value


def _lines(stage: Stage, expires_after: timedelta) -> tuple[ListEntry, ...]:
    """Return the lines that count before a request expires."""
    second = stage.escalation
    in_time = second is not None and second.after < expires_after
    return (*stage.approvers, *(second.approvers if second and in_time else ()))


def _wanted(
    stage: Stage, lines: Sequence[ListEntry]
) -> tuple[int, frozenset[tuple[PrincipalType, str]]]:
    """Return how many single people a stage needs, and which it names.

    None, where groups or roles can give what is needed.
    """
    people = frozenset(_key(line) for line in lines if line.type in _ONE_PERSON)
    second = lines[len(stage.approvers) :]
    enough = second if stage.need.all else lines
    if any(line.type not in _ONE_PERSON for line in enough):
        return 0, frozenset()
    if stage.need.all:
        # A group or a role has its own line filled by a member.
        return sum(line.type in _ONE_PERSON for line in stage.approvers), people
    return _most(stage), people


def _most_used(
    before: Sequence[Stage], people: Collection[tuple[PrincipalType, str]], expires_after: timedelta
) -> frozenset[tuple[PrincipalType, str]]:
    """Return as many of these people as earlier stages can use up."""
    slots = []
    for stage in before:
        named = {_key(line) for line in _lines(stage, expires_after)}
        slots += [named.intersection(people)] * _most(stage)
    return frozenset(match_each(slots).values())


def stuck_rule(
    rules: Iterable[Rule],
    people: int,
    approvals: Sequence[Approval],
    names: People,
    barred: frozenset[str],
    time_left: timedelta,
) -> Rule | None:
    """Return the first rule that available people can no longer satisfy; None if all can be.

    `people` is the plan's number of people, `barred` are those who asked, `time_left` is the time
    from asking to the end. Lists of unknown people are assumed to be long enough.
    """
    for rule in rules:
        used = {who for approval in approvals for who in approval.identities_in(rule.ref.name)}
        if not _can_be_satisfied(rule, people, approvals, names, barred | used, time_left):
            return rule
    return None


def _can_be_satisfied(
    rule: Rule,
    people: int,
    approvals: Sequence[Approval],
    names: People,
    barred: frozenset[str],
    time_left: timedelta,
) -> bool:
    state = progress(rule, people, approvals)
    slots: list[frozenset[Hashable]] = []
    for number, stage in enumerate(rule.stages[state.stage :], state.stage):
        given = [
            (n, scope)
            for n, approval in enumerate(approvals)
            for scope in approval.scopes
            if (scope.rule, scope.stage) == (rule.ref.name, number)
        ]
        second = _lines(stage, time_left)[len(stage.approvers) :]
        if any(_key(line) not in names for line in second):
            continue
        spare = frozenset[str]().union(*(names[_key(line)] for line in second))
        if stage.need.all:
            for place, line in enumerate(stage.approvers):
                if _key(line) in names:
                    there = (names[_key(line)] | spare) - barred
                    slots.append(there | {n for n, scope in given if place in scope.places})
        elif all(_key(line) in names for line in stage.approvers):
            named = spare.union(*(names[_key(line)] for line in stage.approvers)) - barred
            slots += [named | {n for n, _ in given}] * stage.need.count(people, 0)
    return bool(rule.stages) and len(match_each(slots)) == len(slots)
