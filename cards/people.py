"""Choosing people."""

from dataclasses import dataclass

from cards.kit import Card
from cards.notices import Notice
from cards.words.english import English
from licensing.draft import Journey, Problem
from licensing.people import PersonRef


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """Facts of the card."""

    journey: Journey
    people: tuple[PersonRef, ...]
    token: str
    product_names: tuple[str, ...] = ()
    holders_count: int | None = None
    #: The first problems, and how many there are in all.
    problems: tuple[Problem, ...] = ()
    problems_total: int = 0
    duplicates: int = 0
    notice: Notice | None = None


def people_card(facts: PeopleFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
