"""Buttons of requests: which request a token stands for, and who answers which button."""

from typing import Final

from cards.general.error import ErrorFacts, error_card
from cards.kit.actions import Verb
from cards.runs.ended import End, EndedFacts, ended_card
from dialogs.approvals import approver as deciding
from dialogs.approvals import requester as requesting
from dialogs.approvals.response import own_card
from dialogs.approvals.trail import why
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import CardReply
from licensing.errors import SignInNeeded, UnassignError
from licensing.requests.model import Request

#: Buttons whose token is that of a request.
OF_REQUESTS: Final = frozenset(
    {
        Verb.APPROVE,
        Verb.REJECT,
        Verb.ASK_QUESTION,
        Verb.ANSWER_QUESTION,
        Verb.WITHDRAW,
        Verb.REMIND,
        Verb.CHANGE,
        Verb.ASK_AGAIN,
        Verb.LOOK,
        Verb.WHY,
    }
)


async def pressed_request(scene: Context, pressed: Pressed) -> CardReply:
    """Answer a button of a request."""
    found = await find(scene, pressed.token)
    if found is None:
        return CardReply(ended_card(EndedFacts(End.UNKNOWN), scene.words))
    request, revision = found
    try:
        return await _answer(scene, request, revision, pressed)
    except SignInNeeded:
        raise
    except UnassignError as error:
        said = scene.words.error(error)
        return CardReply(error_card(ErrorFacts(error), scene.words), remark=said)


async def find(scene: Context, token: str) -> tuple[Request, int] | None:
    """The request of a token; None for one of another tenant."""
    found = await scene.requests.by_token(token)
    return found if found is not None and found[0].tenant == scene.who.tenant else None


async def _answer(scene: Context, request: Request, revision: int, pressed: Pressed) -> CardReply:
    match pressed.verb:
        case Verb.APPROVE:
            return await deciding.approved(scene, request, revision, pressed)
        case Verb.REJECT:
            return await deciding.rejected(scene, request, revision, pressed)
        case Verb.ASK_QUESTION:
            return await deciding.questioned(scene, request, pressed)
        case Verb.ANSWER_QUESTION:
            return await requesting.answer_given(scene, request, pressed)
        case Verb.WITHDRAW:
            return await requesting.withdrawn(scene, request)
        case Verb.REMIND:
            return await requesting.reminded(scene, request)
        case Verb.CHANGE:
            return await requesting.changing(scene, request)
        case Verb.ASK_AGAIN:
            return await requesting.asking_again(scene, request)
        case Verb.WHY:
            return await why(scene, request)
    return CardReply(await own_card(scene, request))
