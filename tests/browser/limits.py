"""How high a card may be and how many words it may have, for each family of cards.

The cards on which someone decides, and results, are read in one look: 620 pixels, 110 words and
all buttons, for one person as for 100,000. The other limits are what each card needs, with a little
room: a card that grows beyond it should be looked at.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from tests.browser.measures import Drawn


class Limit(NamedTuple):
    """A limit of pixels, on a computer and on a phone, and of English words."""

    height: int
    words: int


ONE_LOOK: Final = Limit(620, 110)

#: The name of a card begins with the name of its family.
LIMITS: Final = {
    "choose-channel": Limit(220, 40),
    "confirm": ONE_LOOK,
    "consultation": Limit(800, 150),
    "delegation": Limit(650, 75),
    #: Dialogs scroll: a page of people each.
    "details": Limit(5300, 660),
    "ended": Limit(230, 40),
    "error": Limit(320, 40),
    "findings": ONE_LOOK,
    "help": Limit(1260, 265),
    "history": Limit(1520, 240),
    "holders": Limit(1120, 60),
    "home": Limit(850, 100),
    "journal": Limit(620, 90),
    "licenses": Limit(700, 90),
    "not-understood": Limit(190, 20),
    "people": Limit(1100, 80),
    "person": Limit(590, 50),
    "policy": Limit(1100, 190),
    "preview": ONE_LOOK,
    "products": Limit(320, 35),
    "progress": Limit(640, 90),
    "question": Limit(560, 90),
    "reminder": Limit(700, 110),
    "request": ONE_LOOK,
    "requests": Limit(1350, 190),
    "result": ONE_LOOK,
    "status": Limit(750, 120),
    #: The boxes and the reason: four boxes at once are rare.
    "submit": Limit(740, 125),
    "undo": ONE_LOOK,
    #: The same as `people`, with people chosen and entries to correct.
    "undo-choosing": Limit(1000, 80),
    "undo-confirm": ONE_LOOK,
    "undo-preview": ONE_LOOK,
    "undo-progress": Limit(360, 50),
    "undo-result": ONE_LOOK,
    "upcoming": Limit(3450, 580),
    "whoami": Limit(580, 90),
    "why": Limit(600, 110),
}


def family_of(card: str) -> str:
    """Return the family of a card: the longest name with which its own begins."""
    found = [one for one in LIMITS if card == one or card.startswith(f"{one}-")]
    return max(found, key=len)


def faults(drawn: Iterable[Drawn], *, english: bool) -> list[str]:
    """Say which cards are beyond their limit or are cut off.

    What is read in one look is so in each language; the others may be a quarter higher.
    """
    found: list[str] = []
    for one in drawn:
        family = family_of(one.name)
        if one.cut:
            found.append(f"{one.name}: wider than the card: {one.cut[0]}")
        limit = LIMITS[family]
        height = limit.height if english or limit is ONE_LOOK else limit.height * 5 // 4
        if one.height > height:
            found.append(f"{one.name}: {one.height} px high, at most {height}")
        if english and one.count() > limit.words:
            found.append(f"{one.name}: {one.count()} words, at most {limit.words}")
    return found
