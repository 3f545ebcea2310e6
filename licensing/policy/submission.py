"""Who may ask, whether approval is needed at all, and whether the reason given will do."""

from dataclasses import dataclass
from enum import StrEnum

from licensing.policy.lists import ManagerOf, Memberships, PrincipalType, first_match
from licensing.policy.model import Justification, Policy, Rule, RuleRef, Stage
from licensing.policy.rule_input import Impact, applicable_rules
from licensing.policy.verdicts import Verdict, Why, allow, deny
from licensing.tenant.roles import may_remove

#: Longer reasons are not read.
MAX_JUSTIFICATION_LENGTH = 1_000


class RemovalAccess(StrEnum):
    """How somebody comes to a removal."""

    #: By themselves.
    DIRECT = "direct"
    #: By asking for approval.
    WITH_APPROVAL = "with_approval"
    #: Not at all.
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class SubmissionDecision:
    """The way that is open to somebody for one plan."""

    access: RemovalAccess
    verdict: Verdict
    #: The rules that apply.
    rules: tuple[Rule, ...] = ()


def may_start(policy: Policy, standing: Memberships) -> Verdict:
    """Whether somebody may put a plan together at all."""
    if may_remove(standing.roles).allowed:
        return allow(Why.ROLE_ALLOWS)
    if not policy.source:
        return deny(Why.NO_POLICY)
    listed = first_match(policy.requesters, standing)
    if listed is None:
        return deny(Why.NOT_A_REQUESTER, policy.requesters_ref)
    return allow(Why.LISTED, policy.requesters_ref, RuleRef(listed.name, listed.line))


def decide_submission(
    policy: Policy,
    standing: Memberships,
    impact: Impact,
    managed: frozenset[ManagerOf] = frozenset(),
) -> SubmissionDecision:
    """Decide what somebody may do with a plan.

    `managed` says whose managers there are at all: a list that names only a manager who does not
    exist would wait for ever.
    """
    begun = may_start(policy, standing)
    if not begun.allowed:
        return SubmissionDecision(RemovalAccess.DENIED, begun)
    without_role = begun.why is not Why.ROLE_ALLOWS
    rules = applicable_rules(policy, impact, without_role=without_role)
    if not rules:
        if without_role:
            return SubmissionDecision(
                RemovalAccess.DENIED, deny(Why.NO_RULE, policy.requesters_ref)
            )
        return SubmissionDecision(RemovalAccess.DIRECT, allow(Why.NO_APPROVAL_NEEDED))
    for rule in rules:
        if why := _hopeless(rule, managed):
            return SubmissionDecision(RemovalAccess.DENIED, deny(why, rule.ref), rules)
    return SubmissionDecision(
        RemovalAccess.WITH_APPROVAL, allow(Why.APPROVAL_NEEDED, rules[0].ref, begun.listed), rules
    )


def check_justification(rule: Justification, text: str) -> Verdict:
    """Whether a reason will do."""
    text = text.strip()
    if not text:
        return (
            deny(Why.NO_JUSTIFICATION, rule.ref)
            if rule.required
            else allow(Why.JUSTIFIED, rule.ref)
        )
    if len(text) > MAX_JUSTIFICATION_LENGTH or (rule.pattern and not rule.pattern.search(text)):
        return deny(Why.WRONG_JUSTIFICATION, rule.ref)
    return allow(Why.JUSTIFIED, rule.ref)


def _hopeless(rule: Rule, managed: frozenset[ManagerOf]) -> Why | None:
    """Why nobody could ever approve by a rule; None where somebody may."""
    for stage in rule.stages:
        lines = [*stage.approvers, *(stage.escalation.approvers if stage.escalation else ())]
        if not lines:
            return Why.EMPTY_LIST
        if not any(
            line.type is not PrincipalType.MANAGER or line.value in managed for line in lines
        ):
            return Why.NO_MANAGER
        if stage.need.all and _missing_manager(stage, managed):
            return Why.NO_MANAGER
    return None if rule.stages else Why.EMPTY_LIST


def _missing_manager(stage: Stage, managed: frozenset[ManagerOf]) -> bool:
    """Whether a line that has to give its own approval names a manager who is not there."""
    return not stage.escalation and any(
        line.type is PrincipalType.MANAGER and line.value not in managed for line in stage.approvers
    )
