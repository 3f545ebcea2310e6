"""Counts approvals: progress of each rule, and whether a request has all it needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from licensing.policy.model import Rule, Stage


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
    if not stage.need.all:
        return len(grounds)
    matched: dict[int, int] = {}

    def place(ground: int, seen: set[int]) -> bool:
        for line in grounds[ground].places:
            if line not in seen:
                seen.add(line)
                if line not in matched or place(matched[line], seen):
                    matched[line] = ground
                    return True
        return False

    return sum(place(number, set()) for number in range(len(grounds)))


def is_approved(rules: Sequence[Rule], people: int, approvals: Sequence[Approval]) -> bool:
    """Return whether every rule has all its approvals. Without a rule, nothing is approved."""
    return bool(rules) and all(progress(rule, people, approvals).complete for rule in rules)


def still_needed(rules: Sequence[Rule], people: int, approvals: Sequence[Approval]) -> int:
    """Return the minimum number of further approvals, over all stages."""
    return max((_missing(rule, people, approvals) for rule in rules), default=0)


def _missing(rule: Rule, people: int, approvals: Sequence[Approval]) -> int:
    now = progress(rule, people, approvals)
    if now.complete:
        return 0
    later = rule.stages[now.stage + 1 :]
    further = sum(stage.need.count(people, len(stage.approvers)) for stage in later)
    return now.need - now.have + further


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
