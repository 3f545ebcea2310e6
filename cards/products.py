"""By product, 1 of 4."""

from dataclasses import dataclass

from cards.kit import Card
from cards.notices import Notice
from cards.words.english import English
from licensing.products import Product


@dataclass(frozen=True, slots=True)
class ProductsFacts:
    """Facts of the card."""

    products: tuple[Product, ...]
    chosen: tuple[str, ...]
    token: str
    notice: Notice | None = None


def products_card(facts: ProductsFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
