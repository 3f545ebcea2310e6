"""Values of a YAML file with their line numbers, so that every error names its line."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from difflib import get_close_matches
from typing import Final, TypeVar

import yaml

T = TypeVar("T")

_INT: Final = "tag:yaml.org,2002:int"
_BOOL: Final = "tag:yaml.org,2002:bool"
_NULL: Final = "tag:yaml.org,2002:null"
_TRUE: Final = frozenset({"true", "yes", "on"})
_DURATION: Final = re.compile(r"([1-9]\d{0,3})\s*(m|h|d)")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


class Errors:
    """All errors in one file, in the order of its lines, without duplicates."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str, str], None] = {}

    def __len__(self) -> int:
        return len(self._found)

    def add(self, line: int, name: str, what: str) -> None:
        """Add what is wrong with the value called `name`."""
        self._found[line, name, what] = None

    def has(self, name: str) -> bool:
        """Whether there is an error in the value called `name` itself."""
        return any(called == name for _, called, _ in self._found)

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence for each error."""
        return tuple(
            f"line {line}: {name}: {what}" if name else f"line {line}: {what}"
            for line, name, what in sorted(self._found)
        )


class Node:
    """A value of the file, its line and its name, such as rules[1].when."""

    def __init__(self, node: yaml.Node | None, name: str, errors: Errors, line: int) -> None:
        self._node = None if node is not None and node.tag == _NULL else node
        self.name = name
        self.line = line
        self._errors = errors

    @property
    def missing(self) -> bool:
        """Whether there is no value."""
        return self._node is None

    @property
    def many(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self._node, yaml.SequenceNode)

    @property
    def word(self) -> str:
        """The value as plain text; empty for a list, a mapping or no value."""
        return self._node.value.strip() if isinstance(self._node, yaml.ScalarNode) else ""

    def complain(self, what: str) -> None:
        """Add what is wrong with this value, unless an error about it is known already."""
        if not self._errors.has(self.name):
            self._errors.add(self.line, self.name, what)

    def known(self, *names: str) -> set[str]:
        """The keys of a mapping; complains about unknown and repeated ones."""
        if self._node is None:
            return set()
        if not isinstance(self._node, yaml.MappingNode):
            self.complain(f"expected: keys with values ({_either(names)})")
            return set()
        seen: set[str] = set()
        for key, _ in self._node.value:
            word = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            where = key.start_mark.line + 1
            if word not in names:
                hint = _near(word, names) or f"; expected: {_either(names)}"
                self._errors.add(where, self.name, f'"{word}" is unknown here{hint}')
            elif word in seen:
                self._errors.add(where, self.name, f'"{word}" is here twice')
            seen.add(word)
        return seen & set(names)

    def at(self, key: str) -> "Node":
        """The value of a key; a missing value if there is no such key."""
        name = f"{self.name}.{key}" if self.name else key
        if isinstance(self._node, yaml.MappingNode):
            for found, value in self._node.value:
                if isinstance(found, yaml.ScalarNode) and found.value == key:
                    return Node(value, name, self._errors, found.start_mark.line + 1)
        return Node(None, name, self._errors, self.line)

    def items(self) -> Iterator["Node"]:
        """The values of a list; none if the value is missing."""
        if self._node is None:
            return
        if not isinstance(self._node, yaml.SequenceNode):
            self.complain('expected: a list, whose lines start with "- "')
            return
        for number, node in enumerate(self._node.value):
            name = f"{self.name}[{number + 1}]"
            yield Node(node, name, self._errors, node.start_mark.line + 1)

    def text(self) -> str:
        """A text that is not empty."""
        if not self.word:
            self.complain("expected: a text")
        return self.word

    def number(self, default: int, *, least: int, most: int) -> int:
        """A whole number within bounds."""
        if self.missing:
            return default
        node = self._node
        if isinstance(node, yaml.ScalarNode) and node.tag == _INT and node.value.isdecimal():
            found = int(node.value)
            if least <= found <= most:
                return found
        self.complain(f"expected: a whole number from {least} to {most}")
        return default

    def flag(self, *, default: bool) -> bool:
        """True or false."""
        if self.missing:
            return default
        if isinstance(self._node, yaml.ScalarNode) and self._node.tag == _BOOL:
            return self._node.value.lower() in _TRUE
        self.complain("expected: true or false")
        return default

    def duration(self, default: timedelta, most: timedelta = timedelta.max) -> timedelta:
        """A duration such as 30m, 8h or 3d, at most `most`."""
        if self.missing:
            return default
        found = _DURATION.fullmatch(self.word)
        if found is None:
            self.complain("expected: a duration such as 30m, 8h or 3d")
            return default
        time = timedelta(**{_UNITS[found[2]]: int(found[1])})
        if time > most:
            self.complain(f"{self.word} is too long: the maximum is {most.days}d")
        return time

    def one_of(self, choices: Mapping[str, T], default: T) -> T:
        """The value for one of these words, ignoring case."""
        if self.missing:
            return default
        for word, value in choices.items():
            if word.casefold() == self.word.casefold():
                return value
        said = f'"{self.word}" is unknown here{_near(self.word, tuple(choices))}'
        self.complain(f"{said}. Expected: {_either(tuple(choices))}")
        return default


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _near(word: str, words: tuple[str, ...]) -> str:
    near = get_close_matches(word, words, n=1, cutoff=0.5)
    return f'; did you mean "{near[0]}"?' if near else ""
