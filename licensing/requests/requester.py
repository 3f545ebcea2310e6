"""Requesters' actions: open, change, answer, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from licensing.plans.case_findings import CaseFindings
from licensing.plans.plan import Plan
from licensing.policy.fingerprint import fingerprint
from licensing.policy.model import Policy
from licensing.policy.rule_input import Impact
from licensing.policy.verdicts import Verdict
from licensing.requests.events import Event, EventType
from licensing.requests.model import (
    Audience,
    Ending,
    Managers,
    Participant,
    PlanChange,
    Request,
    State,
)
from licensing.requests.steps import Step, StepProblem, unchanged, updated


@dataclass(frozen=True, slots=True)
class Submission:
    """What is asked, by one revision of a request."""

    plan: Plan
    draft: str
    home_conversation: str
    reason: str
    impact: Impact
    without_role: bool
    managers: Managers
    audience: Audience
    timezone: str
    #: That it may be asked, and why approval is needed.
    verdict: Verdict
    #: What a look at the cases found that was not over at the preview.
    findings: CaseFindings | None = None


def open_request(
    asked: Submission,
    *,
    id: str,  # noqa: A002 - the request's own word
    number: int,
    requester: Participant,
    token: str,
    policy: Policy,
    now: datetime,
    authors: frozenset[str] = frozenset(),
) -> tuple[Request, tuple[Event, ...]]:
    """Create a request from a draft."""
    request = Request(
        id=id,
        number=number,
        tenant=asked.plan.tenant,
        requester=requester,
        state=State.OPEN,
        version=0,
        revision=1,
        token=token,
        plan=asked.plan.id,
        plan_hash=asked.plan.hash,
        draft=asked.draft,
        home_conversation=asked.home_conversation,
        reason=asked.reason,
        impact=asked.impact,
        without_role=asked.without_role,
        policy=fingerprint(policy),
        opened_at=now,
        asked_at=now,
        expires_at=now + policy.expires_after,
        timezone=asked.timezone,
        authors=authors | {requester.id},
        managers=asked.managers,
        audience=asked.audience,
        findings=asked.findings,
    )
    opened = Event(EventType.OPENED, now, requester, asked.verdict, asked.reason, _counts(asked))
    return request, (opened,)


def change(
    request: Request,
    asked: Submission,
    by: Participant,
    *,
    token: str,
    policy: Policy,
    now: datetime,
    difference: PlanChange | None = None,
) -> Step:
    """Change the request. Its approvals become void, and its time starts again.

    `difference` is what its cards show as changed.
    """
    if trouble := _not_by(request, by, now):
        return unchanged(request, trouble)
    void = len(request.approvals)
    what = {**_counts(asked), "approvals_void": void, "plan_before": request.plan_hash}
    event = Event(EventType.CHANGED, now, by, asked.verdict, asked.reason, what)
    return updated(
        request,
        event,
        revision=request.revision + 1,
        token=token,
        plan=asked.plan.id,
        plan_hash=asked.plan.hash,
        draft=asked.draft,
        home_conversation=asked.home_conversation,
        reason=asked.reason,
        impact=asked.impact,
        without_role=asked.without_role,
        policy=fingerprint(policy),
        asked_at=now,
        expires_at=now + policy.expires_after,
        timezone=asked.timezone,
        authors=request.authors | {by.id},
        managers=asked.managers,
        audience=asked.audience,
        approvals=(),
        held_back=(),
        stuck="",
        reminders=0,
        change=difference,
        findings=asked.findings,
    )


def withdraw(request: Request, by: Participant, now: datetime) -> Step:
    """Withdraw a request. Nothing is removed."""
    if trouble := _not_by(request, by, now):
        return unchanged(request, trouble)
    event = Event(EventType.WITHDRAWN, now, by)
    return updated(request, event, state=State.WITHDRAWN, ending=Ending(now, by))


def answer(request: Request, by: Participant, text: str, now: datetime) -> Step:
    """Answer the first open question."""
    if trouble := _not_by(request, by, now):
        return unchanged(request, trouble)
    question = request.open_question
    if question is None:
        return unchanged(request, StepProblem.NO_QUESTION)
    if not text.strip():
        return unchanged(request, StepProblem.NO_WORDS)
    answered = replace(question, answer=text.strip(), answered_at=now)
    questions = tuple(answered if q is question else q for q in request.questions)
    event = Event(EventType.ANSWERED, now, by, text=text.strip())
    return updated(request, event, questions=questions)


def expire(request: Request, now: datetime) -> Step:
    """End a request that no one decided in time."""
    if not request.is_open or now < request.expires_at:
        return unchanged(request, StepProblem.ENDED)
    return updated(request, Event(EventType.EXPIRED, now), state=State.EXPIRED, ending=Ending(now))


def is_expired(request: Request, now: datetime) -> bool:
    """Whether an open request's time is over, though nothing has ended it yet."""
    return request.is_open and now >= request.expires_at


def _not_by(request: Request, by: Participant, now: datetime) -> StepProblem | None:
    if not request.is_open or is_expired(request, now):
        return StepProblem.ENDED
    return None if by.id == request.requester.id else StepProblem.NOT_REQUESTER


def _counts(asked: Submission) -> Mapping[str, int | str]:
    summary = asked.plan.summary
    return {"plan": asked.plan.id, "people": summary.affected, "licenses": summary.licenses}
