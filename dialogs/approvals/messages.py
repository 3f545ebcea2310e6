"""Messages about a request's events: to the requester, and in the thread of its channel."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cards.kit.escaping import plain
from dialogs.approvals.render import has_decided, missing, rule_progress
from dialogs.model.context import Context
from dialogs.model.ports import Member
from dialogs.model.request_update import Mention, Say, mention_mark, slot_of
from licensing.requests.events import Event, EventType
from licensing.requests.model import Participant, PersonalCopy, Request
from licensing.requests.posting import with_copy

#: Maximum number of people mentioned in one message.
_CALLED = 10

#: After these the card comes to the own chats too; the first time only where there is no channel.
_NUDGES = frozenset({EventType.REMINDED, EventType.ESCALATED})
_BEGINS = frozenset({EventType.OPENED, EventType.CHANGED, EventType.RULES_ADDED})

#: A message to the requester, from all events of a step.
_Tell = Callable[[Context, Request, Event, Sequence[Event]], str]
#: A message in the thread; the last text has the names of those whom it mentions, or is empty.
_Post = Callable[[Context, Request, Event, str], str]


async def messages_for(
    context: Context, request: Request, events: Iterable[Event]
) -> tuple[Say, ...]:
    """Everything to say of these events."""
    found: list[Say] = []
    happened = tuple(events)
    requester = await context.for_reader(request.requester.id, request.home_conversation)
    members = await context.members(request.channel) if request.channel else ()
    for event in happened:
        found += _to_requester(requester, request, event, happened)
        found += _in_thread(context.for_channel, request, event, members)
    return tuple(found)


def _to_requester(
    context: Context, request: Request, event: Event, events: Sequence[Event]
) -> Iterator[Say]:
    """The requester is notified of what others do; of an approval by the card alone.

    Only the last approval is an outcome, and COMPLETED tells of it.
    """
    tell = _REQUESTER.get(event.type)
    mine = event.by is not None and event.by.id == request.requester.id
    if tell is not None and not mine:
        yield Say(request.home_conversation, tell(context, request, event, events))


def _in_thread(
    context: Context, request: Request, event: Event, members: Sequence[Member]
) -> Iterator[Say]:
    post = _THREAD.get(event.type)
    if post is None or not request.channel:
        return
    called = tuple(_called(context, request, event, members))
    marks = [mention_mark(place) for place in range(len(called))]
    names = context.texts.common.listed(marks) if marks else ""
    yield Say(request.channel, post(context, request, event, names), slot_of(request), called)


def _called(
    context: Context, request: Request, event: Event, members: Sequence[Member]
) -> Iterator[Mention]:
    """The recipients of a message: those of them who are in the channel."""
    wanted: tuple[Participant, ...] = ()
    match event.type:
        case (
            EventType.OPENED
            | EventType.CHANGED
            | EventType.REMINDED
            | EventType.VOIDED
            | EventType.RULES_ADDED
        ):
            first = request.audience.first
            wanted = tuple(p for p in first if not has_decided(context, request, p.id))
        case EventType.ESCALATED:
            wanted = request.audience.second
        case EventType.ANSWERED:
            wanted = tuple(q.by for q in request.questions if q.answered_at == event.at)
    by_id = {member.person: member for member in members}
    there = [by_id[participant.id] for participant in wanted if participant.id in by_id]
    for member in there[:_CALLED]:
        yield Mention(member.teams_id, plain(member.name))


def _name(event: Event) -> str:
    return plain(event.by.name) if event.by else ""


def _completed(context: Context, request: Request, event: Event, events: Sequence[Event]) -> str:
    """The last approval, and in whose name the licenses go: that may be an earlier approver."""
    last = next((one for one in reversed(events) if one.type is EventType.APPROVED), event)
    return context.texts.request_messages.notify_completed(
        request.number, _name(last), last.text, _name(event)
    )


def _still_waits(context: Context, request: Request, called: str = "") -> str:
    """What an open request waits for; or that no one can give it."""
    texts = context.texts.request_messages
    if request.stuck:
        return texts.notify_stuck(request.number, request.stuck)
    left = context.texts.common.span(request.expires_at - context.now)
    need = max(1, missing(context, request))
    several = sum(not rule.complete for rule in rule_progress(context, request)) > 1
    return texts.thread_reminded(request.number, need, left, called, more=several)


_REQUESTER: Mapping[EventType, _Tell] = {
    EventType.COMPLETED: _completed,
    EventType.REJECTED: lambda s, r, e, _: s.texts.request_messages.notify_rejected(
        r.number, _name(e), e.text
    ),
    EventType.EXPIRED: lambda s, r, _e, _: s.texts.request_messages.notify_expired(r.number),
    EventType.ASKED: lambda s, r, e, _: s.texts.request_messages.notify_question(
        r.number, _name(e), e.text
    ),
    EventType.VOIDED: lambda s, r, _e, _: s.texts.request_messages.notify_voided(r.number),
    EventType.RULES_ADDED: lambda s, r, e, _: s.texts.request_messages.notify_rules_added(
        r.number, e.what["rules"]
    ),
    EventType.STUCK: lambda s, r, e, _: s.texts.request_messages.notify_stuck(
        r.number, str(e.what["rule"])
    ),
    EventType.DRIFTED: lambda s, r, e, _: s.texts.request_messages.notify_drifted(
        r.number, int(e.what["people"])
    ),
    EventType.UNREACHABLE: lambda s, r, _e, _: s.texts.request_messages.notify_unreachable(
        r.number, bool(r.channel)
    ),
    EventType.POSTED: lambda s, r, _e, _: s.texts.request_messages.notify_posted(r.number),
}

_THREAD: Mapping[EventType, _Post] = {
    EventType.OPENED: lambda s, r, e, called: s.texts.request_messages.thread_opened(
        r.number, _name(e), called
    ),
    EventType.CHANGED: lambda s, r, e, called: s.texts.request_messages.thread_changed(
        r.number, _name(e), int(e.what["approvals_void"]), called
    ),
    EventType.ANSWERED: lambda s, r, e, called: s.texts.request_messages.thread_answered(
        r.number, _name(e), e.text, called
    ),
    EventType.REMINDED: lambda s, r, _, called: _still_waits(s, r, called),
    EventType.ESCALATED: lambda s, r, _, called: s.texts.request_messages.thread_escalated(
        r.number, called
    ),
    EventType.VOIDED: lambda s, r, _, called: s.texts.request_messages.notify_voided(
        r.number, called
    ),
    EventType.RULES_ADDED: lambda s, r, e, called: s.texts.request_messages.notify_rules_added(
        r.number, e.what["rules"], called
    ),
    EventType.STUCK: lambda s, r, e, _: s.texts.request_messages.notify_stuck(
        r.number, str(e.what["rule"])
    ),
}


async def with_copies(context: Context, request: Request, events: Iterable[Event]) -> Request:
    """The request with a copy of its card for each of them who talks with the bot."""
    happened = {event.type for event in events}
    if not _wanted(request, happened):
        return request
    for participant in _waited_for(context, request, happened):
        chat = await context.requests.personal_chat(request.tenant, participant.id)
        if chat is not None:
            request = with_copy(request, PersonalCopy(participant.id, chat))
    return request


async def reminders_for(
    context: Context, before: Request, request: Request, events: Iterable[Event]
) -> tuple[Say, ...]:
    """Remind those who have the card already; to the others the card itself is the news."""
    happened = {event.type for event in events}
    if not happened & _NUDGES:
        return ()
    waited_for = {participant.id for participant in _waited_for(context, request, happened)}
    readers = await context.for_readers(sorted(waited_for))
    return tuple(
        Say(copy.conversation, _still_waits(readers[copy.person], request))
        for copy in before.copies
        if copy.person in waited_for
    )


def _wanted(request: Request, happened: set[EventType]) -> bool:
    if not request.is_open:
        return False
    return bool(happened & _NUDGES) or (not request.channel and bool(happened & _BEGINS))


def _waited_for(
    context: Context, request: Request, happened: set[EventType]
) -> tuple[Participant, ...]:
    notified = request.audience.first
    if EventType.ESCALATED in happened:
        notified = (*notified, *request.audience.second)
    return tuple(
        participant
        for participant in notified
        if participant.id != request.requester.id
        and not has_decided(context, request, participant.id)
    )
