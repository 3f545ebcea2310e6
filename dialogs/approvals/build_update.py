"""From a step of a request to all that follows: cards, messages, timers, the run."""

from collections.abc import Callable, Iterable
from functools import partial

from dialogs.approvals.case_check import next_check
from dialogs.approvals.consultation import Consulted, answers_due, consult
from dialogs.approvals.messages import messages_for, reminders_for, with_copies
from dialogs.approvals.render import all_cards, with_statements
from dialogs.model.context import Context
from dialogs.model.request_update import (
    CASE_CHECK,
    ESCALATION,
    EXPIRY,
    REMINDER,
    TIMERS,
    Say,
    SetTimer,
    UpdateRequest,
    slot_of,
)
from licensing.requests.events import Event, EventType
from licensing.requests.model import Request
from licensing.requests.reminders import next_escalation, next_reminder
from licensing.requests.steps import updated
from licensing.runs.control import FINAL_STATES
from licensing.runs.counts import count_lines
from licensing.runs.outcome import Outcome, RunProgress, RunState
from licensing.runs.severity import PROBLEMS

#: Events after which the timers of a request start again.
_BEGUN = frozenset({EventType.OPENED, EventType.CHANGED})

_OTHER_RULES = frozenset({EventType.VOIDED, EventType.RULES_ADDED})

_OTHERS = PROBLEMS | {Outcome.NOT_TOUCHED}


async def build_update(
    context: Context,
    request: Request,
    before: int | None,
    events: Iterable[Event],
    *,
    requester: bool = True,
    repost: bool = False,
) -> UpdateRequest:
    """Build everything that follows from a request as it is now.

    `before` is the version it was made from. The requester's card is left out where the flow brings
    it; `again` posts the card in the channel again.
    """
    happened = tuple(events)
    start = any(event.type is EventType.COMPLETED for event in happened)
    if before is not None and request.version == before:
        return UpdateRequest(request, before, happened)
    earlier, request = request, await with_copies(context, request, happened)
    request = await with_statements(context, request)
    context.pending.request = request
    context.pending.starts_run = context.pending.starts_run or start
    inquired = await _inquired(context, request, happened)
    return UpdateRequest(
        request=request,
        before=before,
        events=happened,
        shown=(
            *await all_cards(context, request, requester=requester, repost=repost),
            *inquired.shown,
        ),
        said=(
            *await messages_for(context, request, happened),
            *await reminders_for(context, earlier, request, happened),
        ),
        due=(*await _due(context, request, happened), *await answers_due(context, request)),
        start=start,
        run_chat=await _run_chat(context, request) if start else "",
        asked=inquired.asked,
        over=inquired.over,
    )


async def _inquired(context: Context, request: Request, events: tuple[Event, ...]) -> Consulted:
    happened = {event.type for event in events}
    if not request.is_open or not happened & _BEGUN:
        return Consulted()
    return await consult(context, request, new=EventType.OPENED in happened)


async def _run_chat(context: Context, request: Request) -> str:
    """The own chat of the approver in whose name it runs, else where the approval was given."""
    by = request.ending.by if request.ending else None
    own = await context.requests.personal_chat(request.tenant, by.id) if by else None
    return own or context.who.conversation


async def _due(
    context: Context, request: Request, events: tuple[Event, ...]
) -> tuple[SetTimer, ...]:
    """A request that has ended waits for nothing; one that begins again for everything again."""
    if not request.is_open:
        return tuple(SetTimer(kind, None) for kind in TIMERS)
    happened = {event.type for event in events}
    escalation = SetTimer(
        ESCALATION, next_escalation(request, context.settings.policy, context.now)
    )
    if not happened & _BEGUN:
        # Other rules may have second lists at other times.
        return (escalation,) if happened & _OTHER_RULES else ()
    return (
        SetTimer(EXPIRY, request.expires_at),
        SetTimer(REMINDER, next_reminder(request, context.settings.policy)),
        escalation,
        SetTimer(CASE_CHECK, await next_check(context, request)),
    )


async def update_after_run(context: Context, request: Request) -> UpdateRequest:
    """Show the progress of the run; notify people once if it waits after its canary or ended."""
    before = request.version
    tally = await context.queries.tally(request.run) if request.run else None
    said: tuple[Say, ...] = ()
    if tally is not None and tally.state in FINAL_STATES and not request.outcome_announced:
        request = updated(request, outcome_announced=True).request
        done = partial(_done, request=request, tally=tally)
        said = await _everywhere(context, request, done)
    elif tally is not None and tally.state is RunState.WAITING and not request.wait_announced:
        request = updated(request, wait_announced=True).request
        waits = partial(_waits, request=request, receipt=tally.receipt)
        said = await _everywhere(context, request, waits)
    return UpdateRequest(request, before, shown=await all_cards(context, request), said=said)


def _waits(context: Context, request: Request, receipt: int) -> str:
    return context.texts.request_messages.notify_waits(request.number, receipt)


def _done(context: Context, request: Request, tally: RunProgress) -> str:
    outcomes = tally.outcomes
    others = sum(count for outcome, count in outcomes.items() if outcome in _OTHERS)
    return context.texts.request_messages.notify_done(
        request.number, count_lines(outcomes).removed, others
    )


async def _everywhere(
    context: Context, request: Request, tell: Callable[[Context], str]
) -> tuple[Say, ...]:
    """To the requester, and in the thread of the channel."""
    requester = await context.for_reader(request.requester.id, request.home_conversation)
    said = [Say(request.home_conversation, tell(requester))]
    if request.channel:
        said.append(Say(request.channel, tell(context.for_channel), slot_of(request)))
    return tuple(said)
