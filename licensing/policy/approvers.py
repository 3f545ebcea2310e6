"""Who may approve a request now, and for which rules the approval counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from licensing.policy.lists import ListEntry, Memberships, first_match, matches
from licensing.policy.model import FreshSignIn, Policy, Rule, RuleRef, Stage
from licensing.policy.progress import (
    Approval,
    ApprovalScope,
    Progress,
    count_approvals,
    match_lines,
    progress,
)
from licensing.policy.rule_input import RuleInput, applicable_rules
from licensing.policy.verdicts import Verdict, Why, allow, deny
from licensing.tenant.roles import may_remove


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who wants to approve, with the approvals delegated to them."""

    own: Memberships
    #: Of people who delegated. A delegation can't be delegated again.
    delegated: tuple[Memberships, ...] = ()

    @property
    def has_role(self) -> bool:
        """Return whether their own role may remove licenses; roles can't be delegated."""
        return may_remove(self.own.roles).allowed


@dataclass(frozen=True, slots=True)
class ApprovalDecision:
    """Whether someone may approve, and where that counts; no grounds unless allowed."""

    verdict: Verdict
    scopes: tuple[ApprovalScope, ...] = ()


def decide_approval(
    policy: Policy,
    rule_input: RuleInput,
    candidate: Candidate,
    approvals: Sequence[Approval],
    now: datetime,
) -> ApprovalDecision:
    """Decide whether someone may approve a request, given its approvals."""
    own = candidate.own
    if own.person in rule_input.authors and not policy.self_approval:
        return ApprovalDecision(deny(Why.OWN_REQUEST, policy.self_approval_ref))
    rules = applicable_rules(policy, rule_input.impact, without_role=rule_input.without_role)
    if not rules:
        return ApprovalDecision(deny(Why.NO_RULE, policy.requesters_ref))
    people = rule_input.impact.people
    waiting = [p for rule in rules if not (p := progress(rule, people, approvals)).complete]
    decided = any(own.person in approval.identities for approval in approvals)
    if not waiting:
        carries_out = _executor(rules, candidate, rule_input, now)
        if decided and not carries_out.verdict.allowed:
            return ApprovalDecision(deny(Why.ALREADY_DECIDED, rules[0].ref))
        return carries_out
    barred = {own.person} | (frozenset() if policy.self_approval else rule_input.authors)
    delegated = tuple(one for one in candidate.delegated if one.person not in barred)
    found = tuple(_grounds(waiting, own, delegated, approvals, rule_input, now))
    if not found:
        if decided:
            return ApprovalDecision(deny(Why.ALREADY_DECIDED, rules[0].ref))
        return ApprovalDecision(_refusal(waiting, candidate, rule_input, now))
    scopes = tuple(scope for scope, _ in found)
    first, named = found[0]
    rule = next(p.rule.ref for p in waiting if p.rule.ref.name == first.rule)
    why = Why.DELEGATED if all(scope.delegator for scope in scopes) else Why.LISTED
    return ApprovalDecision(allow(why, rule, RuleRef(named.name, named.line)), scopes)


def decide_rejection(
    policy: Policy, rule_input: RuleInput, candidate: Candidate, now: datetime
) -> Verdict:
    """Decide whether someone may reject a request or ask about it: approvers of any part may.

    This includes later stages, and people who have approved already.
    """
    own = candidate.own
    if own.person in rule_input.authors and not policy.self_approval:
        return deny(Why.OWN_REQUEST, policy.self_approval_ref)
    rules = applicable_rules(policy, rule_input.impact, without_role=rule_input.without_role)
    if not rules:
        return deny(Why.NO_RULE, policy.requesters_ref)
    barred = frozenset() if policy.self_approval else rule_input.authors
    delegated = tuple(one for one in candidate.delegated if one.person not in barred)
    for memberships in (own, *delegated):
        for rule in rules:
            if named := first_match(_approvers(rule, rule_input, now), memberships):
                why = Why.LISTED if memberships is own else Why.DELEGATED
                return allow(why, rule.ref, RuleRef(named.name, named.line))
    return deny(Why.NOT_LISTED, rules[0].ref)


def check_sign_in(
    rule: FreshSignIn | None, people: int, proven_at: datetime | None, now: datetime
) -> Verdict:
    """Whether the approver's last sign-in is fresh enough for a plan with this many people."""
    if rule is None or people < rule.people_from:
        return allow(Why.SIGN_IN_FRESH)
    if proven_at is not None and now - proven_at <= rule.within:
        return allow(Why.SIGN_IN_FRESH, rule.ref)
    return deny(Why.SIGN_IN_TOO_OLD, rule.ref)


def _grounds(
    waiting: Sequence[Progress],
    own: Memberships,
    delegated: Sequence[Memberships],
    approvals: Sequence[Approval],
    rule_input: RuleInput,
    now: datetime,
) -> Iterator[tuple[ApprovalScope, ListEntry]]:
    """Return where the approval counts: one's own right before a delegated one.

    Each person counts once in each rule. Someone who approved before may be needed again, where a
    later stage of another rule has started or another rule now applies.
    """
    for state in waiting:
        stage = state.waiting
        used = {who for a in approvals for who in a.identities_in(state.rule.ref.name)}
        if stage is None or own.person in used:
            continue
        before = [
            ground
            for approval in approvals
            for ground in approval.scopes
            if (ground.rule, ground.stage) == (state.rule.ref.name, state.stage)
        ]
        for memberships in (own, *(one for one in delegated if one.person not in used)):
            ground = _ground(state, stage, memberships, rule_input, now)
            if ground is None:
                continue
            scope, line = ground
            if count_approvals(stage, [*before, scope]) > count_approvals(stage, before):
                place = match_lines(stage, [*before, scope]).get(len(before))
                if place is not None and not scope.escalated:
                    line = stage.approvers[place]
                delegator = None if memberships is own else memberships.person
                yield replace(scope, line=line.line, delegator=delegator), line
                break


def _ground(
    state: Progress, stage: Stage, memberships: Memberships, rule_input: RuleInput, now: datetime
) -> tuple[ApprovalScope, ListEntry] | None:
    """Return where someone's approval would count, and the line that names them."""
    places = tuple(n for n, line in enumerate(stage.approvers) if matches(line, memberships))
    second = first_match(_second_list(stage, rule_input, now), memberships)
    # Where each line needs someone, people of the second list can stand for any of them.
    if places and not (second and stage.need.all):
        line = stage.approvers[places[0]]
        return ApprovalScope(state.rule.ref.name, state.stage, places, line.line), line
    if second is None:
        return None
    everywhere = tuple(range(len(stage.approvers)))
    name = state.rule.ref.name
    return ApprovalScope(name, state.stage, everywhere, second.line, escalated=True), second


def _second_list(stage: Stage, rule_input: RuleInput, now: datetime) -> tuple[ListEntry, ...]:
    escalation = stage.escalation
    if escalation is None or now - rule_input.asked_at < escalation.after:
        return ()
    return escalation.approvers


def _executor(
    rules: Sequence[Rule], candidate: Candidate, rule_input: RuleInput, now: datetime
) -> ApprovalDecision:
    """Decide who may execute a fully approved request: someone on a list with a role."""
    for rule in rules:
        named = first_match(_approvers(rule, rule_input, now), candidate.own)
        if named is not None and candidate.has_role:
            where = ApprovalScope(rule.ref.name, len(rule.stages), (), named.line)
            ref = RuleRef(named.name, named.line)
            return ApprovalDecision(allow(Why.CARRIES_OUT, rule.ref, ref), (where,))
        if named is not None:
            return ApprovalDecision(deny(Why.NO_ROLE, rule.ref))
    return ApprovalDecision(deny(Why.NOT_LISTED, rules[0].ref))


def _approvers(rule: Rule, rule_input: RuleInput, now: datetime) -> tuple[ListEntry, ...]:
    """Return all lines of a rule's lists that count by now."""
    return tuple(
        line
        for stage in rule.stages
        for line in (*stage.approvers, *_second_list(stage, rule_input, now))
    )


def _refusal(
    waiting: Sequence[Progress], candidate: Candidate, rule_input: RuleInput, now: datetime
) -> Verdict:
    """Return why no ground was found."""
    for state in waiting:
        stage = state.waiting
        if stage and _ground(state, stage, candidate.own, rule_input, now):
            return deny(Why.LINE_COVERED, state.rule.ref)
    by_requester = [s for s in candidate.delegated if s.person in rule_input.authors]
    for state in waiting:
        stage = state.waiting
        if stage and any(_ground(state, stage, s, rule_input, now) for s in by_requester):
            return deny(Why.DELEGATED_BY_REQUESTER, state.rule.ref)
    return deny(Why.NOT_LISTED, waiting[0].rule.ref)
