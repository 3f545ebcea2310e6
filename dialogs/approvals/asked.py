"""A walk that was asked for: its card shows the request to whoever asked."""

from cards.kit import Card
from cards.notices import Notice
from cards.request import Viewer
from dialogs.approvals.showing import draw
from dialogs.events import Pressed
from dialogs.scene import Move, Scene
from licensing.draft import Draft


async def show(scene: Scene, draft: Draft, notice: Notice | None) -> Card:
    """Draw the request as it is now."""
    request = await scene.request(draft.request or "")
    return await draw(scene, request, Viewer.REQUESTER, request.timezone, notice=notice)


async def press(scene: Scene, draft: Draft, pressed: Pressed) -> Move:
    """Its buttons belong to the request, so there is nothing to press here."""
    del scene, pressed
    return Move(draft)


async def say(scene: Scene, draft: Draft, text: str) -> Move | None:
    """Typed text is not for a walk that is over."""
    del scene, draft, text
    return None
