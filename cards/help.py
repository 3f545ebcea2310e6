"""The help card."""

from dataclasses import dataclass

from cards.kit import Card
from cards.words.english import English


@dataclass(frozen=True, slots=True)
class HelpFacts:
    """Facts of the card."""

    #: None: no buttons.
    token: str | None = None


def help_card(facts: HelpFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
