"""The catalog of texts: a folder for each language, a JSON file for each group.

A text is a message of ICU MessageFormat (https://unicode-org.github.io/icu/userguide/format_parse/messages/):

    "removed": "{count, plural, one {# license} other {# licenses}} removed from {name}"

`#` writes the number as the language does. A text for each member of an enumeration, or for each
name, is an object of messages. What is put in is never read as a message, so names may hold braces.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from icu4py.messageformat import MessageFormat

HERE: Final = Path(__file__).parent

Key = TypeVar("Key")

#: What a message can be given. True and False are written "true" and "false", None as "none" and a
#: member of an enumeration as its name in lowercase, so that a message can `select` by them.
Value = str | int | bool | Enum | None


@dataclass(frozen=True)
class Language:
    """A language of the catalog: its folder in `cards/words/`, and its locale for ICU and Babel."""

    folder: str
    #: For ICU and Babel: en_US. The language code of BCP 47, as Teams and HTML write it, is `tag`.
    locale: str
    tag: str
    root: Path = HERE

    @cached_property
    def groups(self) -> Mapping[str, Any]:
        """The content of each file, by the name of its group."""
        return _read(self.root / self.folder)

    def pattern(self, group: str, name: str) -> str:
        """The message of a text. The name of a text in an object has a dot: "events.stops"."""
        found = self.groups[group]
        for part in name.split("."):
            found = found[part]
        return str(found)


@lru_cache(maxsize=64)
def _read(folder: Path) -> Mapping[str, Any]:
    """A folder is read once, though a language has a locale for each region."""
    files = sorted(folder.glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


@lru_cache(maxsize=8192)
def _message(language: Language, group: str, name: str) -> MessageFormat:
    return MessageFormat(language.pattern(group, name), language.locale)


def key_of(member: object) -> str:
    """The name under which the text of a member of an enumeration is stored."""
    return member.name.lower() if isinstance(member, Enum) else str(member)


def _written(value: Value) -> str | int:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "none"
    return key_of(value) if isinstance(value, Enum) else value


class Group:
    """The typed face of a group: an attribute for each constant, a method for each other text."""

    #: The name of the file.
    group = ""

    def __init__(self, language: Language) -> None:
        self.words = language
        self.locale = language.locale
        self.language = language.tag

    def say(self, name: str, /, **values: Value) -> str:
        """Write a text of this group with what is put in."""
        return self.say_from(self.group, name, **values)

    def say_from(self, group: str, name: str, /, **values: Value) -> str:
        """Write a text of another group."""
        written = {key: _written(value) for key, value in values.items()}
        return _message(self.words, group, name).format(dict(written))


class Text:
    """A text into which nothing is put."""

    _name = ""

    def __set_name__(self, owner: type[Group], name: str) -> None:
        self._name = name

    def __get__(self, group: Group, owner: type[Group] | None = None) -> str:
        return group.words.pattern(group.group, self._name)


class TextOf(Generic[Key]):
    """A text for each member of an enumeration, or for each of some names; nothing is put in."""

    _name = ""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.keys: Final = tuple(keys)

    def __set_name__(self, owner: type[Group], name: str) -> None:
        self._name = name

    def __get__(self, group: Group, owner: type[Group] | None = None) -> Mapping[Key, str]:
        return _texts(group.words, group.group, self._name, self.keys)


class Pairs:
    """Pairs of texts in an order of their own: a command and what it does."""

    _name = ""

    def __set_name__(self, owner: type[Group], name: str) -> None:
        self._name = name

    def __get__(self, group: Group, owner: type[Group] | None = None) -> Sequence[tuple[str, str]]:
        return tuple((one, other) for one, other in group.words.groups[group.group][self._name])


class Words:
    """Several words or sentences for each of some names: all that a person may type for it."""

    _name = ""

    def __set_name__(self, owner: type[Group], name: str) -> None:
        self._name = name

    def __get__(
        self, group: Group, owner: type[Group] | None = None
    ) -> Mapping[str, Sequence[str]]:
        found: Mapping[str, Sequence[str]] = group.words.groups[group.group][self._name]
        return found


@lru_cache(maxsize=1024)
def _texts(language: Language, group: str, name: str, keys: tuple[Key, ...]) -> Mapping[Key, str]:
    found = language.groups[group][name]
    return {key: str(found[key_of(key)]) for key in keys}
