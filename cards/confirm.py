"""The confirmation, 4 of 4."""

from dataclasses import dataclass

from cards.kit import Card
from cards.notices import Notice
from cards.words.english import English
from licensing.draft import Consent
from licensing.plan import Plan


@dataclass(frozen=True, slots=True)
class ConfirmFacts:
    """Facts of the card."""

    plan: Plan
    needed: frozenset[Consent]
    accepted: frozenset[Consent]
    token: str
    notice: Notice | None = None


def confirm_card(facts: ConfirmFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
