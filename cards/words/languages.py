"""The languages of the catalogue. Whoever has none of them gets the first one."""

from collections.abc import Mapping
from typing import Final

from cards.words.english import English

LANGUAGES: Final[Mapping[str, type[English]]] = {words.language: words for words in (English,)}
