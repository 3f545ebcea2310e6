"""Approvers' actions: approve, reject, ask. Each decision is for one plan's hash."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from licensing.policy.approvers import Candidate, decide_approval, decide_rejection
from licensing.policy.dead_ends import People, stuck_rule
from licensing.policy.fingerprint import fingerprint
from licensing.policy.model import Policy
from licensing.policy.progress import Approval, executor, is_approved
from licensing.policy.rule_input import Impact, applicable_rules
from licensing.policy.verdicts import Verdict, Why
from licensing.requests.events import Event, EventType
from licensing.requests.model import (
    Drifted,
    Ending,
    GivenApproval,
    Participant,
    Question,
    Request,
    State,
)
from licensing.requests.requester import is_expired
from licensing.requests.steps import Step, StepProblem, unchanged, updated

#: Refusals that the trail leaves out.
_QUIET = frozenset({Why.ALREADY_DECIDED})


def apply_policy(request: Request, policy: Policy, now: datetime) -> Step | None:
    """Apply the current policy to a request; None if it applies already.

    Approvals that were given under other rules count no more: who may approve, and how many have
    to, may be different now.
    """
    today = fingerprint(policy)
    if request.policy == today:
        return None
    event = Event(EventType.VOIDED, now, what={"approvals_void": len(request.approvals)})
    events = (event,) if request.approvals else ()
    return updated(request, *events, policy=today, approvals=())


def add_rules(
    request: Request, policy: Policy, current: Impact, now: datetime, *, without_role: bool
) -> Step | None:
    """Let rules apply that have come to apply since; None if there are none.

    `current` and `without_role` are as just read. Approvals that were given stay valid. A rule that
    applied when the request was sent continues to apply, so that no one can bypass it.
    """
    impact = request.impact.with_current(current.groups, current.on_hold)
    without_role = without_role or request.without_role
    before = applicable_rules(policy, request.impact, without_role=request.without_role)
    rules = applicable_rules(policy, impact, without_role=without_role)
    added = [rule.ref.name for rule in rules if rule not in before]
    if not added:
        return None
    event = Event(EventType.RULES_ADDED, now, what={"rules": added})
    return updated(request, event, impact=impact, without_role=without_role)


def check_stuck(request: Request, policy: Policy, names: People, now: datetime) -> Step | None:
    """Note whether someone can still give each approval that is needed; None if that is known.

    `names` are the people whom lists name now.
    """
    rules = applicable_rules(policy, request.impact, without_role=request.without_role)
    input_ = request.rule_input
    barred = frozenset[str]() if policy.self_approval else input_.authors
    rule = stuck_rule(
        rules,
        request.impact.people,
        request.counted_approvals,
        names,
        barred,
        request.expires_at - request.asked_at,
    )
    stuck = rule.ref.name if rule else ""
    if not request.is_open or stuck == request.stuck:
        return None
    events = (Event(EventType.STUCK, now, what={"rule": stuck}),) if stuck else ()
    return updated(request, *events, stuck=stuck)


def approve(
    request: Request,
    policy: Policy,
    candidate: Candidate,
    by: Participant,
    *,
    revision: int,
    drifted: tuple[Drifted, ...],
    comment: str,
    run: str,
    now: datetime,
    delegators: Mapping[str, Participant] | None = None,
    roles_lost: Collection[str] = (),
) -> Step:
    """Approve a revision.

    `drifted` are the plan's people who changed since the preview, as just read: if there are more
    than the approver was shown, they are shown first. `run` is the id of the run to start if this
    is the last approval needed. `delegators` are the people, by id, who delegated their
    approvals. `roles_lost` are earlier approvers who no longer have a role that may
    remove licenses: their approval counts, but nothing is carried out in their name.
    """
    if trouble := _passed(request, revision, now):
        return unchanged(request, trouble)
    judgement = decide_approval(
        policy, request.rule_input, candidate, request.counted_approvals, now
    )
    if not judgement.verdict.allowed:
        return _refused(request, judgement.verdict, by, now)
    if request.stated != request.plan_hash:
        return replace(updated(request), problem=StepProblem.NOT_STATED)
    shown = {one.person.id for one in request.held_back}
    if any(one.person.id not in shown for one in drifted):
        return _shown_first(request, drifted, now)
    if request.impact.people and len(drifted) >= request.impact.people:
        return unchanged(request, StepProblem.NO_ONE_LEFT)
    approval = Approval(by.id, judgement.scopes, candidate.has_role)
    used = dict.fromkeys(g.delegator for g in judgement.scopes if g.delegator)
    known = delegators or {}
    instead = tuple(known.get(one, Participant(one, one)) for one in used)
    earlier = tuple(_without_role(yes, roles_lost) for yes in request.approvals)
    approvals = (*earlier, GivenApproval(by, now, approval, comment.strip(), instead))
    event = Event(EventType.APPROVED, now, by, judgement.verdict, comment.strip())
    step = updated(request, event, approvals=approvals, held_back=drifted)
    return _completed(step, policy, run, now)


def reject(
    request: Request,
    policy: Policy,
    candidate: Candidate,
    by: Participant,
    *,
    revision: int,
    comment: str,
    now: datetime,
) -> Step:
    """Reject and end the request, whatever was approved before."""
    if trouble := _passed(request, revision, now):
        return unchanged(request, trouble)
    verdict = decide_rejection(policy, request.rule_input, candidate, now)
    if not verdict.allowed:
        return _refused(request, verdict, by, now)
    if not comment.strip():
        return unchanged(request, StepProblem.NO_WORDS)
    event = Event(EventType.REJECTED, now, by, verdict, comment.strip())
    ending = Ending(now, by, comment.strip())
    return updated(request, event, state=State.REJECTED, ending=ending)


def ask(
    request: Request,
    policy: Policy,
    candidate: Candidate,
    by: Participant,
    *,
    text: str,
    now: datetime,
) -> Step:
    """Ask the requester a question; decides nothing."""
    if not request.is_open or is_expired(request, now):
        return unchanged(request, StepProblem.ENDED)
    verdict = decide_rejection(policy, request.rule_input, candidate, now)
    if not verdict.allowed:
        return _refused(request, verdict, by, now)
    if not text.strip():
        return unchanged(request, StepProblem.NO_WORDS)
    question = Question(by, now, text.strip())
    event = Event(EventType.ASKED, now, by, verdict, text.strip())
    return updated(request, event, questions=(*request.questions, question))


def _without_role(yes: GivenApproval, lost: Collection[str]) -> GivenApproval:
    if yes.by.id not in lost:
        return yes
    return replace(yes, approval=replace(yes.approval, has_role=False))


def _passed(request: Request, revision: int, now: datetime) -> StepProblem | None:
    if not request.is_open or is_expired(request, now):
        return StepProblem.ENDED
    return StepProblem.CHANGED if revision != request.revision else None


def _refused(request: Request, verdict: Verdict, by: Participant, now: datetime) -> Step:
    """Record a refusal of the policy, with its reason."""
    event = Event(EventType.REFUSED, now, by, verdict)
    return Step(request, () if verdict.why in _QUIET else (event,), verdict=verdict)


def _shown_first(request: Request, drifted: tuple[Drifted, ...], now: datetime) -> Step:
    """Show who changed; the same button then works for everyone else."""
    event = Event(EventType.DRIFTED, now, what={"people": len(drifted)})
    step = updated(request, event, held_back=drifted)
    return replace(step, problem=StepProblem.DRIFTED)


def _completed(step: Step, policy: Policy, run: str, now: datetime) -> Step:
    """Start the run once every rule is satisfied and someone can execute it."""
    request = step.request
    rules = applicable_rules(policy, request.impact, without_role=request.without_role)
    last = executor(request.counted_approvals)
    if last is None or not is_approved(rules, request.impact.people, request.counted_approvals):
        return step
    by = next(yes.by for yes in reversed(request.approvals) if yes.approval is last)
    what = {"run": run, "approved_by": [yes.by.id for yes in request.approvals]}
    event = Event(EventType.COMPLETED, now, by, what=what)
    ended = replace(request, state=State.APPROVED, run=run, ending=Ending(now, by))
    return replace(step, request=ended, events=(*step.events, event))
