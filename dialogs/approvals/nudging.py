"""Who hears of a request in their own chat too: those whose approval it waits for."""

from collections.abc import Iterable

from dialogs.approvals.render import missing
from dialogs.model.context import Context
from dialogs.model.request_update import Said
from licensing.requests.events import Event, Happened
from licensing.requests.model import Participant, PersonalCopy, Request
from licensing.requests.posting import with_copy

#: After these the card comes to the own chats too; the first time only where there is no channel.
_NUDGES = frozenset({Happened.REMINDED, Happened.ESCALATED})
_BEGINS = frozenset({Happened.OPENED, Happened.CHANGED})


async def with_copies(context: Context, request: Request, events: Iterable[Event]) -> Request:
    """The request with a copy of its card for each of them who talks with the bot."""
    happened = {event.happened for event in events}
    if not _wanted(request, happened):
        return request
    for participant in _waited_for(request, happened):
        chat = await context.requests.personal_chat(request.tenant, participant.id)
        if chat is not None:
            request = with_copy(request, PersonalCopy(participant.id, chat))
    return request


def nudges(
    context: Context, before: Request, request: Request, events: Iterable[Event]
) -> tuple[Said, ...]:
    """Remind those who have the card already; to the others the card itself is the news."""
    happened = {event.happened for event in events}
    if not happened & _NUDGES:
        return ()
    left = context.words.span(request.expires_at - context.now)
    text = context.words.thread_reminded(request.number, max(1, missing(context, request)), left)
    waited_for = {participant.id for participant in _waited_for(request, happened)}
    return tuple(
        Said(copy.conversation, text) for copy in before.copies if copy.person in waited_for
    )


def _wanted(request: Request, happened: set[Happened]) -> bool:
    if not request.is_open:
        return False
    return bool(happened & _NUDGES) or (not request.channel and bool(happened & _BEGINS))


def _waited_for(request: Request, happened: set[Happened]) -> tuple[Participant, ...]:
    decided = {yes.by.id for yes in request.approvals} | {request.requester.id}
    told = request.audience.first
    if Happened.ESCALATED in happened:
        told = (*told, *request.audience.second)
    return tuple(participant for participant in told if participant.id not in decided)
