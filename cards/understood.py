"""Text that is not understood."""

from dataclasses import dataclass

from cards.kit import Card
from cards.words.english import English


@dataclass(frozen=True, slots=True)
class UnderstoodFacts:
    """Facts of the card."""

    text: str
    token: str


def understood_card(facts: UnderstoodFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
