"""Buttons around requests, on cards that belong to whoever asked for them: lists and forms."""

from cards.kit.actions import Verb
from dialogs.approvals import channel as here
from dialogs.approvals import delegation as lending
from dialogs.approvals import list as listing
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import Answer
from licensing.plans.draft import Draft


async def pressed_around(context: Context, draft: Draft, pressed: Pressed) -> Answer | None:
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
