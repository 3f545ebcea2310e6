"""Names that someone else wrote, made safe to show.

A name of a person, group or product may hold anything. It is shown literally by `RichTextBlock`
and by the titles of choices, never by a `TextBlock` or a fact, which read markdown. Three things
need care even there: characters that turn the direction of the text around it, date functions of
Adaptive Cards such as `{{DATE(...)}}`, and sheer length.
"""

import unicodedata
from collections.abc import Iterable
from typing import Final

#: Longer names are cut, so that 15 rows fit the size of a message.
LONGEST_NAME = 80
#: Of a longer domain the end is shown.
_LONGEST_DOMAIN: Final = 48

_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"
_WORD_JOINER = "\u2060"
_TURNS_TEXT = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(name: str, limit: int = LONGEST_NAME) -> str:
    """One line of at most about `limit` characters; isolated where it runs from right to left.

    An address, or a name with an address behind it, keeps its domain, which says whose account it
    is. A name without visible characters becomes a dash.
    """
    visible = (" " if _breaks(char) else char for char in name if char not in _TURNS_TEXT)
    line = " ".join("".join(visible).split())
    cut = line if len(line) <= limit else _cut(line, limit)
    quiet = cut.replace("{{", "{" + _WORD_JOINER + "{")
    return _isolated(quiet) if _runs_from_right(quiet) else quiet or "\N{EN DASH}"


def _cut(line: str, limit: int) -> str:
    at = line.rfind("@")
    domain = line[at:] if at > 0 and " " not in line[at:] else ""
    if len(domain) > _LONGEST_DOMAIN:
        domain = domain[-_LONGEST_DOMAIN:]
    kept = line[: max(1, limit - 1 - len(domain))].rstrip("\u200d ")
    return f"{kept}…{domain}"


def plains(names: Iterable[str], limit: int = LONGEST_NAME) -> list[str]:
    """Escape each name separately."""
    return [plain(name, limit) for name in names]


def _breaks(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"}


def _runs_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in text)


def _isolated(text: str) -> str:
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"
