"""Which licenses go, 2 of 4."""

from dataclasses import dataclass

from cards.kit import Card
from cards.notices import Notice
from cards.words.english import English
from licensing.people import PersonRef
from licensing.services import Data


@dataclass(frozen=True, slots=True)
class LicenseLine:
    """One product, with how the people hold it."""

    product: str
    name: str
    #: How many of the people hold it directly, and how many through a group.
    direct: int
    inherited: int
    groups: tuple[str, ...] = ()
    ticked: bool = False
    #: What at least one of them would lose with this license.
    cost: frozenset[Data] = frozenset()


@dataclass(frozen=True, slots=True)
class LicensesFacts:
    """Facts of the card."""

    #: By user: whose licenses these are. None for many people.
    person: PersonRef | None
    people: int
    lines: tuple[LicenseLine, ...]
    token: str
    all_products: bool = False
    notice: Notice | None = None


def licenses_card(facts: LicensesFacts, words: English) -> Card:
    """Draw the card."""
    raise NotImplementedError
