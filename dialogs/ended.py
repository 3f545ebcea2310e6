"""A walk that is over: cancelled, or gone on in a newer card."""

from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.runs.ended import End, EndedFacts, ended_card
from dialogs.model.context import Context, Transition
from dialogs.model.events import Pressed
from licensing.plans.draft import Draft, Step


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Say how it ended. Nothing can be pressed any more."""
    del notice
    cancelled = End.UNDO_CANCELLED if draft.undoes else End.CANCELLED
    end = cancelled if draft.step is Step.CANCELLED else End.REPLACED
    return ended_card(EndedFacts(end, draft.journey, len(draft.people)), context.words)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Nothing changes."""
    del context, pressed
    return Transition(draft)


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Typed text is not for a walk that is over."""
    del context, draft, text
    return None
