"""A walk that is over: cancelled, or gone on in a newer card."""

from cards.ended import End, EndedFacts, ended_card
from cards.kit import Card
from cards.notices import Notice
from dialogs.events import Pressed
from dialogs.scene import Move, Scene
from licensing.draft import Draft, Step


async def show(scene: Scene, draft: Draft, notice: Notice | None) -> Card:
    """Say how it ended. Nothing can be pressed any more."""
    del notice
    cancelled = End.UNDO_CANCELLED if draft.undoes else End.CANCELLED
    end = cancelled if draft.step is Step.CANCELLED else End.REPLACED
    return ended_card(EndedFacts(end, draft.journey, len(draft.people)), scene.words)


async def press(scene: Scene, draft: Draft, pressed: Pressed) -> Move:
    """Nothing changes."""
    del scene, pressed
    return Move(draft)


async def say(scene: Scene, draft: Draft, text: str) -> Move | None:
    """Typed text is not for a walk that is over."""
    del scene, draft, text
    return None
