"""What time does to a request: approvers are reminded, second lists come in."""

from datetime import datetime, timedelta
from typing import Final

from licensing.policy.model import Policy
from licensing.policy.rule_input import applying
from licensing.policy.timing import escalations, reminder_at
from licensing.requests.events import Event, Happened
from licensing.requests.model import Participant, Request
from licensing.requests.steps import Step, Trouble, moved, stopped

#: A requester may remind by hand, but not more often than this.
NOT_SOONER: Final = timedelta(minutes=15)


def next_reminder(request: Request, policy: Policy) -> datetime | None:
    """When approvers are to be reminded next; None when enough, or when it ends before."""
    due = reminder_at(policy.reminders, request.asked_at, request.reminders)
    return due if due is not None and due < request.expires_at else None


def next_escalation(request: Request, policy: Policy, after: datetime) -> datetime | None:
    """When the next second list comes in; None when there is none any more."""
    rules = applying(policy, request.impact, without_role=request.without_role)
    moments = escalations(rules, request.asked_at)
    due = next((moment for moment in moments if moment > after), None)
    return due if due is not None and due < request.expires_at else None


def remind(request: Request, now: datetime, by: Participant | None = None) -> Step:
    """Note that the approvers are reminded: by time, or by the requester."""
    if not request.is_open or now >= request.expires_at:
        return stopped(request, Trouble.ENDED)
    if by is not None and by.id != request.requester.id:
        return stopped(request, Trouble.NOT_REQUESTER)
    last = request.reminded_at
    if by is not None and last is not None and now - last < NOT_SOONER:
        return stopped(request, Trouble.TOO_SOON)
    number = request.reminders + (by is None)
    event = Event(Happened.REMINDED, now, by, what={"reminder": number})
    return moved(request, event, reminders=number, reminded_at=now)


def escalate(request: Request, now: datetime) -> Step:
    """Note that a second list came in."""
    if not request.is_open or now >= request.expires_at:
        return stopped(request, Trouble.ENDED)
    return moved(request, Event(Happened.ESCALATED, now))
