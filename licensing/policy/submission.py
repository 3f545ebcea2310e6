"""Who may send a request, whether approval is needed, and whether a justification is valid."""

from dataclasses import dataclass
from enum import StrEnum

from licensing.policy.dead_ends import People, stuck_rule
from licensing.policy.lists import ManagerOf, Memberships, PrincipalType, first_match
from licensing.policy.model import Justification, Policy, Rule, RuleRef, Stage
from licensing.policy.rule_input import Impact, applicable_rules
from licensing.policy.verdicts import Verdict, Why, allow, deny
from licensing.tenant.roles import may_remove

#: Maximum length of a justification.
MAX_JUSTIFICATION_LENGTH = 1_000


class RemovalAccess(StrEnum):
    """How someone can get a removal."""

    #: By themselves.
    DIRECT = "direct"
    #: By requesting approval.
    WITH_APPROVAL = "with_approval"
    #: Not at all.
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class SubmissionDecision:
    """What someone may do with one plan."""

    access: RemovalAccess
    verdict: Verdict
    #: The rules that apply.
    rules: tuple[Rule, ...] = ()


def may_start(policy: Policy, memberships: Memberships) -> Verdict:
    """Return whether someone may create a plan at all."""
    role = may_remove(memberships.roles)
    if role.allowed:
        return allow(Why.ROLE_ALLOWS if role.certain else Why.GRAPH_DECIDES)
    if not policy.source:
        return deny(Why.NO_POLICY)
    listed = first_match(policy.requesters, memberships)
    if listed is None:
        return deny(Why.NOT_A_REQUESTER, policy.requesters_ref)
    return allow(Why.LISTED, policy.requesters_ref, RuleRef(listed.name, listed.line))


def decide_submission(
    policy: Policy,
    memberships: Memberships,
    impact: Impact,
    managed: frozenset[ManagerOf] = frozenset(),
) -> SubmissionDecision:
    """Decide what someone may do with a plan.

    Rules for people without a role apply to those whose role only Graph can judge.

    `managed` says which managers exist: a list that names only a missing manager would wait
    forever.
    """
    begun = may_start(policy, memberships)
    if not begun.allowed:
        return SubmissionDecision(RemovalAccess.DENIED, begun)
    without_role = begun.why is not Why.ROLE_ALLOWS
    rules = applicable_rules(policy, impact, without_role=without_role)
    if not rules:
        if without_role and begun.why is not Why.GRAPH_DECIDES:
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


def deny_stuck(
    policy: Policy,
    decision: SubmissionDecision,
    memberships: Memberships,
    impact: Impact,
    names: People,
) -> SubmissionDecision:
    """Deny a request that no one who is there could approve, because of whom the lists name now.

    The requester is no one who could, unless people may approve their own requests.
    """
    barred = frozenset[str]() if policy.self_approval else frozenset({memberships.person})
    rule = stuck_rule(decision.rules, impact.people, (), names, barred, policy.expires_after)
    if rule is None:
        return decision
    return SubmissionDecision(RemovalAccess.DENIED, deny(Why.NO_ONE_LEFT, rule.ref), decision.rules)


def check_justification(rule: Justification, text: str) -> Verdict:
    """Return whether a justification is valid."""
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
    """Return why no one could ever approve by a rule; None if someone can."""
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
    """Return whether a line that must approve names a missing manager."""
    return not stage.escalation and any(
        line.type is PrincipalType.MANAGER and line.value not in managed for line in stage.approvers
    )
