"""Values of a YAML file, each with its line, so that every complaint says where it belongs."""

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
    """All complaints about one file, in the order of its lines."""

    def __init__(self) -> None:
        self._found: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, line: int, name: str, what: str) -> None:
        """Note what is wrong at a place."""
        where = f"line {line}: {name}" if name else f"line {line}"
        self._found.append((line, f"{where}: {what}"))

    @property
    def found(self) -> tuple[str, ...]:
        """One sentence for each."""
        return tuple(text for _, text in sorted(self._found))


class Node:
    """A value of the file, where it stands, and what it is called, such as rules[1].when."""

    def __init__(self, node: yaml.Node | None, name: str, problems: Errors, line: int) -> None:
        self._node = None if node is not None and node.tag == _NULL else node
        self.name = name
        self.line = line
        self._problems = problems

    @property
    def missing(self) -> bool:
        """Whether nothing stands there."""
        return self._node is None

    @property
    def many(self) -> bool:
        """Whether a list stands there."""
        return isinstance(self._node, yaml.SequenceNode)

    @property
    def word(self) -> str:
        """What stands there as plain text; empty for a list, a mapping, or nothing."""
        return self._node.value.strip() if isinstance(self._node, yaml.ScalarNode) else ""

    def complain(self, what: str) -> None:
        """Note what is wrong here."""
        self._problems.add(self.line, self.name, what)

    def known(self, *names: str) -> set[str]:
        """The keys that stand here; complains of those that mean nothing, or stand there twice."""
        if self._node is None:
            return set()
        if not isinstance(self._node, yaml.MappingNode):
            self.complain(f"expected are keys with values: {_either(names)}")
            return set()
        seen: set[str] = set()
        for key, _ in self._node.value:
            word = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            where = key.start_mark.line + 1
            if word not in names:
                said = f'"{word}" means nothing here{_near(word, names)}'
                self._problems.add(where, self.name, said)
            elif word in seen:
                self._problems.add(where, self.name, f'"{word}" stands here twice')
            seen.add(word)
        return seen & set(names)

    def at(self, key: str) -> "Node":
        """The place of a key; one where nothing stands, if the key is missing."""
        name = f"{self.name}.{key}" if self.name else key
        if isinstance(self._node, yaml.MappingNode):
            for found, value in self._node.value:
                if isinstance(found, yaml.ScalarNode) and found.value == key:
                    return Node(value, name, self._problems, found.start_mark.line + 1)
        return Node(None, name, self._problems, self.line)

    def items(self) -> Iterator["Node"]:
        """The places of a list; none where nothing stands."""
        if self._node is None:
            return
        if not isinstance(self._node, yaml.SequenceNode):
            self.complain('a list is expected: lines that begin with "- "')
            return
        for number, node in enumerate(self._node.value):
            name = f"{self.name}[{number + 1}]"
            yield Node(node, name, self._problems, node.start_mark.line + 1)

    def text(self) -> str:
        """A text that is not empty."""
        if not self.word:
            self.complain("a text is expected")
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
        self.complain(f"a whole number from {least} to {most} is expected")
        return default

    def flag(self, *, default: bool) -> bool:
        """True or false."""
        if self.missing:
            return default
        if isinstance(self._node, yaml.ScalarNode) and self._node.tag == _BOOL:
            return self._node.value.lower() in _TRUE
        self.complain("true or false is expected")
        return default

    def duration(self, default: timedelta, most: timedelta = timedelta.max) -> timedelta:
        """A time such as 30m, 8h or 3d; at most so many days."""
        if self.missing:
            return default
        found = _DURATION.fullmatch(self.word)
        if found is None:
            self.complain("a time is expected, such as 30m, 8h or 3d")
            return default
        time = timedelta(**{_UNITS[found[2]]: int(found[1])})
        if time > most:
            self.complain(f"{self.word} is too long: at most {most.days}d are possible")
        return time

    def one_of(self, choices: Mapping[str, T], default: T) -> T:
        """The value behind one of these words, without case."""
        if self.missing:
            return default
        for word, value in choices.items():
            if word.casefold() == self.word.casefold():
                return value
        said = f'"{self.word}" is not known here{_near(self.word, tuple(choices))}'
        self.complain(f"{said}. Expected is {_either(tuple(choices))}")
        return default


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _near(word: str, words: tuple[str, ...]) -> str:
    near = get_close_matches(word, words, n=1, cutoff=0.5)
    return f'; did you mean "{near[0]}"?' if near else ""
