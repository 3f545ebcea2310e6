"""While a plan runs."""

from dataclasses import dataclass

from cards.kit import Card
from cards.notices import Notice
from cards.words.english import English
from licensing.outcome import Tally
from licensing.plan import Plan


@dataclass(frozen=True, slots=True)
class RunningFacts:
    """Facts of the card."""

    plan: Plan
    #: None before the first person.
    tally: Tally | None
    token: str
    notice: Notice | None = None


def running_card(facts: RunningFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
