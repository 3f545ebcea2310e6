"""A walk that is over: cancelled, or gone on in a newer card."""

from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.runs.ended import End, EndedFacts, ended_card
from dialogs.model.context import Move, Scene
from dialogs.model.events import Pressed
from licensing.plans.draft import Draft, Step


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
