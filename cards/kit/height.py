"""Estimates how high a card is on a phone, so that a card can leave out what the details have.

The estimate is for the narrowest place of a card, a phone of 360 pixels, and for a wide font, so a
card is rarely higher than estimated. `tests/browser/test_card_heights.py` measures the drawn cards.
Sizes are those of Teams (microsoft/AdaptiveCards, its host configuration for Teams).
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from cards.kit.card import Card

#: Pixels: the width of a card between the margins of the chat, and the padding around its content.
PHONE: Final = 336
PADDING: Final = 16
#: The height at which a card is read in one look.
ONE_LOOK: Final = 620
#: Left for what the estimate does not see.
_ROOM: Final = 12

_SPACING: Final = {"None": 0, "ExtraSmall": 4, "Small": 8, "Default": 12, "Medium": 16, "Large": 20}
#: Font size and line height in pixels.
_SIZES: Final = {"Small": (12, 20), "Medium": (14, 20), "Large": (18, 24), "ExtraLarge": (24, 32)}
_DEFAULT: Final = (14, 20)
#: Widths of characters, in parts of the font size.
_NARROW: Final = frozenset("ijlftrI.,:;'|!()[]- ")
_BROAD: Final = frozenset("mwMW@%…—")
_BUTTON: Final = 36
_BUTTON_SIDES: Final = 28
_BUTTON_GAP: Final = 8
_INPUT: Final = 36
#: The overflow menu of secondary actions.
_MENU: Final = 42


def in_one_look(drawings: Sequence[Callable[[], Card]]) -> Card:
    """Return the first drawing that is read in one look; the last, if none is.

    Each shows less than the one before, so that few of them have to be drawn.
    """
    made: dict[int, Card] = {}

    def fits(number: int) -> bool:
        made[number] = drawings[number]()
        return estimated_height(made[number]) <= ONE_LOOK - _ROOM

    if fits(0):
        return made[0]
    last = len(drawings) - 1
    first = bisect_left(range(last), True, lo=1, key=fits)
    return made[first] if first in made else drawings[first]()


def estimated_height(card: Mapping[str, Any]) -> int:
    """Estimate the height of a drawn card in pixels."""
    inner = PHONE - 2 * PADDING
    height = _stack(card.get("body", ()), inner) + 2 * PADDING
    actions = card.get("actions", ())
    return height + (_SPACING["Default"] + _buttons(actions, inner) if actions else 0)


def _stack(items: Sequence[Mapping[str, Any]], width: int) -> int:
    total = 0
    for number, item in enumerate(items):
        gap = _SPACING.get(item.get("spacing", "Default"), 12) if number else 0
        total += gap + _element(item, width)
    return total


def _element(item: Mapping[str, Any], width: int) -> int:
    match item.get("type"):
        case "TextBlock":
            return _text(str(item["text"]), item, width)
        case "RichTextBlock":
            return _runs(item["inlines"], width)
        case "Container":
            sides = 2 * PADDING if item.get("style") else 0
            return _stack(item.get("items", ()), width - sides) + sides
        case "ColumnSet":
            columns = item.get("columns", ())
            share = width // max(1, len(columns))
            return max((_stack(one.get("items", ()), share) for one in columns), default=0)
        case "ActionSet":
            return _buttons(item["actions"], width)
        case "ProgressBar":
            return _SPACING["Small"]
    label = _text(str(item["label"]), {"weight": "Bolder"}, width) if item.get("label") else 0
    return label + _SPACING["Small"] + _INPUT


def _text(words: str, look: Mapping[str, Any], width: int) -> int:
    size, line = _SIZES.get(look.get("size", ""), _DEFAULT)
    return line * _lines([(words, size, look.get("weight") == "Bolder")], width)


def _runs(inlines: Sequence[Mapping[str, Any]], width: int) -> int:
    lines = [_SIZES.get(one.get("size", ""), _DEFAULT) for one in inlines]
    parts = [
        (str(one["text"]), size, one.get("weight") == "Bolder")
        for one, (size, _) in zip(inlines, lines, strict=True)
    ]
    return max((line for _, line in lines), default=0) * _lines(parts, width)


def _lines(parts: Sequence[tuple[str, int, bool]], width: int) -> int:
    """Break text into lines as a client does: between words, and within a word that is too long."""
    lines, used = 1, 0.0
    for word, size, bold in _words(parts):
        need = sum(map(_advance, word)) * size * (1.08 if bold else 1)
        if used and used + need > width:
            lines, used = lines + 1, 0.0
            if word.isspace():
                continue
        lines += int(need // width)
        used = (used + need) % width if need > width else used + need
    return lines


def _words(parts: Sequence[tuple[str, int, bool]]) -> Iterator[tuple[str, int, bool]]:
    for words, size, bold in parts:
        start = 0
        for place, char in enumerate(words):
            if char == " " or _is_wide(char):
                yield from (
                    (words[a:b], size, bold)
                    for a, b in ((start, place), (place, place + 1))
                    if b > a
                )
                start = place + 1
        if start < len(words):
            yield words[start:], size, bold


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F"}


def _advance(char: str) -> float:
    if _is_wide(char):
        return 1.05
    if char in _NARROW:
        return 0.36
    if char in _BROAD:
        return 0.95
    if unicodedata.category(char) in {"Mn", "Cf"}:
        return 0.0
    return 0.7 if char.isupper() else 0.62


def _buttons(actions: Sequence[Mapping[str, Any]], width: int) -> int:
    primary = [one for one in actions if one.get("mode") != "secondary"]
    widths: list[float] = [_button(str(one["title"])) for one in primary]
    if len(primary) < len(actions):
        widths.append(_MENU)
    rows, used = 1, 0.0
    for each in widths:
        if used and used + _BUTTON_GAP + each > width:
            rows, used = rows + 1, each
        else:
            used += (_BUTTON_GAP if used else 0) + each
    return rows * _BUTTON + (rows - 1) * _BUTTON_GAP


def _button(title: str) -> float:
    return sum(map(_advance, title)) * 14 * 1.08 + _BUTTON_SIDES
