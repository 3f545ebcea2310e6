"""What time does to a request: approvers are reminded, second lists come in."""

from datetime import datetime, timedelta
from typing import Final

from licensing.policy.model import Policy
from licensing.policy.rule_input import applicable_rules
from licensing.policy.timing import escalations, reminder_at
from licensing.requests.events import Event, EventType
from licensing.requests.model import Participant, Request
from licensing.requests.steps import Step, StepProblem, unchanged, updated

#: A requester may remind by hand, but not more often than this.
MIN_REMINDER_INTERVAL: Final = timedelta(minutes=15)


def next_reminder(request: Request, policy: Policy) -> datetime | None:
    """When approvers are to be reminded next; None when enough, or when it ends before."""
    due = reminder_at(policy.reminders, request.asked_at, request.reminders)
    return due if due is not None and due < request.expires_at else None


def next_escalation(request: Request, policy: Policy, after: datetime) -> datetime | None:
    """Return the time of the next escalation; None if there is none left."""
    rules = applicable_rules(policy, request.impact, without_role=request.without_role)
    moments = escalations(rules, request.asked_at)
    due = next((moment for moment in moments if moment > after), None)
    return due if due is not None and due < request.expires_at else None


def remind(request: Request, now: datetime, by: Participant | None = None) -> Step:
    """Note that the approvers are reminded: by time, or by the requester."""
    if not request.is_open or now >= request.expires_at:
        return unchanged(request, StepProblem.ENDED)
    if by is not None and by.id != request.requester.id:
        return unchanged(request, StepProblem.NOT_REQUESTER)
    last = request.reminded_at
    if by is not None and last is not None and now - last < MIN_REMINDER_INTERVAL:
        return unchanged(request, StepProblem.TOO_SOON)
    number = request.reminders + (by is None)
    event = Event(EventType.REMINDED, now, by, what={"reminder": number})
    return updated(request, event, reminders=number, reminded_at=now)


def escalate(request: Request, now: datetime) -> Step:
    """Note that a second list came in."""
    if not request.is_open or now >= request.expires_at:
        return unchanged(request, StepProblem.ENDED)
    return updated(request, Event(EventType.ESCALATED, now))
