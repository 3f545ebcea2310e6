"""A language made from English for tests: accented, about a third longer, and easy to tell apart.

Its dates and numbers are German, so that those of English show too.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from cards.words.catalog import Language
from cards.words.languages import ALL_LANGUAGES, ENGLISH, Languages
from tests.support.messages import rewrite
from tests.support.seen import Json, parts_of

#: Microsoft's tag of a pseudo-locale.
TAG: Final = "qps-ploc"
#: Where a card has texts for people.
_READ: Final = (
    *("text", "title", "label", "altText", "speak", "fallbackText"),
    *("placeholder", "errorMessage", "description"),
)
#: A word that is long enough to be of one language.
_WORD: Final = re.compile(r"(?<![^\W_])[A-Za-z]{4,}(?![^\W_])")
_ADDRESS: Final = re.compile(r"\S+@\S+|https?://\S+")
_ACCENTS: Final = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒǧĥíĵķļɱñóþɋŕšţúṽŵẋýžÁƁÇĐÉƑǦĤÍĴĶĻṀÑÓÞɊŔŠŢÚṼŴẊÝŽ",
)


def accented(words: str) -> str:
    """The same words, with accents on all letters and every third letter twice."""
    found: list[str] = []
    letters = 0
    for letter in words.translate(_ACCENTS):
        letters += letter.isalpha()
        found.append(letter * 2 if letter.isalpha() and letters % 3 == 0 else letter)
    return "".join(found)


def pseudo(folder: Path) -> Language:
    """Write the language into a folder."""
    target = folder / TAG
    target.mkdir()
    for group, content in ENGLISH.groups.items():
        made = json.dumps(_rewritten(content), ensure_ascii=False, indent=2)
        (target / f"{group}.json").write_text(made, encoding="utf-8")
    return Language(TAG, "de_DE", TAG, folder)


def with_pseudo(folder: Path, channel: str = ENGLISH.tag) -> Languages:
    """All languages, and this one."""
    return Languages(channel=channel, existing=(*ALL_LANGUAGES, pseudo(folder)))


def _rewritten(content: Any) -> Any:
    if isinstance(content, str):
        return rewrite(content, accented)
    if isinstance(content, dict):
        return {name: _rewritten(inner) for name, inner in content.items()}
    return [_rewritten(inner) for inner in content]


def said_in(message: Json) -> str:
    """All that a person reads or hears of a message, one text a line."""
    found = [str(message.get("text", "")), str(message.get("summary", ""))]
    for part in parts_of([one.get("content") for one in message.get("attachments", ())]):
        found += [part[key] for key in _READ if isinstance(part.get(key), str)]
        # The value of a choice is data; that of a fact is read.
        found += [str(fact["value"]) for fact in part.get("facts", ())]
    return "\n".join(found)


def english_in(text: str, *data: str) -> list[str]:
    """The words of the English catalog in a text, without those of names and other data."""
    given = {word for one in data for word in _WORD.findall(one)}
    return sorted(set(_WORD.findall(_ADDRESS.sub("", text))) & _english_words() - given)


@cache
def _english_words() -> frozenset[str]:
    words: list[str] = []

    def note(part: str) -> str:
        words.extend(_WORD.findall(_ADDRESS.sub("", part)))
        return part

    def read(content: Any) -> None:
        if isinstance(content, str):
            rewrite(content, note)
        else:
            for inner in content.values() if isinstance(content, dict) else content:
                read(inner)

    for group, content in ENGLISH.groups.items():
        # No text tells people to type the words of sentences one by one.
        read(content if group != "commands" else [content["commands"], content["phrases"]])
    return frozenset(words)
