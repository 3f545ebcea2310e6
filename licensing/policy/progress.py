"""Counts approvals: progress of each rule, and whether a request has all it needs."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from licensing.guid import is_guid
from licensing.policy.lists import ListEntry, PrincipalType
from licensing.policy.model import Rule, Stage

P = TypeVar("P", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ApprovalScope:
    """Where an approval counts: one stage of one rule, by lines of its list."""

    rule: str
    #: From 0.
    stage: int
    #: Positions in the stage's list, from 0; for people of the second list, all of them.
    places: tuple[int, ...]
    #: The line of the file that names the person.
    line: int
    escalated: bool = False
    #: The delegator's object id; None for one's own right.
    delegator: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's approval."""

    #: The object id.
    person: str
    scopes: tuple[ApprovalScope, ...]
    #: Whether the person had an active role that may remove licenses.
    has_role: bool

    @property
    def identities(self) -> frozenset[str]:
        """Return whose rights it used."""
        delegators = {ground.delegator for ground in self.scopes if ground.delegator}
        return frozenset({self.person} | delegators)

    def identities_in(self, rule: str) -> frozenset[str]:
        """Return whose rights it used in one rule: each person counts once in each rule."""
        scopes = [scope for scope in self.scopes if scope.rule == rule]
        delegators = {scope.delegator for scope in scopes if scope.delegator}
        return frozenset({self.person} | delegators) if scopes else frozenset()


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of one rule."""

    rule: Rule
    #: The current stage, from 0; the number of stages once the rule is satisfied.
    stage: int
    have: int
    need: int

    @property
    def complete(self) -> bool:
        """Return whether the rule has all approvals. A rule without stages never has."""
        return 0 < len(self.rule.stages) <= self.stage

    @property
    def waiting(self) -> Stage | None:
        """Return the stage that waits for approvals."""
        return None if self.stage >= len(self.rule.stages) else self.rule.stages[self.stage]


def progress(rule: Rule, people: int, approvals: Iterable[Approval]) -> Progress:
    """Count the approvals of one rule, for a plan's number of people."""
    grounds = [g for a in approvals for g in a.scopes if g.rule == rule.ref.name]
    for number, stage in enumerate(rule.stages):
        have = count_approvals(stage, [ground for ground in grounds if ground.stage == number])
        need = stage.need.count(people, len(stage.approvers))
        if have < need:
            return Progress(rule, number, have, need)
    return Progress(rule, len(rule.stages), 0, 0)


def count_approvals(stage: Stage, grounds: Sequence[ApprovalScope]) -> int:
    """Return how many of a stage's approvals count; each ground is of another person.

    If each line of the list must approve, this is the largest number of lines that can be matched
    with a person each (augmenting paths).
    """
    return len(match_lines(stage, grounds)) if stage.need.all else len(grounds)


def match_lines(stage: Stage, grounds: Sequence[ApprovalScope]) -> dict[int, int]:
    """Give as many grounds as possible a line of the list each; empty unless each line counts.

    Returns the position in the list by the index of the ground.
    """
    if not stage.need.all:
        return {}
    return match_each([ground.places for ground in grounds])


def match_each(slots: Sequence[Collection[P]]) -> dict[int, P]:
    """Give as many slots as possible a candidate each, and no one two (augmenting paths)."""
    taken: dict[P, int] = {}

    def place(slot: int, seen: set[P]) -> bool:
        for one in slots[slot]:
            if one not in seen:
                seen.add(one)
                if one not in taken or place(taken[one], seen):
                    taken[one] = slot
                    return True
        return False

    for number in range(len(slots)):
        place(number, set())
    return {slot: one for one, slot in taken.items()}


def is_approved(rules: Sequence[Rule], people: int, approvals: Sequence[Approval]) -> bool:
    """Return whether every rule has all its approvals. Without a rule, nothing is approved."""
    return bool(rules) and all(progress(rule, people, approvals).complete for rule in rules)


def still_needed(rules: Sequence[Rule], people: int, approvals: Sequence[Approval]) -> int:
    """Return a number of further approvals that is needed at least, over all stages.

    Exact for one rule. One approval can count in several rules, but not where their lists have no
    one in common: what two rules need, and what rules need that share no one, is added up.
    """
    slots = [_slots(rule, people, approvals) for rule in rules]
    most = max(map(len, slots), default=0)
    for number, one in enumerate(slots):
        apart, others = len(one), [one]
        for other in slots[number + 1 :]:
            most = max(most, len(one) + len(other) - _most_shared(one, other))
            if not any(_most_shared(before, other) for before in others):
                apart += len(other)
                others.append(other)
        most = max(most, apart)
    return most


def _slots(rule: Rule, people: int, approvals: Sequence[Approval]) -> list[tuple[ListEntry, ...]]:
    """Return the list that may fill it, for each approval which a rule still needs."""
    now = progress(rule, people, approvals)
    found: list[tuple[ListEntry, ...]] = []
    for number, stage in enumerate(rule.stages[now.stage :], now.stage):
        need = stage.need.count(people, len(stage.approvers))
        found += [stage.everyone] * (need - (now.have if number == now.stage else 0))
    return found


#: Represents all members of groups and roles, and managers: they may be anyone.
_ANYONE: Final = (PrincipalType.GROUP, "")


def _people_of(
    lines: Iterable[ListEntry], *, tell_apart: bool
) -> frozenset[tuple[PrincipalType, str]]:
    """Return whom a list names."""
    return frozenset(
        (line.type, line.value) if tell_apart and line.type is PrincipalType.PERSON else _ANYONE
        for line in lines
    )


def _most_shared(
    one: Sequence[tuple[ListEntry, ...]], other: Sequence[tuple[ListEntry, ...]]
) -> int:
    """Return how many approvals at most can count in both of two rules."""
    lines = [line for side in (one, other) for slot in side for line in slot]
    forms = {is_guid(line.value) for line in lines if line.type is PrincipalType.PERSON}
    # The same person may be named by id here and by address there.
    apart = len(forms) < 2
    sides = [[_people_of(slot, tell_apart=apart) for slot in side] for side in (one, other)]
    named = {person for side in sides for slot in side for person in slot} - {_ANYONE}
    strangers = [_ANYONE] * min(len(one), len(other))
    return min(_placed((*named, *strangers), sides), _placed((*named, *strangers), sides[::-1]))


def _placed(
    people: Sequence[tuple[PrincipalType, str]],
    sides: Sequence[Sequence[frozenset[tuple[PrincipalType, str]]]],
) -> int:
    """Return how many people, each also named on the second side, can have a slot of the first."""

    def fits(person: tuple[PrincipalType, str], slot: frozenset[tuple[PrincipalType, str]]) -> bool:
        return person in slot or _ANYONE in slot

    slots, others = sides
    shared = [who for who in people if any(fits(who, slot) for slot in others)]
    taken: dict[int, int] = {}

    def place(person: int, seen: set[int]) -> bool:
        for number, slot in enumerate(slots):
            if number not in seen and fits(shared[person], slot):
                seen.add(number)
                if number not in taken or place(taken[number], seen):
                    taken[number] = person
                    return True
        return False

    return sum(place(person, set()) for person in range(len(shared)))


def may_be_needed_again(
    person: str, rules: Sequence[Progress], approvals: Sequence[Approval]
) -> bool:
    """Whether a list that waits has the very line by which someone approved in another rule.

    `rules` are all that apply. Others may be needed again too, but that takes reading who they are.
    """
    mine = {
        (line.type, line.value)
        for approval in approvals
        if approval.person == person
        for scope in approval.scopes
        for state in rules
        if state.rule.ref.name == scope.rule
        for stage in state.rule.stages[scope.stage : scope.stage + 1]
        for line in stage.everyone
        if line.line == scope.line
    }
    return any(
        (line.type, line.value) in mine
        for state in rules
        if state.waiting is not None
        and not any(person in one.identities_in(state.rule.ref.name) for one in approvals)
        for line in state.waiting.everyone
    )


def executor(approvals: Sequence[Approval]) -> Approval | None:
    """Return the last approval by someone with a role: the removal runs as this person."""
    return next((a for a in reversed(approvals) if a.has_role), None)
