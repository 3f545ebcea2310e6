"""Buttons of requests: finds the request of a token, and dispatches the button."""

from typing import Final

from cards.general.error import ErrorFacts, error_card
from cards.kit.actions import Verb
from cards.runs.ended import End, EndedFacts, ended_card
from dialogs.approvals import approver, channel, delegation, requester
from dialogs.approvals import list as request_list
from dialogs.approvals.open import press_why
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


async def press_request(context: Context, pressed: Pressed) -> Reply | ContinueBelow:
    """Answer a button of a request."""
    found = await find_request(context, pressed.token)
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


async def find_request(context: Context, token: str) -> tuple[Request, int] | None:
    """The request of a token; None for one of another tenant."""
    found = await context.requests.by_token(token)
    return found if found is not None and found[0].tenant == context.who.tenant else None


async def _answer(
    context: Context, request: Request, revision: int, pressed: Pressed
) -> Reply | ContinueBelow:
    match pressed.verb:
        case Verb.APPROVE:
            return await approver.press_approve(context, request, revision, pressed)
        case Verb.REJECT:
            return await approver.press_reject(context, request, revision, pressed)
        case Verb.ASK_QUESTION:
            return await approver.press_question(context, request, pressed)
        case Verb.ANSWER_QUESTION:
            return await requester.press_answer(context, request, pressed)
        case Verb.WITHDRAW:
            return await requester.press_withdraw(context, request)
        case Verb.REMIND:
            return await requester.press_remind(context, request)
        case Verb.CHANGE:
            return await requester.press_change(context, request)
        case Verb.ASK_AGAIN:
            return await requester.press_ask_again(context, request)
        case Verb.WHY:
            return await press_why(context, request)
    return Reply(await own_card(context, request))


async def press_list_button(context: Context, draft: Draft, pressed: Pressed) -> Reply | None:
    """Answer such a button; None for any other."""
    match pressed.verb:
        case Verb.REQUESTS:
            return await request_list.press_list(context, draft, pressed)
        case Verb.OPEN_REQUEST:
            return await request_list.press_open(context, draft, pressed)
        case Verb.DELEGATIONS:
            return await delegation.show(context, draft)
        case Verb.DELEGATE:
            return await delegation.delegate(context, draft, pressed)
        case Verb.END_DELEGATION:
            return await delegation.revoke(context, draft, pressed)
        case Verb.CHOOSE_CHANNEL:
            return await channel.press(context, draft)
    return None
