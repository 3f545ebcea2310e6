"""An error."""

from dataclasses import dataclass

from cards.kit import Card
from cards.words.english import English
from licensing.errors import UnassignError


@dataclass(frozen=True, slots=True)
class ErrorFacts:
    """Facts of the card."""

    error: UnassignError
    token: str | None = None


def error_card(facts: ErrorFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
