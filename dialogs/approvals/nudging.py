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


async def with_copies(scene: Context, request: Request, events: Iterable[Event]) -> Request:
    """The request with a copy of its card for each of them who talks with the bot."""
    happened = {event.happened for event in events}
    if not _wanted(request, happened):
        return request
    for party in _waited_for(request, happened):
        chat = await scene.requests.personal_chat(request.tenant, party.id)
        if chat is not None:
            request = with_copy(request, PersonalCopy(party.id, chat))
    return request


def nudges(
    scene: Context, before: Request, request: Request, events: Iterable[Event]
) -> tuple[Said, ...]:
    """Remind those who have the card already; to the others the card itself is the news."""
    happened = {event.happened for event in events}
    if not happened & _NUDGES:
        return ()
    left = scene.words.span(request.expires_at - scene.now)
    text = scene.words.thread_reminded(request.number, max(1, missing(scene, request)), left)
    waited_for = {party.id for party in _waited_for(request, happened)}
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
    return tuple(party for party in told if party.id not in decided)
