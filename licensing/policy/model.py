"""A policy as a value: lists, rules and times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from licensing.policy.lists import ListEntry, PrincipalType


@dataclass(frozen=True, slots=True)
class RuleRef:
    """The source of a decision: a part of the policy and its line in the file."""

    name: str
    #: 0 without a file.
    line: int = 0


@dataclass(frozen=True, slots=True)
class When:
    """When a rule applies: if all of its conditions are met.

    A condition that is met for some people is met for more people too, so that a larger plan never
    avoids a rule.
    """

    #: The requester has no role that may remove licenses.
    without_role: bool = False
    #: Minimum number of people affected, losing a mailbox, under eDiscovery hold. 0: any.
    people_from: int = 0
    mailboxes_from: int = 0
    on_hold_from: int = 0
    #: At least one affected person is in one of these groups. Empty: any.
    groups: tuple[ListEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovalThreshold:
    """The number of approvals from a number of people on."""

    people: int
    approvals: int


@dataclass(frozen=True, slots=True)
class RequiredApprovals:
    """The number of approvals that a stage needs."""

    #: In rising order of both numbers.
    steps: tuple[ApprovalThreshold, ...] = (ApprovalThreshold(1, 1),)
    #: One approval for each line of the list, each from another person.
    all: bool = False

    def count(self, people: int, listed: int) -> int:
        """Return the number for a plan's people and a list's lines; at least 1."""
        if self.all:
            return max(1, listed)
        return max([1, *(step.approvals for step in self.steps if people >= step.people)])


@dataclass(frozen=True, slots=True)
class Escalation:
    """A second list, whose people may approve too after a waiting time."""

    after: timedelta
    approvers: tuple[ListEntry, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a rule. A stage starts when the previous one has all its approvals."""

    approvers: tuple[ListEntry, ...]
    need: RequiredApprovals = RequiredApprovals()
    escalation: Escalation | None = None

    @property
    def everyone(self) -> tuple[ListEntry, ...]:
        """Return the lines of both lists."""
        second = self.escalation.approvers if self.escalation else ()
        return (*self.approvers, *second)


@dataclass(frozen=True, slots=True)
class Rule:
    """When approval is needed, and whose. All rules that apply to a request count together."""

    ref: RuleRef
    when: When
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Justification:
    """Whether a request needs a justification, and in which form."""

    ref: RuleRef
    required: bool = False
    #: A regular expression to find in the text; None: any text.
    pattern: re.Pattern[str] | None = None
    #: Description of the expected text.
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reminders:
    """When approvers are reminded: the first wait, and the factor by which waits grow."""

    first_after: timedelta = timedelta(hours=4)
    factor: int = 2
    at_most: int = 5


@dataclass(frozen=True, slots=True)
class FreshSignIn:
    """From a number of people on, approvers must have signed in within this time."""

    ref: RuleRef
    people_from: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy. The default value is that of a tenant without a policy."""

    #: The name of the file; empty without one.
    source: str = ""
    #: Who may send requests without a role.
    requesters: tuple[ListEntry, ...] = ()
    requesters_ref: RuleRef = RuleRef("requesters")
    rules: tuple[Rule, ...] = ()
    #: Who may undo a removal, besides the required role; None: anyone with the role.
    undo: tuple[ListEntry, ...] | None = None
    undo_ref: RuleRef = RuleRef("undo")
    #: Who may see everything of the tenant, and change nothing by that.
    readers: tuple[ListEntry, ...] = ()
    readers_ref: RuleRef = RuleRef("readers")
    #: Whether people may approve their own requests.
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
        """Return all lines of all lists of people, without those of conditions."""
        yield from self.requesters
        yield from self.undo or ()
        yield from self.readers
        for rule in self.rules:
            for stage in rule.stages:
                yield from stage.approvers
                yield from stage.escalation.approvers if stage.escalation else ()

    @property
    def groups(self) -> frozenset[str]:
        """Return the object ids of groups that decide who may send requests, approve or read."""
        return frozenset(line.value for line in self.lists if line.type is PrincipalType.GROUP)

    @property
    def watched_groups(self) -> tuple[ListEntry, ...]:
        """Return the groups whose affected members make a rule apply."""
        found = {g.value: g for rule in self.rules for g in rule.when.groups}
        return tuple(found.values())

    def names_managers(self, lead: str) -> bool:
        """Return whether a list names managers of the requester or of the people affected."""
        return any(line.type is PrincipalType.MANAGER and line.value == lead for line in self.lists)
