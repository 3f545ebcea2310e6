"""The words of sentences: texts of the catalog, in the order in which a text is searched for them.

A word of the catalog is one or more tokens. A token is a word in the sense of Unicode, a character
of a script that puts no space between words, or any other character that is no blank.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from cards.words.catalog import key_of
from cards.words.texts import Texts
from licensing.tenant.spelling import folded


class Word(StrEnum):
    """What a word does in a sentence."""

    REMOVE = "remove"
    #: The second part of "take ... away".
    AWAY = "away"
    EVERYTHING = "everything"
    LICENSES = "licenses"
    #: Between a product and people.
    FROM = "from"
    OF = "of"
    TO = "to"
    #: Behind a person, before what they have.
    OWNER = "owner"
    EVERYONE = "everyone"
    EXCEPT = "except"
    #: Makes a sentence say the opposite, so that nothing of it counts.
    NOT = "not"
    AND = "and"
    #: Begins a question that is no wish.
    QUESTION = "question"
    WHO_HAS = "who_has"
    WHO = "who"
    HAS = "has"
    HOW_MANY = "how_many"
    #: Begins a question about free licenses.
    ANY = "any"
    FREE = "free"
    UNDO = "undo"
    #: The two parts of "give ... back".
    GIVE = "give"
    BACK = "back"
    TOOK = "took"
    LAST = "last"
    HISTORY = "history"
    POLITE = "polite"
    THANKS = "thanks"
    #: Means nothing at the edge of a name.
    FILLER = "filler"
    TODAY = "today"
    YESTERDAY = "yesterday"
    DAY_BEFORE_YESTERDAY = "day_before_yesterday"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


#: Days of the week, Monday first.
WEEKDAYS: Final = (
    Word.MONDAY,
    Word.TUESDAY,
    Word.WEDNESDAY,
    Word.THURSDAY,
    Word.FRIDAY,
    Word.SATURDAY,
    Word.SUNDAY,
)
DAYS: Final = frozenset({Word.TODAY, Word.YESTERDAY, Word.DAY_BEFORE_YESTERDAY, *WEEKDAYS})

T = TypeVar("T")

_UNSPACED: Final = "\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff"
_TOKEN: Final = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])\w)+|[^\w\s]")


class Token(NamedTuple):
    """A token of a text: as it is compared, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether it is no word."""
        return not (self.text[:1].isalnum() or self.text[:1] == "_")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language or of several together."""

    #: By the first token: all tokens of a word and what it does, the longest first.
    words: Mapping[str, tuple[tuple[tuple[str, ...], Word], ...]]
    #: The same for other names of products: what stands there instead.
    product_names: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    #: Words that begin or end a sentence, and are nearly so if misspelled.
    telling: tuple[str, ...]


#: Words by which a sentence is recognized.
_TELLING: Final = frozenset(
    {Word.REMOVE, Word.UNDO, Word.WHO_HAS, Word.WHO, Word.HAS, Word.HOW_MANY, Word.HISTORY}
)


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, in their order."""
    return [
        Token(_compared(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(text)
    ]


#: All that is typed for an apostrophe.
_APOSTROPHES: Final = frozenset("'`’´‘")  # noqa: RUF001 - so it is typed


def _compared(word: str) -> str:
    if word in _APOSTROPHES:
        return "'"
    return word.lower() if word.isascii() else folded(word)


@lru_cache(maxsize=64)
def vocabulary(languages: tuple[Texts, ...]) -> Vocabulary:
    """The words of some languages. Where two say a word differently, the first one counts."""
    words: dict[tuple[str, ...], Word] = {}
    names: dict[tuple[str, ...], tuple[str, ...]] = {}
    telling: dict[str, None] = {}
    for texts in languages:
        for word in Word:
            for said in texts.commands.sentence_words[key_of(word)]:
                words.setdefault(_tokens(said), word)
                if word in _TELLING:
                    telling.setdefault(folded(said))
        for name, others in texts.commands.product_names.items():
            for other in others:
                names.setdefault(_tokens(other), _tokens(name))
    return Vocabulary(_by_first(words), _by_first(names), tuple(telling))


def _tokens(said: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens_of(said))


def _by_first(
    known: Mapping[tuple[str, ...], T],
) -> dict[str, tuple[tuple[tuple[str, ...], T], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], T]]] = {}
    for tokens, what in known.items():
        found.setdefault(tokens[0], []).append((tokens, what))
    return {
        first: tuple(sorted(several, key=lambda one: -len(one[0])))
        for first, several in found.items()
    }


@dataclass(frozen=True, slots=True)
class Tag:
    """A word of the vocabulary in a text."""

    word: Word
    start: int
    end: int


def tags_of(tokens: list[Token], known: Vocabulary, hidden: list[tuple[int, int]]) -> Iterator[Tag]:
    """The words of the vocabulary among tokens, except in hidden parts of the text."""
    place, covers = 0, iter(sorted(hidden))
    cover = next(covers, None)
    while place < len(tokens):
        token = tokens[place]
        while cover is not None and cover[1] <= token.start:
            cover = next(covers, None)
        if cover is not None and cover[0] <= token.start:
            place += 1
            continue
        limit = cover[0] if cover is not None else None
        found = _word_at(tokens, place, known, limit)
        if found is None:
            place += 1
            continue
        word, length = found
        yield Tag(word, token.start, tokens[place + length - 1].end)
        place += length


def _word_at(
    tokens: list[Token], place: int, known: Vocabulary, limit: int | None
) -> tuple[Word, int] | None:
    for said, word in known.words.get(tokens[place].text, ()):
        part = tokens[place : place + len(said)]
        same = len(part) == len(said) and all(
            one.text == other for one, other in zip(part, said, strict=True)
        )
        if same and (limit is None or part[-1].end <= limit):
            return word, len(said)
    return None
