"""The preview, 3 of 4."""

from dataclasses import dataclass

from cards.kit import Card
from cards.notices import Notice
from cards.words.english import English
from licensing.plan import Plan, PlannedPerson


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """Facts of the card."""

    plan: Plan
    rows: tuple[PlannedPerson, ...]
    page: int
    pages: int
    token: str
    csv_url: str | None = None
    notice: Notice | None = None


def preview_card(facts: PreviewFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
