"""Addresses and object ids, inside whatever surrounds them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from licensing.guid import is_guid

#: Longer than any address (RFC 5321: 64 + 1 + 255) or display name (Graph: 256).
MAX_ENTRY_LENGTH: Final = 320

_TOKEN: Final = re.compile(r'[^\s,;|<>()\[\]{}"“”„«»‹›，；、：（）【】「」]+')  # noqa: RUF001
_DOMAIN: Final = re.compile(r"[^\W_][\w.-]*")
#: Several addresses in one word: parted by what can't be in a domain.
_JOINT: Final = re.compile(r"[/\\]")
_AROUND: Final = "'`‘’*~.!?:·•=&/\\"  # noqa: RUF001
_CUT_OFF: Final = ("...", "…")
#: The prefix of the main address among all of one person.
_PRIMARY: Final = "SMTP:"


@dataclass(frozen=True, slots=True)
class Found:
    """An address or an object id in a text."""

    text: str
    #: Start and end of the word.
    start: int
    end: int
    #: Whether it can be looked up as it is: complete, and only one.
    whole: bool = True
    #: Whether "SMTP:", in capitals, marks it as the main address.
    primary: bool = False


def in_text(text: str) -> list[Found]:
    """All addresses and object ids in a text, each once, in order."""
    if "@" not in text and "-" not in text:
        return []
    found: dict[str, Found] = {}
    for word in _TOKEN.finditer(text):
        for one in _read(word[0], word.start(), word.end()):
            found.setdefault(one.text.lower(), one)
    return list(found.values())


def address_in(text: str) -> Found | None:
    """The one address in a cell; of several, the one that is marked as the main one."""
    found = [one for one in in_text(text) if "@" in one.text]
    if len(found) > 1:
        found = [one for one in found if one.primary]
    return found[0] if len(found) == 1 else None


def id_in(text: str) -> str | None:
    """The one object id in a cell."""
    found = [one.text for one in in_text(text) if "@" not in one.text]
    return found[0] if len(found) == 1 else None


def _read(word: str, start: int, end: int) -> Iterator[Found]:
    if "@" not in word:
        bare = word.strip(_AROUND).rpartition(":")[2]
        if is_guid(bare.lower()):
            yield Found(bare.lower(), start, end)
        return
    if word.count("@") == 1:
        yield from _one(word, start, end)
        return
    parts = _JOINT.split(word)
    if all(part.count("@") < 2 for part in parts):
        for part in parts:
            if "@" in part:
                yield from _one(part, start, end)
    else:
        yield Found(word[:MAX_ENTRY_LENGTH], start, end, whole=False)


def _one(word: str, start: int, end: int) -> Iterator[Found]:
    local, _, domain = word.partition("@")
    scheme, _, local = local.rpartition(":")
    local = local.lstrip(_AROUND)
    match = _DOMAIN.match(domain)
    if not local and not match:
        return
    shown = f"{local}@{match[0].rstrip('.-_')}" if match and local else word.strip(_AROUND)
    whole = bool(match and local) and len(shown) <= MAX_ENTRY_LENGTH
    yield Found(
        shown[:MAX_ENTRY_LENGTH],
        start,
        end,
        whole=whole and not word.rstrip("'`*").endswith(_CUT_OFF),
        primary=f"{scheme}:".endswith(_PRIMARY),
    )
