"""By user, 1 of 4."""

from dataclasses import dataclass

from cards.kit import Card
from cards.notices import Notice
from cards.words.english import English
from licensing.draft import Problem
from licensing.people import PersonRef


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Facts of the card."""

    person: PersonRef | None
    token: str
    problems: tuple[Problem, ...] = ()
    notice: Notice | None = None


def person_card(facts: PersonFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
