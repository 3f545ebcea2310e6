"""Words that can be typed instead of pressing a button, for everyone and every host.

They are texts of the catalog. Those of every language are understood, by anyone who types them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cards.words.catalog import key_of
from cards.words.languages import Languages
from licensing.plans.draft import Journey
from licensing.tenant.spelling import folded


class Command(StrEnum):
    """Typed commands that are valid at any step of a flow."""

    HOME = "home"
    HELP = "help"
    WHO_AM_I = "who am i"
    SIGN_OUT = "sign out"
    LANGUAGE = "language"
    CANCEL = "cancel"
    START_OVER = "start over"
    BY_PRODUCT = "by product"
    BY_USER = "by user"
    MANY_USERS = "many users"
    FINDINGS = "find unused licenses"
    UPCOMING = "upcoming"
    NEXT = "next"
    BACK = "back"
    REMOVE = "remove"
    HISTORY = "history"
    JOURNAL = "journal"
    STATUS = "status"
    RECEIPT = "receipt"
    DETAILS = "details"
    REQUEST_DETAILS = "details of request"
    UNDO = "undo"
    RESTORE = "give back"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class Phrase(StrEnum):
    """What can be typed about requests, or at one step; or a part of that."""

    REQUESTS = "requests"
    #: Before the number of a request.
    REQUEST = "request"
    WHY = "why"
    POLICY = "policy"
    APPROVALS_HERE = "approvals here"
    #: "delegate", with a name after `DELEGATE_TO` and a day after `DELEGATE_UNTIL`.
    DELEGATE = "delegate"
    DELEGATE_TO = "to"
    DELEGATE_UNTIL = "until"
    #: Between a word and a number.
    NUMBER = "number"
    #: Before the number of a page.
    PAGE = "page"
    ALL_LICENSES = "all licenses"
    ALL_PEOPLE = "all people"
    ACCEPT_DELETION = "accept deletion"
    ACCEPT_EDISCOVERY = "accept ediscovery"
    ACCEPT_CASES = "accept cases"
    ACCEPT_UNKNOWN = "accept unknown"
    ACCEPT_DATA_GONE = "accept data gone"


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command, and the number that was typed with it."""

    command: Command
    #: Digits; empty without a number.
    number: str = ""
    #: What the history is searched by; empty without words.
    words: str = ""


#: The journey that a command begins.
JOURNEYS = {
    Command.BY_PRODUCT: Journey.BY_PRODUCT,
    Command.BY_USER: Journey.BY_USER,
    Command.MANY_USERS: Journey.MANY_USERS,
}

#: Commands that may have a number behind them: of a receipt, or of a page.
_NUMBERED = frozenset(
    {
        Command.HISTORY,
        Command.JOURNAL,
        Command.RECEIPT,
        Command.DETAILS,
        Command.REQUEST_DETAILS,
        Command.UNDO,
        Command.PAUSE,
        Command.RESUME,
        Command.STOP,
    }
)
#: Longer than any command.
_LONGEST = 50
#: From here on are the scripts that put no space between words.
_UNSPACED: Final = "\u2e80"


def read_command(text: str, languages: Languages) -> TypedCommand | None:
    """Read typed text as a command, perhaps with a number; None when it is none."""
    words = _plain(text)
    if command := _commands(languages).get(words):
        return TypedCommand(command)
    found = _numbered(languages).fullmatch(words) if len(words) < _LONGEST else None
    command = _commands(languages).get(found["word"].strip()) if found else None
    if found is not None and command in _NUMBERED:
        return TypedCommand(command, found["number"])
    searched = _search(languages).fullmatch(" ".join(text.split()))
    return TypedCommand(Command.HISTORY, words=searched["words"]) if searched else None


def says(text: str, phrase: Phrase, languages: Languages) -> bool:
    """Whether typed text is this phrase."""
    return _plain(text) in _phrases(languages)[phrase]


def number_after(text: str, phrase: Phrase, languages: Languages) -> int | None:
    """The number that was typed after a phrase; None for any other text."""
    words = _plain(text)
    found = _numbered(languages).fullmatch(words) if len(words) < _LONGEST else None
    if found is None or found["word"].strip() not in _phrases(languages)[phrase]:
        return None
    return int(found["number"])


def read_delegation(text: str, languages: Languages) -> tuple[str, str] | None:
    """The name and the day of a typed delegation, as far as they were typed; None for no such."""
    found = _delegation(languages).fullmatch(" ".join(text.split()).rstrip(_ENDS).strip())
    return (found["delegate"] or "", found["until"] or "") if found else None


#: What may end a sentence, and a question mark: "why request 12?".
_ENDS: Final = "!.?！。？"  # noqa: RUF001 - so they are typed


def _plain(text: str) -> str:
    """A typed text as it is compared; a text of nothing but marks stays ("?")."""
    words = folded(unicodedata.normalize("NFKC", text))
    return words.rstrip(_ENDS).strip() or words


@lru_cache(maxsize=16)
def _commands(languages: Languages) -> Mapping[str, Command]:
    return {
        folded(word): command
        for texts in languages.all
        for command in Command
        for word in texts.commands.commands[key_of(command)]
    }


@lru_cache(maxsize=16)
def _phrases(languages: Languages) -> Mapping[Phrase, frozenset[str]]:
    return {
        phrase: frozenset(
            folded(word)
            for texts in languages.all
            for word in texts.commands.phrases[key_of(phrase)]
        )
        for phrase in Phrase
    }


@lru_cache(maxsize=16)
def _numbered(languages: Languages) -> re.Pattern[str]:
    words = _phrases(languages)[Phrase.NUMBER]
    number = "|".join(map(re.escape, _longest_first(words)))
    # A script without spaces has a word behind the number too: 第 2 页 is "page 2".
    behind = (word for word in words | _phrases(languages)[Phrase.PAGE] if word >= _UNSPACED)
    end = "|".join(map(re.escape, _longest_first(behind)))
    return re.compile(rf"(?P<word>\D+?)\s*(?:{number})?\s*(?P<number>[0-9]{{1,9}})\s*(?:{end})?")


@lru_cache(maxsize=16)
def _search(languages: Languages) -> re.Pattern[str]:
    """The history of one person, product or day: some words behind its name."""
    commands = _commands(languages).items()
    words = _longest_first(word for word, command in commands if command is Command.HISTORY)
    begin = "|".join(map(_spaced, words))
    return re.compile(rf"(?:{begin})(?P<words>.{{1,100}})", re.IGNORECASE)


@lru_cache(maxsize=16)
def _delegation(languages: Languages) -> re.Pattern[str]:
    begin, to, until = (
        "|".join(map(_spaced, _longest_first(_phrases(languages)[phrase])))
        for phrase in (Phrase.DELEGATE, Phrase.DELEGATE_TO, Phrase.DELEGATE_UNTIL)
    )
    return re.compile(
        rf"(?:{begin})(?:(?:{to})(?P<delegate>.+?))?"
        r"(?:(?:" + until + r")(?P<until>[0-9]{4}-[0-9]{2}-[0-9]{2}))?",
        re.IGNORECASE,
    )


def _spaced(word: str) -> str:
    """A word with its spaces around it, in scripts that have them."""
    if any(letter >= _UNSPACED for letter in word):
        return rf"\s*{re.escape(word)}\s*"
    return rf"\s*(?<!\S){re.escape(word)}(?!\S)\s*"


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))
