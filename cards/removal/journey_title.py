"""What the cards are called on which someone chooses people and licenses."""

from cards.words.texts import Texts
from licensing.plans.draft import Journey


def journey_title(journey: Journey, changes: int | None, texts: Texts) -> str:
    """The name of the journey; of the request that it changes, where it changes one."""
    return texts.home.journeys[journey] if changes is None else texts.request.changing(changes)
