"""Opening a request in one's own chat, by its number or from the list."""

from cards.kit.card import Card
from dialogs.approvals.concerns import concerns
from dialogs.approvals.response import own_card
from dialogs.approvals.trail import trail_card
from dialogs.model.context import Context
from dialogs.model.request_update import RequestUpdate, Shown, copy_slot
from dialogs.model.results import Answer, CardReply, TextReply
from licensing.errors import RequestMissing
from licensing.requests.model import PersonalCopy, Request
from licensing.requests.posting import with_copy
from licensing.requests.steps import moved


async def opened(scene: Context, number: int) -> tuple[str, tuple[RequestUpdate, ...]]:
    """Post the card below, where it follows the request from now on; or say why not."""
    request = await found(scene, number)
    if request is None:
        return scene.words.no_request(number), ()
    if not await concerns(scene, request):
        return scene.words.trail_denied, ()
    who = scene.who
    copied = with_copy(request, PersonalCopy(who.person, who.conversation))
    after = request if copied is request else moved(request, copies=copied.copies).request
    card = await own_card(scene, after)
    shown = Shown(copy_slot(request, who.person), who.conversation, card, anew=True)
    return "", (RequestUpdate(after, request.version, shown=(shown,)),)


async def typed(scene: Context, number: int) -> Answer:
    """Answer "request 12"."""
    if not scene.who.personal:
        return TextReply(scene.words.own_chat)
    text, deals = await opened(scene, number)
    return TextReply(text, deals=deals)


async def typed_why(scene: Context, number: int | None) -> Answer:
    """Answer "why 12"; without a number, for the request that one asked last."""
    if not scene.who.personal:
        return TextReply(scene.words.own_chat)
    request = await found(scene, number) if number is not None else await _last(scene)
    if request is None:
        words = scene.words
        return TextReply(words.which_request() if number is None else words.no_request(number))
    if not await concerns(scene, request):
        return TextReply(scene.words.trail_denied)
    card: Card = await trail_card(scene, request)
    return CardReply(card, below=True)


async def found(scene: Context, number: int) -> Request | None:
    """A request by its number; None where there is none."""
    try:
        return await scene.requests.by_number(scene.who.tenant, number)
    except RequestMissing:
        return None


async def _last(scene: Context) -> Request | None:
    mine = await scene.requests.asked_by(scene.who.tenant, scene.who.person, 1)
    return mine[0] if mine else None
