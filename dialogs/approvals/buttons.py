"""Buttons of requests: which request a token stands for, and who answers which button."""

from typing import Final

from cards.general.error import ErrorFacts, error_card
from cards.kit.actions import Verb
from cards.runs.ended import End, EndedFacts, ended_card
from dialogs.approvals import approver as deciding
from dialogs.approvals import channel as here
from dialogs.approvals import delegation as lending
from dialogs.approvals import list as listing
from dialogs.approvals import requester as requesting
from dialogs.approvals.open import why
from dialogs.approvals.response import own_card
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import ContinueBelow, Reply
from licensing.errors import SignInNeeded, UnassignError
from licensing.plans.draft import Draft
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


async def pressed_request(context: Context, pressed: Pressed) -> Reply | ContinueBelow:
    """Answer a button of a request."""
    found = await find(context, pressed.token)
    if found is None:
        return Reply(ended_card(EndedFacts(End.UNKNOWN), context.texts))
    request, revision = found
    try:
        return await _answer(context, request, revision, pressed)
    except SignInNeeded:
        raise
    except UnassignError as error:
        said = context.texts.errors.error(error)
        return Reply(error_card(ErrorFacts(error), context.texts), text=said)


async def find(context: Context, token: str) -> tuple[Request, int] | None:
    """The request of a token; None for one of another tenant."""
    found = await context.requests.by_token(token)
    return found if found is not None and found[0].tenant == context.who.tenant else None


async def _answer(
    context: Context, request: Request, revision: int, pressed: Pressed
) -> Reply | ContinueBelow:
    match pressed.verb:
        case Verb.APPROVE:
            return await deciding.approved(context, request, revision, pressed)
        case Verb.REJECT:
            return await deciding.rejected(context, request, revision, pressed)
        case Verb.ASK_QUESTION:
            return await deciding.questioned(context, request, pressed)
        case Verb.ANSWER_QUESTION:
            return await requesting.answer_given(context, request, pressed)
        case Verb.WITHDRAW:
            return await requesting.withdrawn(context, request)
        case Verb.REMIND:
            return await requesting.reminded(context, request)
        case Verb.CHANGE:
            return await requesting.changing(context, request)
        case Verb.ASK_AGAIN:
            return await requesting.asking_again(context, request)
        case Verb.WHY:
            return await why(context, request)
    return Reply(await own_card(context, request))


async def pressed_around(context: Context, draft: Draft, pressed: Pressed) -> Reply | None:
    """Answer such a button; None for any other."""
    match pressed.verb:
        case Verb.REQUESTS:
            return await listing.pressed_list(context, draft, pressed)
        case Verb.OPEN_REQUEST:
            return await listing.pressed_open(context, draft, pressed)
        case Verb.LENDING:
            return await lending.shown(context, draft)
        case Verb.LEND:
            return await lending.lent(context, draft, pressed)
        case Verb.TAKE_BACK:
            return await lending.taken_back(context, draft, pressed)
        case Verb.CHOOSE_CHANNEL:
            return await here.pressed_here(context, draft)
    return None
