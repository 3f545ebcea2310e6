"""Reads values from JSON; each error names its path."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any


class Errors:
    """All errors of one file."""

    def __init__(self) -> None:
        self.found: list[str] = []


class Node:
    """A value of the file and its path, such as people[3].licenses[0]."""

    def __init__(self, value: Any, name: str, problems: Errors) -> None:
        self.value = value
        self.name = name
        self._problems = problems

    def complain(self, what: str) -> None:
        """Record an error at this path."""
        self._problems.found.append(f"{self.name}: {what}")

    def known(self, *names: str) -> None:
        """Record an error for unknown keys."""
        if not isinstance(self.value, dict):
            self.complain("an object in braces is expected")
            return
        for name in self.value:
            if name not in names:
                self.complain(f'"{name}" means nothing here{_near(name, names)}')

    def at(self, key: str) -> "Node":
        """Return the node of a key; its value is None if the key is missing."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        name = key if self.name == "the file" else f"{self.name}.{key}"
        return Node(value, name, self._problems)

    def items(self) -> Iterator["Node"]:
        """Return the nodes of an array; none if it is missing."""
        if self.value is None:
            return
        if not isinstance(self.value, list):
            self.complain("an array in brackets is expected")
            return
        for number, value in enumerate(self.value):
            yield Node(value, f"{self.name}[{number}]", self._problems)

    def text(self, default: str | None = None) -> str:
        """Read a text that is not empty."""
        if self.value is None and default is not None:
            return default
        if not isinstance(self.value, str) or not self.value.strip():
            self.complain("a text is expected")
            return default or ""
        return self.value

    def maybe(self) -> str | None:
        """Read an optional text."""
        return None if self.value is None else self.text()

    def maybe_number(self, default: int | None) -> int | None:
        """Read an optional whole number, zero or more."""
        if self.value is None:
            return default
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            self.complain("a whole number is expected")
            return default
        return self.value

    def flag(self, *, default: bool) -> bool:
        """Read true or false."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            self.complain("true or false is expected")
            return default
        return self.value

    def one_of(self, what: str, names: dict[str, str]) -> str | None:
        """Return the value of one of these names, case-insensitive, or record an error."""
        text = self.text()
        if not text:
            return None
        found = {name.casefold(): value for name, value in names.items()}.get(text.casefold())
        if found is None:
            self.complain(f'there is no {what} "{text}"{_near(text, tuple(names))}')
        return found


def _near(text: str, names: tuple[str, ...]) -> str:
    near = get_close_matches(text, names, n=1, cutoff=0.5)
    return f'; did you mean "{near[0]}"?' if near else ""
