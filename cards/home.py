"""The home card."""

from dataclasses import dataclass

from cards.kit import Card
from cards.notices import Notice
from cards.words.english import English
from licensing.products import Product


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Facts of the card."""

    name: str
    products: tuple[Product, ...]
    token: str
    #: Whether a walk was left open that can be continued.
    resume: bool = False
    #: Why the products can't be shown, in words.
    unavailable: str | None = None
    sandbox: bool = False
    notice: Notice | None = None


def home_card(facts: HomeFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
