"""Cards that are over."""

from dataclasses import dataclass
from enum import StrEnum

from cards.kit import Card
from cards.words.english import English
from licensing.draft import Journey


class End(StrEnum):
    """Why a card is over."""

    CANCELLED = "cancelled"
    #: The walk goes on in a newer card below.
    REPLACED = "replaced"
    #: Somebody else's card.
    NOT_YOURS = "not_yours"
    #: A card nobody knows any more.
    UNKNOWN = "unknown"
    #: The press is being worked on.
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class EndedFacts:
    """Facts of the card."""

    end: End
    journey: Journey | None = None
    #: How many people were chosen when it ended.
    people: int = 0
    #: For a button back to the home card; None: no button.
    token: str | None = None


def ended_card(facts: EndedFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
