"""The result."""

from dataclasses import dataclass

from cards.kit import Card
from cards.notices import Notice
from cards.words.english import English
from licensing.outcome import PersonOutcome, Tally
from licensing.plan import Plan


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """Facts of the card."""

    plan: Plan
    tally: Tally
    rows: tuple[PersonOutcome, ...]
    page: int
    pages: int
    token: str
    csv_url: str | None = None
    notice: Notice | None = None


def result_card(facts: ResultFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
