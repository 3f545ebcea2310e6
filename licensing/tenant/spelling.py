"""One spelling for texts that are compared: names, addresses and typed words.

The same name can be written in several sequences of code points: an accent as a part of its letter
or behind it, with marks that only say in which direction a line runs, with letters of either case.
"""

import re
import unicodedata
from typing import Final

#: Characters that show nothing: soft hyphen, zero-width blanks and joiners, marks of direction.
_INVISIBLE: Final = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
#: The same without the two joiners, which Persian and Indic names are spelled with.
_STRAY: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)


def composed(text: str) -> str:
    """A text with each accent in its letter, and without stray marks."""
    return _STRAY.sub("", unicodedata.normalize("NFC", text))


def folded(text: str) -> str:
    """A text to compare: two that differ only in spelling become equal."""
    if text.isascii():
        return " ".join(text.split()).casefold()
    shown = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", " ".join(shown.split()).casefold())


def spellings(text: str) -> tuple[str, ...]:
    """The ways in which the directory may have stored a text, each once."""
    if text.isascii():
        return (text,)
    shown = composed(text)
    bare = _INVISIBLE.sub("", shown)
    return tuple(dict.fromkeys((shown, unicodedata.normalize("NFD", shown), bare)))
