"""Counting approvals: how far each rule is, and whether a request has all it needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from licensing.policy.model import Rule, Stage


@dataclass(frozen=True, slots=True)
class ApprovalScope:
    """Where an approval counts: one stage of one rule, and by which lines of its list."""

    rule: str
    #: From 0.
    stage: int
    #: Places in the stage's list, from 0; for somebody of the second list, all of them.
    places: tuple[int, ...]
    #: The line of the file that names the person.
    line: int
    escalated: bool = False
    #: In whose place, by object id; None for a right of one's own.
    delegator: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's yes."""

    #: The object id.
    person: str
    scopes: tuple[ApprovalScope, ...]
    #: Whether the person had an active role that may remove licenses.
    has_role: bool

    @property
    def identities(self) -> frozenset[str]:
        """Whose right it used: each person counts once, whoever presses."""
        lent = {ground.delegator for ground in self.scopes if ground.delegator}
        return frozenset({self.person} | lent)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one rule is."""

    rule: Rule
    #: The stage that waits, from 0; as many as there are once the rule is satisfied.
    stage: int
    have: int
    need: int

    @property
    def complete(self) -> bool:
        """Whether the rule has all approvals. A rule without stages never has."""
        return 0 < len(self.rule.stages) <= self.stage

    @property
    def waiting(self) -> Stage | None:
        """The stage that waits for approvals."""
        return None if self.stage >= len(self.rule.stages) else self.rule.stages[self.stage]


def progress(rule: Rule, people: int, approvals: Iterable[Approval]) -> Progress:
    """Count the approvals of one rule, for a plan of so many people."""
    grounds = [g for a in approvals for g in a.scopes if g.rule == rule.ref.name]
    for number, stage in enumerate(rule.stages):
        have = count_approvals(stage, [ground for ground in grounds if ground.stage == number])
        need = stage.need.count(people, len(stage.approvers))
        if have < need:
            return Progress(rule, number, have, need)
    return Progress(rule, len(rule.stages), 0, 0)


def count_approvals(stage: Stage, grounds: Sequence[ApprovalScope]) -> int:
    """How many of a stage's approvals count; each ground is of another person.

    Where each line of the list has to give one, this is the largest number of lines that can be
    given a person each (augmenting paths).
    """
    if not stage.need.all:
        return len(grounds)
    taken: dict[int, int] = {}

    def place(ground: int, seen: set[int]) -> bool:
        for line in grounds[ground].places:
            if line not in seen:
                seen.add(line)
                if line not in taken or place(taken[line], seen):
                    taken[line] = ground
                    return True
        return False

    return sum(place(number, set()) for number in range(len(grounds)))


def is_approved(rules: Sequence[Rule], people: int, approvals: Sequence[Approval]) -> bool:
    """Whether every rule has all its approvals. Without a rule nothing is approved."""
    return bool(rules) and all(progress(rule, people, approvals).complete for rule in rules)


def still_needed(rules: Sequence[Rule], people: int, approvals: Sequence[Approval]) -> int:
    """At least so many more people have to approve, all stages counted."""
    return max((_missing(rule, people, approvals) for rule in rules), default=0)


def _missing(rule: Rule, people: int, approvals: Sequence[Approval]) -> int:
    now = progress(rule, people, approvals)
    if now.complete:
        return 0
    later = rule.stages[now.stage + 1 :]
    further = sum(stage.need.count(people, len(stage.approvers)) for stage in later)
    return now.need - now.have + further


def executor(approvals: Sequence[Approval]) -> Approval | None:
    """The last approval by somebody with a role: as this person the removal is carried out."""
    return next((a for a in reversed(approvals) if a.has_role), None)
