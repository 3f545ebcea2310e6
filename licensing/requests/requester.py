"""What the requester does with a request: opens it, changes it, answers, takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from licensing.plans.plan import Plan
from licensing.policy.fingerprint import fingerprint
from licensing.policy.model import Policy
from licensing.policy.rule_input import Impact
from licensing.policy.verdicts import Verdict
from licensing.requests.events import Event, Happened
from licensing.requests.model import (
    Audience,
    Ending,
    Managers,
    Participant,
    Request,
    State,
)
from licensing.requests.steps import Step, Trouble, moved, stopped


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, by one revision of a request."""

    plan: Plan
    draft: str
    home: str
    reason: str
    impact: Impact
    without_role: bool
    managers: Managers
    audience: Audience
    timezone: str
    #: That it may be asked, and why approval is needed.
    verdict: Verdict


def open_request(
    asked: Asked,
    *,
    id: str,  # noqa: A002 - the request's own word
    number: int,
    requester: Participant,
    token: str,
    policy: Policy,
    now: datetime,
    authors: frozenset[str] = frozenset(),
) -> tuple[Request, tuple[Event, ...]]:
    """Make a request out of a walk."""
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
        home=asked.home,
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
    )
    opened = Event(Happened.OPENED, now, requester, asked.verdict, asked.reason, _counts(asked))
    return request, (opened,)


def change(
    request: Request, asked: Asked, by: Participant, *, token: str, policy: Policy, now: datetime
) -> Step:
    """Ask for something else. The approvals given so far are void, and its time begins anew."""
    if trouble := _not_by(request, by, now):
        return stopped(request, trouble)
    void = len(request.approvals)
    what = {**_counts(asked), "approvals_void": void, "plan_before": request.plan_hash}
    event = Event(Happened.CHANGED, now, by, asked.verdict, asked.reason, what)
    return moved(
        request,
        event,
        revision=request.revision + 1,
        token=token,
        plan=asked.plan.id,
        plan_hash=asked.plan.hash,
        draft=asked.draft,
        home=asked.home,
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
        reminders=0,
    )


def withdraw(request: Request, by: Participant, now: datetime) -> Step:
    """Take a request back. Nothing is removed."""
    if trouble := _not_by(request, by, now):
        return stopped(request, trouble)
    event = Event(Happened.WITHDRAWN, now, by)
    return moved(request, event, state=State.WITHDRAWN, ending=Ending(now, by))


def answer(request: Request, by: Participant, text: str, now: datetime) -> Step:
    """Answer the first open question."""
    if trouble := _not_by(request, by, now):
        return stopped(request, trouble)
    question = request.open_question
    if question is None:
        return stopped(request, Trouble.NO_QUESTION)
    if not text.strip():
        return stopped(request, Trouble.NO_WORDS)
    answered = replace(question, answer=text.strip(), answered_at=now)
    questions = tuple(answered if q is question else q for q in request.questions)
    event = Event(Happened.ANSWERED, now, by, text=text.strip())
    return moved(request, event, questions=questions)


def expire(request: Request, now: datetime) -> Step:
    """End a request that nobody decided in time."""
    if not request.is_open or now < request.expires_at:
        return stopped(request, Trouble.ENDED)
    return moved(request, Event(Happened.EXPIRED, now), state=State.EXPIRED, ending=Ending(now))


def too_late(request: Request, now: datetime) -> bool:
    """Whether an open request's time is over, though nothing has ended it yet."""
    return request.is_open and now >= request.expires_at


def _not_by(request: Request, by: Participant, now: datetime) -> Trouble | None:
    if not request.is_open or too_late(request, now):
        return Trouble.ENDED
    return None if by.id == request.requester.id else Trouble.NOT_REQUESTER


def _counts(asked: Asked) -> Mapping[str, int | str]:
    summary = asked.plan.summary
    return {"plan": asked.plan.id, "people": summary.affected, "licenses": summary.licenses}
