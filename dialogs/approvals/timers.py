"""What is due for requests: their end, reminders, second lists, and posting where it failed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cards.runs.ended import End, EndedFacts, ended_card
from dialogs.approvals.build_update import build_update
from dialogs.approvals.case_check import check_cases
from dialogs.approvals.consultation import cards_of_ended
from dialogs.approvals.render import all_cards, channel_card
from dialogs.model.context import Context
from dialogs.model.request_update import (
    ANSWERS,
    CASE_CHECK,
    CHANNEL,
    ESCALATION,
    EXPIRY,
    POSTING,
    REACHED,
    REMINDER,
    UNREACHED,
    SetTimer,
    ShowRequest,
    UpdateRequest,
    slot_of,
)
from licensing.errors import RequestMissing
from licensing.plans.case_findings import CaseFindings
from licensing.policy.rule_input import applicable_rules
from licensing.policy.timing import escalations
from licensing.requests.model import Request
from licensing.requests.posting import mark_posted, mark_unreachable, move_to, retry_after
from licensing.requests.reminders import escalate, next_escalation, next_reminder, remind
from licensing.requests.requester import expire
from licensing.requests.steps import updated

#: Number of requests that move to a new channel in one go.
_MOVED = 20


@dataclass(frozen=True, slots=True)
class RequestTimerResult:
    """The result of a timer, and when it is due again; None ends it."""

    updates: tuple[UpdateRequest, ...] = ()
    again: datetime | None = None


async def run_timer(context: Context, kind: str, subject: str) -> RequestTimerResult:
    """Compute what is due. A second run finds nothing left to do."""
    if kind == CHANNEL:
        return await _moved(context, subject)
    try:
        request = await context.requests.get(subject)
    except RequestMissing:
        return RequestTimerResult()
    return await _HANDLERS[kind](context, request)


async def _expired(context: Context, request: Request) -> RequestTimerResult:
    if request.is_open and context.now < request.expires_at:
        return RequestTimerResult(again=request.expires_at)
    step = expire(request, context.now)
    return RequestTimerResult(
        (await build_update(context, step.request, request.version, step.events),)
    )


async def _reminded(context: Context, request: Request) -> RequestTimerResult:
    due = next_reminder(request, context.settings.policy)
    if due is None or not request.is_open:
        return RequestTimerResult()
    if due > context.now:
        return RequestTimerResult(again=due)
    step = remind(request, context.now)
    after, again = step.request, next_reminder(step.request, context.settings.policy)
    # What fell due while no one was here is one reminder, not several.
    while again is not None and again <= context.now:
        after = replace(after, reminders=after.reminders + 1)
        again = next_reminder(after, context.settings.policy)
    return RequestTimerResult(
        (await build_update(context, after, request.version, step.events),), again
    )


async def _escalated(context: Context, request: Request) -> RequestTimerResult:
    again = next_escalation(request, context.settings.policy, context.now)
    if not request.is_open:
        return RequestTimerResult()
    rules = applicable_rules(
        context.settings.policy, request.impact, without_role=request.without_role
    )
    if not any(moment <= context.now for moment in escalations(rules, request.asked_at)):
        return RequestTimerResult(again=again)
    step = escalate(request, context.now)
    return RequestTimerResult(
        (await build_update(context, step.request, request.version, step.events),), again
    )


async def _unreached(context: Context, request: Request) -> RequestTimerResult:
    """Notify the requester once, and try again later unless the outbox still does."""
    if not request.channel or not request.is_open:
        return RequestTimerResult()
    step = mark_unreachable(request, context.now)
    done = await build_update(context, step.request, request.version, step.events)
    if not await context.requests.has_unsent(slot_of(request)):
        later = SetTimer(POSTING, context.now + retry_after(step.request))
        done = replace(done, due=(*done.due, later))
    # Its card in the channel is posted by the timer that was just set.
    slot = slot_of(request)
    return RequestTimerResult(
        (replace(done, shown=tuple(s for s in done.shown if s.slot != slot)),)
    )


async def _reached(context: Context, request: Request) -> RequestTimerResult:
    step = mark_posted(request, context.now) if request.is_open else None
    if step is None:
        return RequestTimerResult()
    return RequestTimerResult(
        (await build_update(context, step.request, request.version, step.events),)
    )


async def _posted(context: Context, request: Request) -> RequestTimerResult:
    if not request.channel or not request.is_open:
        return RequestTimerResult()
    card = await channel_card(context, request)
    shown = ShowRequest(slot_of(request), request.channel, card)
    return RequestTimerResult((UpdateRequest(request, request.version, shown=(shown,)),))


async def _answers(context: Context, request: Request) -> RequestTimerResult:
    """Show what people answered. However many answer meanwhile, the cards change once.

    Once the request has ended, the cards of people who were asked say so.
    """
    shown = (*await all_cards(context, request), *await cards_of_ended(context, request))
    return RequestTimerResult((UpdateRequest(request, request.version, shown=shown),))


async def _moved(context: Context, tenant: str) -> RequestTimerResult:
    """Bring open requests where the tenant wants them now; some at a time."""
    channel = await context.requests.channel(tenant)
    outside = await context.requests.open_outside(tenant, channel, _MOVED)
    updates = []
    for request in outside:
        step = move_to(request, channel, context.now)
        elsewhere = bool(channel) and request.posted_in != channel
        done = await build_update(
            context, step.request, request.version, step.events, repost=elsewhere
        )
        if elsewhere and request.posted_in:
            card = ended_card(EndedFacts(End.MOVED), context.for_channel.texts)
            done = replace(done, left=(ShowRequest(slot_of(request), request.posted_in, card),))
        updates.append(done)
    return RequestTimerResult(tuple(updates), context.now if len(outside) == _MOVED else None)


async def _cases(context: Context, request: Request) -> RequestTimerResult:
    """Show what the look at the cases found, as soon as it is over."""
    found = await check_cases(context, request)
    if not isinstance(found, CaseFindings):
        return RequestTimerResult(again=found)
    after = updated(request, findings=found).request
    return RequestTimerResult((await build_update(context, after, request.version, ()),))


_HANDLERS: Mapping[str, Callable[[Context, Request], Awaitable[RequestTimerResult]]] = {
    EXPIRY: _expired,
    REMINDER: _reminded,
    ESCALATION: _escalated,
    UNREACHED: _unreached,
    REACHED: _reached,
    POSTING: _posted,
    ANSWERS: _answers,
    CASE_CHECK: _cases,
}
