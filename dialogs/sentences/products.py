"""Which products words mean: by name, part number, id, a nickname, or something like them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dialogs.sentences.understanding import ProductPhrase
from dialogs.sentences.vocabulary import Vocabulary, tokens_of
from licensing.tenant.products import Product
from licensing.tenant.spelling import folded

#: Products that one question offers.
MOST_OFFERED: Final = 5
#: Words of Microsoft's that a nickname leaves out: "E3" is Office 365 E3 before it is Enterprise
#: Mobility + Security E3, and "Visio" is Visio Plan 2 before it is Visio Plan 2 for GCC.
_PLAIN: Final = frozenset(
    {"microsoft", "office", "365", "plan", "1", "2", "3", "4", "5", "p1", "p2"}
    | {"for", "and", "planner", "online", "standard", "pro", "the"}
)
#: Names of free products that people say for the paid ones.
_SHORT: Final = frozenset({"power bi"})
#: How much of a misspelled word has to be right, and how long it has to be.
_LIKENESS: Final = 0.7
_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class _Name:
    id: str
    name: str
    tokens: frozenset[str]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class ProductNames:
    """The names of a tenant's products that people can have."""

    names: tuple[_Name, ...]
    #: All words of all names.
    words: tuple[str, ...]
    all_words: frozenset[str]

    def mentions(self, text: str) -> list[tuple[int, int]]:
        """Where a text has the whole name of a product of more than one word."""
        low = text.lower()
        # Lowercase letters of a few scripts are longer than the capitals.
        if len(low) != len(text):
            return []
        found = []
        for one in self.names:
            name = one.name.lower()
            start = low.find(name) if " " in name else -1
            if start >= 0:
                found.append((start, start + len(name)))
        # Of two that overlap, the longer one: one name may begin another.
        kept: list[tuple[int, int]] = []
        for span in sorted(found, key=lambda span: span[0] - span[1]):
            if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
                kept.append(span)
        return kept

    def match(self, phrase: str, known: Vocabulary, *, near: bool = True) -> ProductPhrase:
        """Which products a phrase means, or with `near` resembles."""
        said = folded(phrase)
        exact = tuple(one.id for one in self.names if said in one.keys)
        if exact and said not in _SHORT:
            return ProductPhrase(phrase, exact[:MOST_OFFERED])
        sought = _sought(phrase, known)
        if not sought:
            return ProductPhrase(phrase)
        if found := self._with(sought):
            return ProductPhrase(phrase, found)
        like = {self._near(token) or "" for token in sought} if near else {""}
        found = self._with(like, every=True) if all(like) else ()
        return ProductPhrase(phrase, found, near=bool(found))

    def _with(self, sought: set[str], *, every: bool = False) -> tuple[str, ...]:
        fitting = [one for one in self.names if sought <= one.tokens]
        plain = [one for one in fitting if one.tokens - sought <= _PLAIN]
        # Those with the fewest words that were not said first.
        longer = sorted(fitting, key=lambda one: len(one.tokens - sought))
        chosen = longer if every or not plain else plain
        return tuple(one.id for one in chosen[:MOST_OFFERED])

    def _near(self, token: str) -> str | None:
        if token in self.all_words or len(token) < _SHORTEST:
            return token if token in self.all_words else None
        similarity = OSA.normalized_similarity
        found = process.extractOne(token, self.words, scorer=similarity, score_cutoff=_LIKENESS)
        return str(found[0]) if found else None


def _sought(phrase: str, known: Vocabulary) -> set[str]:
    """The words of a phrase, nicknames written out."""
    tokens = [token.text for token in tokens_of(phrase) if not token.is_mark]
    written: list[str] = []
    place = 0
    while place < len(tokens):
        for said, instead in known.product_names.get(tokens[place], ()):
            if tuple(tokens[place : place + len(said)]) == said:
                written += instead
                place += len(said)
                break
        else:
            written.append(tokens[place])
            place += 1
    return set(written)


def names_of(products: Iterable[Product]) -> ProductNames:
    """The names of products that people can have."""
    return _names(tuple((one.id, one.name, one.part) for one in products if one.for_people))


@lru_cache(maxsize=32)
def _names(products: Sequence[tuple[str, str, str]]) -> ProductNames:
    names = tuple(
        _Name(
            id_,
            name,
            frozenset(token.text for token in tokens_of(name) if not token.is_mark),
            frozenset({folded(name), folded(part), id_}),
        )
        for id_, name, part in products
    )
    words = dict.fromkeys(word for one in names for word in sorted(one.tokens))
    return ProductNames(names, tuple(words), frozenset(words))
