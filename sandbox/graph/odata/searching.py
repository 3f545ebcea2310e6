"""$search for people: by tokens of the display name, by prefix of an address.

    "displayName:Alex" OR ("mail:alex" AND "userPrincipalName:alex")

"displayName ... tokenized", other strings "fall back to $filter startsWith"; AND and OR in upper
case, outside of the quotation marks; a quotation mark or backslash inside has a backslash ahead:
https://learn.microsoft.com/graph/search-query-parameter#using-search-on-directory-object-collections
"""

import re

from sandbox.graph.odata.matching import unsupported
from sandbox.index import PeopleIndex
from sandbox.refusal import Refusal
from sandbox.search_tokens import tokens

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|AND\b|OR\b|[()])')
_OPEN = "("


def found(search: str, index: PeopleIndex) -> set[int]:
    """Return the positions of the people found; raises Refusal (400)."""
    return _Search(search, index).positions()


class _Search:
    def __init__(self, text: str, index: PeopleIndex) -> None:
        self._text = text
        self._index = index
        self._tokens = self._cut()
        self._next = 0

    def positions(self) -> set[int]:
        result = self._either()
        if self._next < len(self._tokens):
            raise self._wrong(len(self._text) - 1)
        return result

    def _either(self) -> set[int]:
        result = self._both()
        while self._peek() == "OR":
            self._next += 1
            result = result | self._both()
        return result

    def _both(self) -> set[int]:
        result = self._single()
        while self._peek() == "AND":
            self._next += 1
            result = result & self._single()
        return result

    def _single(self) -> set[int]:
        piece = self._peek()
        self._next += 1
        if piece == _OPEN:
            result = self._either()
            if self._peek() != ")":
                raise self._wrong(len(self._text) - 1)
            self._next += 1
            return result
        if not piece.startswith('"'):
            raise self._wrong(len(self._text) - 1)
        return self._clause(re.sub(r"\\(.)", r"\1", piece[1:-1]))

    def _clause(self, clause: str) -> set[int]:
        name, colon, value = clause.partition(":")
        if not colon:
            raise unsupported()
        if name == "displayName":
            return self._by_words(value)
        if name not in self._index.prefix:
            raise unsupported()
        return self._index.prefix[name].find(value) if value else set()

    def _by_words(self, value: str) -> set[int]:
        """Return people whose names have a token for each prefix."""
        result: set[int] | None = None
        for token in tokens(value):
            positions = self._index.words.find(token)
            result = positions if result is None else result & positions
        return result or set()

    def _peek(self) -> str:
        return self._tokens[self._next] if self._next < len(self._tokens) else ""

    def _cut(self) -> list[str]:
        pieces, at, text = [], 0, self._text.rstrip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise self._wrong(at)
            pieces.append(match[1])
            at = match.end()
        if text.count(_OPEN) > 200 or not pieces:
            raise self._wrong(0)
        return pieces

    def _wrong(self, at: int) -> Refusal:
        character = self._text[at : at + 1]
        return Refusal(
            f"Syntax error: character '{character}' is not valid at position {max(at, 0)} in "
            f"'{self._text}'.",
            code="BadRequest",
        )
