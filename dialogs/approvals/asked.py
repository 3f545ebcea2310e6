"""A walk that was asked for: its card shows the request to whoever asked."""

from cards.approvals.request import Viewer
from cards.kit.card import Card
from cards.kit.notices import Notice
from dialogs.approvals.render import draw
from dialogs.model.context import Context, Transition
from dialogs.model.events import Pressed
from licensing.plans.draft import Draft


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the request as it is now."""
    request = await context.request(draft.request or "")
    return await draw(context, request, Viewer.REQUESTER, request.timezone, notice=notice)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Its buttons belong to the request, so there is nothing to press here."""
    del context, pressed
    return Transition(draft)


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Typed text is not for a walk that is over."""
    del context, draft, text
    return None
