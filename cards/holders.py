"""The list of holders."""

from dataclasses import dataclass

from cards.kit import Card
from cards.notices import Notice
from cards.words.english import English
from licensing.people import PersonRef


@dataclass(frozen=True, slots=True)
class HoldersFacts:
    """Facts of the card."""

    product_names: tuple[str, ...]
    #: Those of this page.
    holders: tuple[PersonRef, ...]
    total: int
    #: How many can be paged through.
    listed: int
    chosen: frozenset[str]
    chosen_count: int
    page: int
    pages: int
    token: str
    notice: Notice | None = None


def holders_card(facts: HoldersFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
