"""Who may approve a request now, and for which of its rules the approval counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from licensing.policy.lists import ListEntry, Memberships, first_match, matches
from licensing.policy.model import FreshSignIn, Policy, Rule, RuleRef, Stage
from licensing.policy.progress import Approval, ApprovalScope, Progress, count_approvals, progress
from licensing.policy.rule_input import RuleInput, applicable_rules
from licensing.policy.verdicts import Verdict, Why, allow, deny
from licensing.tenant.roles import may_remove


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who wants to approve, with the rights that others lent to them for now."""

    own: Memberships
    #: Of people who are away. What was lent to them is not lent on.
    delegated: tuple[Memberships, ...] = ()

    @property
    def has_role(self) -> bool:
        """Whether they may remove licenses by a role of their own; roles are never lent."""
        return may_remove(self.own.roles).allowed


@dataclass(frozen=True, slots=True)
class ApprovalDecision:
    """Whether somebody may approve, and where that counts; no grounds unless it is allowed."""

    verdict: Verdict
    scopes: tuple[ApprovalScope, ...] = ()


def decide_approval(
    policy: Policy,
    case: RuleInput,
    candidate: Candidate,
    approvals: Sequence[Approval],
    now: datetime,
) -> ApprovalDecision:
    """Decide whether somebody may approve a request, given who has approved so far."""
    own = candidate.own
    if own.person in case.authors and not policy.self_approval:
        return ApprovalDecision(deny(Why.OWN_REQUEST, policy.self_approval_ref))
    used = frozenset(person for approval in approvals for person in approval.identities)
    rules = applicable_rules(policy, case.impact, without_role=case.without_role)
    if own.person in used:
        return ApprovalDecision(deny(Why.ALREADY_DECIDED, rules[0].ref if rules else None))
    if not rules:
        return ApprovalDecision(deny(Why.NO_RULE, policy.requesters_ref))
    people = case.impact.people
    waiting = [p for rule in rules if not (p := progress(rule, people, approvals)).complete]
    if not waiting:
        return _carrying_out(rules, candidate, case, now)
    barred = used | {own.person} | (frozenset() if policy.self_approval else case.authors)
    lent = tuple(standing for standing in candidate.delegated if standing.person not in barred)
    grounds = tuple(_grounds(waiting, own, lent, approvals, case, now))
    if not grounds:
        return ApprovalDecision(_refusal(waiting, candidate, case, now))
    first = grounds[0]
    rule = next(p.rule.ref for p in waiting if p.rule.ref.name == first.rule)
    why = Why.DELEGATED if all(g.delegator for g in grounds) else Why.LISTED
    named = _line_at(waiting, first.line)
    return ApprovalDecision(allow(why, rule, RuleRef(named, first.line)), grounds)


def decide_rejection(
    policy: Policy, case: RuleInput, candidate: Candidate, now: datetime
) -> Verdict:
    """Decide whether somebody may reject a request, or ask about it: whoever may approve any part.

    Also of a stage that has not begun yet, and also after a yes of one's own.
    """
    own = candidate.own
    if own.person in case.authors and not policy.self_approval:
        return deny(Why.OWN_REQUEST, policy.self_approval_ref)
    rules = applicable_rules(policy, case.impact, without_role=case.without_role)
    if not rules:
        return deny(Why.NO_RULE, policy.requesters_ref)
    barred = frozenset() if policy.self_approval else case.authors
    lent = tuple(standing for standing in candidate.delegated if standing.person not in barred)
    for standing in (own, *lent):
        for rule in rules:
            if named := first_match(_everybody(rule, case, now), standing):
                why = Why.LISTED if standing is own else Why.DELEGATED
                return allow(why, rule.ref, RuleRef(named.name, named.line))
    return deny(Why.NOT_LISTED, rules[0].ref)


def check_sign_in(
    rule: FreshSignIn | None, people: int, proven_at: datetime | None, now: datetime
) -> Verdict:
    """Whether the approver's last sign-in is fresh enough for a plan of so many people."""
    if rule is None or people < rule.people_from:
        return allow(Why.SIGN_IN_FRESH)
    if proven_at is not None and now - proven_at <= rule.within:
        return allow(Why.SIGN_IN_FRESH, rule.ref)
    return deny(Why.SIGN_IN_TOO_OLD, rule.ref)


def _grounds(
    waiting: Sequence[Progress],
    own: Memberships,
    lent: Sequence[Memberships],
    approvals: Sequence[Approval],
    case: RuleInput,
    now: datetime,
) -> Iterator[ApprovalScope]:
    """Where the approval counts: by a right of one's own before a lent one."""
    for state in waiting:
        stage = state.waiting
        if stage is None:
            continue
        before = [
            ground
            for approval in approvals
            for ground in approval.scopes
            if (ground.rule, ground.stage) == (state.rule.ref.name, state.stage)
        ]
        for standing in (own, *lent):
            ground = _ground(state, stage, standing, case, now)
            if ground and count_approvals(stage, [*before, ground]) > count_approvals(
                stage, before
            ):
                giver = None if standing is own else standing.person
                yield replace(ground, delegator=giver)
                break


def _ground(
    state: Progress, stage: Stage, standing: Memberships, case: RuleInput, now: datetime
) -> ApprovalScope | None:
    places = tuple(n for n, line in enumerate(stage.approvers) if matches(line, standing))
    if places:
        line = stage.approvers[places[0]].line
        return ApprovalScope(state.rule.ref.name, state.stage, places, line)
    second = first_match(_second_list(stage, case, now), standing)
    if second is None:
        return None
    everywhere = tuple(range(len(stage.approvers)))
    return ApprovalScope(state.rule.ref.name, state.stage, everywhere, second.line, escalated=True)


def _second_list(stage: Stage, case: RuleInput, now: datetime) -> tuple[ListEntry, ...]:
    escalation = stage.escalation
    if escalation is None or now - case.asked_at < escalation.after:
        return ()
    return escalation.approvers


def _carrying_out(
    rules: Sequence[Rule], candidate: Candidate, case: RuleInput, now: datetime
) -> ApprovalDecision:
    """All approvals are there: somebody on a list with a role is wanted who carries it out."""
    for rule in rules:
        named = first_match(_everybody(rule, case, now), candidate.own)
        if named is not None and candidate.has_role:
            where = ApprovalScope(rule.ref.name, len(rule.stages), (), named.line)
            ref = RuleRef(named.name, named.line)
            return ApprovalDecision(allow(Why.CARRIES_OUT, rule.ref, ref), (where,))
        if named is not None:
            return ApprovalDecision(deny(Why.NO_ROLE, rule.ref))
    return ApprovalDecision(deny(Why.NOT_LISTED, rules[0].ref))


def _everybody(rule: Rule, case: RuleInput, now: datetime) -> tuple[ListEntry, ...]:
    """Every line of a rule's lists that counts by now."""
    return tuple(
        line
        for stage in rule.stages
        for line in (*stage.approvers, *_second_list(stage, case, now))
    )


def _refusal(
    waiting: Sequence[Progress], candidate: Candidate, case: RuleInput, now: datetime
) -> Verdict:
    """Say which of the reasons it is that no ground was found."""
    for state in waiting:
        stage = state.waiting
        if stage and _ground(state, stage, candidate.own, case, now):
            return deny(Why.LINE_COVERED, state.rule.ref)
    by_requester = [s for s in candidate.delegated if s.person in case.authors]
    for state in waiting:
        stage = state.waiting
        if stage and any(_ground(state, stage, s, case, now) for s in by_requester):
            return deny(Why.DELEGATED_BY_REQUESTER, state.rule.ref)
    return deny(Why.NOT_LISTED, waiting[0].rule.ref)


def _line_at(waiting: Sequence[Progress], line: int) -> str:
    stages = [state.waiting for state in waiting if state.waiting]
    lists = [(s.approvers, s.escalation.approvers if s.escalation else ()) for s in stages]
    lines = (listed for first, second in lists for listed in (*first, *second))
    return next((listed.name for listed in lines if listed.line == line), "")
