"""A policy as a value: its lists, its rules, and the times it sets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from licensing.policy.lists import ListEntry, PrincipalType


@dataclass(frozen=True, slots=True)
class RuleRef:
    """Where a decision comes from: a part of the policy by its name, and its line in the file."""

    name: str
    #: 0 where there is no file.
    line: int = 0


@dataclass(frozen=True, slots=True)
class When:
    """When a rule applies: if everything that it names is the case.

    Each condition that is met for some people is met for more people too, so that a larger plan
    never gets around a rule.
    """

    #: The asker has no role that may remove licenses.
    without_role: bool = False
    #: At least so many people lose something; a mailbox; are under eDiscovery hold. 0: no matter.
    people_from: int = 0
    mailboxes_from: int = 0
    on_hold_from: int = 0
    #: At least one person who loses something is in one of these groups. Empty: no matter.
    groups: tuple[ListEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovalThreshold:
    """So many approvals from so many people on."""

    people: int
    approvals: int


@dataclass(frozen=True, slots=True)
class RequiredApprovals:
    """How many approvals a stage needs."""

    #: In rising order of both numbers.
    steps: tuple[ApprovalThreshold, ...] = (ApprovalThreshold(1, 1),)
    #: One approval for each line of the list, each from another person.
    all: bool = False

    def count(self, people: int, listed: int) -> int:
        """How many for a plan of so many people and a list of so many lines; never none."""
        if self.all:
            return max(1, listed)
        return max([1, *(step.approvals for step in self.steps if people >= step.people)])


@dataclass(frozen=True, slots=True)
class Escalation:
    """A second list, whose people may approve too once a request has waited for so long."""

    after: timedelta
    approvers: tuple[ListEntry, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a rule. A stage begins when the one before it has all its approvals."""

    approvers: tuple[ListEntry, ...]
    need: RequiredApprovals = RequiredApprovals()
    escalation: Escalation | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """When approval is needed, and whose. All rules that apply to a request count side by side."""

    ref: RuleRef
    when: When
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Justification:
    """Whether a request says why, and in which form."""

    ref: RuleRef
    required: bool = False
    #: A regular expression that is found somewhere in the text; None: any text.
    pattern: re.Pattern[str] | None = None
    #: What is expected, in words.
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reminders:
    """When approvers are reminded: first after so long, then each time after a longer wait."""

    first_after: timedelta = timedelta(hours=4)
    factor: int = 2
    at_most: int = 5


@dataclass(frozen=True, slots=True)
class FreshSignIn:
    """From so many people on, whoever approves must have signed in within this time."""

    ref: RuleRef
    people_from: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy. This very value is that of a tenant without one."""

    #: The name of the file; empty without one.
    source: str = ""
    #: Who may ask without a role of their own.
    requesters: tuple[ListEntry, ...] = ()
    requesters_ref: RuleRef = RuleRef("ask")
    rules: tuple[Rule, ...] = ()
    #: Who may give back what was removed, beside the role it takes; None: whoever has the role.
    undo: tuple[ListEntry, ...] | None = None
    undo_ref: RuleRef = RuleRef("giving_back")
    #: Whether somebody may approve what they asked for.
    self_approval: bool = False
    self_approval_ref: RuleRef = RuleRef("self_approval")
    expires_after: timedelta = timedelta(days=3)
    reminders: Reminders = Reminders()
    justification: Justification = field(
        default_factory=lambda: Justification(RuleRef("justification"))
    )
    fresh_sign_in: FreshSignIn | None = None

    @property
    def lists(self) -> Iterator[ListEntry]:
        """Every line of every list of people, those of the rules' conditions left out."""
        yield from self.requesters
        yield from self.undo or ()
        for rule in self.rules:
            for stage in rule.stages:
                yield from stage.approvers
                yield from stage.escalation.approvers if stage.escalation else ()

    @property
    def groups(self) -> frozenset[str]:
        """Object ids of the groups whose membership decides who may ask or approve."""
        return frozenset(line.value for line in self.lists if line.type is PrincipalType.GROUP)

    @property
    def watched_groups(self) -> tuple[ListEntry, ...]:
        """The groups that make a rule apply when one of their people loses something."""
        found = {g.value: g for rule in self.rules for g in rule.when.groups}
        return tuple(found.values())

    def names_managers(self, lead: str) -> bool:
        """Whether any list names the managers of the requester, or of the people affected."""
        return any(line.type is PrincipalType.MANAGER and line.value == lead for line in self.lists)
