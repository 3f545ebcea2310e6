"""Parses the part of OData's $filter that Graph supports for directory objects.

    accountEnabled eq true and not startsWith(displayName,'A')
    assignedLicenses/any(x:x/skuId eq 6fd2c87f-b296-42f0-b197-1e91e994b900)

https://learn.microsoft.com/graph/filter-query-parameter
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.refusal import Refusal

Value = str | bool | int | None


@dataclass(frozen=True, slots=True)
class Compare:
    """Compares a property with a value: eq, ne, le, ge, lt, gt, startswith or endswith."""

    path: str
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class In:
    """Compares a property with a list of values."""

    path: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A comparison for any member of a collection; "" is the path of the member itself."""

    path: str
    inner: Compare


@dataclass(frozen=True, slots=True)
class Not:
    """A negated expression."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class Group:
    """Parts joined by `and` or `or`."""

    word: str
    parts: tuple["Node", ...]


Node = Compare | In | AnyOf | Not | Group

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[(),:]|[^\s(),:']+(?::\d\d[\d:.Z]*)?)")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+Z)?")
_OPEN = "("
#: Maximum depth of brackets.
_DEEPEST = 200
_COMPARISONS = frozenset({"eq", "ne", "le", "ge", "lt", "gt"})
_FUNCTIONS = frozenset({"startswith", "endswith"})


def parse(text: str) -> Node:
    """Parse a filter; raises Refusal (400)."""
    if text.count("(") > _DEEPEST:
        raise invalid_filter()
    parser = _Parser(text)
    node = parser.either()
    parser.end()
    return node


def invalid_filter() -> Refusal:
    """Return Graph's error for an invalid filter."""
    return Refusal("Invalid filter clause", code="BadRequest")


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = _cut(text)
        self._next = 0

    def either(self) -> Node:
        return self._joined("or", self._both)

    def end(self) -> None:
        if self._next < len(self._tokens):
            raise invalid_filter()

    def _both(self) -> Node:
        return self._joined("and", self._single)

    def _joined(self, word: str, part: Callable[[], Node]) -> Node:
        parts = [part()]
        while self._peek().casefold() == word:
            self._take()
            parts.append(part())
        return parts[0] if len(parts) == 1 else Group(word, tuple(parts))

    def _single(self) -> Node:
        token = self._take()
        word = token.casefold()
        if word == "not":
            return Not(self._single())
        if token == _OPEN:
            inner = self.either()
            self._expect(")")
            return inner
        if word in _FUNCTIONS:
            return self._function(word)
        if token.endswith("/any"):
            return self._any(token.removesuffix("/any"))
        return self._comparison(token)

    def _function(self, name: str) -> Compare:
        self._expect("(")
        path = self._take()
        self._expect(",")
        value = _value(self._take())
        self._expect(")")
        return Compare(path, name, value)

    def _any(self, path: str) -> AnyOf:
        self._expect("(")
        variable = self._take()
        self._expect(":")
        inner = self._single()
        self._expect(")")
        if not isinstance(inner, Compare):
            raise invalid_filter()
        own = "" if inner.path == variable else inner.path.removeprefix(f"{variable}/")
        return AnyOf(path, Compare(own, inner.operator, inner.value))

    def _comparison(self, path: str) -> Compare | In:
        operator = self._take().casefold()
        if operator == "in":
            return In(path, self._values())
        if operator not in _COMPARISONS:
            raise invalid_filter()
        return Compare(path, operator, _value(self._take()))

    def _values(self) -> tuple[Value, ...]:
        self._expect("(")
        values = [_value(self._take())]
        while self._peek() == ",":
            self._take()
            values.append(_value(self._take()))
        self._expect(")")
        return tuple(values)

    def _peek(self) -> str:
        return self._tokens[self._next] if self._next < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        if not token:
            raise invalid_filter()
        self._next += 1
        return token

    def _expect(self, mark: str) -> None:
        if self._take() != mark:
            raise invalid_filter()


def _cut(text: str) -> list[str]:
    tokens, at = [], 0
    text = text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise invalid_filter()
        tokens.append(match[1])
        at = match.end()
    return tokens


def _value(token: str) -> Value:
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    known: dict[str, Value] = {"true": True, "false": False, "null": None}
    if token.casefold() in known:
        return known[token.casefold()]
    if token.isdecimal():
        return int(token)
    if _GUID.fullmatch(token):
        return token.casefold()
    if _TIME.fullmatch(token):
        return token
    raise invalid_filter()
