"""Takes what a person is called out of JSON, and puts their id in its place.

Where an object names the person by id, its name and address go. Elsewhere, as in the text of a
card, whole words go that are what the person is known to be called. What belongs to someone else,
who may have the same name, stays.
"""

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

from licensing.guid import is_guid

#: Under these an object holds the id of a person.
_IDS: Final = frozenset({"id", "aadObjectId", "objectId", "oid", "person"})
#: And under these, beside it, what that person is called.
_CALLED: Final = frozenset(
    {"name", "address", "displayName", "userPrincipalName", "mail", "email", "givenName", "surname"}
)

_TURNS_TEXT: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_BREAKS: Final = frozenset({"Cc", "Zl", "Zp", "Cs"})
#: What may stand between two words of a name.
_BLANKS: Final = "[\\s\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
#: Longer names are cut on cards; so many characters of one are surely shown.
_CUT: Final = 80
_SURE: Final = 60
#: Scripts in which no blank stands between words, by the names of their characters.
_UNPARTED: Final = (
    *("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"),
)


@dataclass(slots=True)
class Redaction:
    """One person's: first `learn` from everything, then `cleaned`."""

    #: The Entra object id, in lower case.
    person: str
    #: What the person is called: names and addresses.
    called: set[str] = field(default_factory=set)

    def learn(self, node: Any) -> None:
        """Note what the person is called in a piece of JSON."""
        for own in self._own(node):
            self.called.update(text for text in own if text and not _is_guid(text))

    def cleaned(self, node: Any) -> Any:
        """The same JSON without what the person is called; the very same object if it had none."""
        run_to_completion, within = self._patterns()

        def text(value: str) -> str:
            return self.person if run_to_completion(value) else within.sub(self.person, value)

        def clean(node: Any) -> Any:
            if isinstance(node, str):
                return text(node)
            if isinstance(node, list):
                return self._list(node, clean)
            if isinstance(node, dict):
                return self._object(node, clean)
            return node

        after = clean(node)
        return node if after == node else after

    def signs(self) -> tuple[str, ...]:
        """What JSON must contain, in one of these ways, to be worth a look.

        Of a name one word, for a card may show the rest of it in another way. Each in all cases,
        composed and decomposed, and as both writers of JSON write it: a database may know the case
        of ASCII letters only.
        """
        words = (self.person, *filter(None, map(_longest_word, self.called)))
        forms = (form for word in words for form in _forms(word))
        signs = (json.dumps(form, ensure_ascii=a)[1:-1] for form in forms for a in (False, True))
        return tuple(dict.fromkeys(signs))

    def _own(self, node: Any) -> list[list[str]]:
        if isinstance(node, list):
            found = [owned for item in node for owned in self._own(item)]
            return [*found, node[1:]] if _is_reference(node) and self._is_id(node[0]) else found
        if isinstance(node, dict):
            found = [owned for item in node.values() for owned in self._own(item)]
            if self._names_person(node):
                found.append([node[key] for key in _called(node)])
            return found
        return []

    def _list(self, node: list[Any], clean: Any) -> list[Any]:
        if not _is_reference(node):
            return [clean(item) for item in node]
        return [self.person] * 3 if self._is_id(node[0]) else node

    def _object(self, node: dict[str, Any], clean: Any) -> dict[str, Any]:
        if self._names_person(node):
            called = dict.fromkeys(_called(node), self.person)
        elif any(_is_guid(node[key]) for key in _IDS & node.keys()):
            # Someone else, whose name may be the same.
            called = {key: node[key] for key in _called(node)}
        else:
            called = {}
        return {key: called[key] if key in called else clean(item) for key, item in node.items()}

    def _names_person(self, node: dict[str, Any]) -> bool:
        return any(self._is_id(node[key]) for key in _IDS & node.keys())

    def _is_id(self, value: Any) -> bool:
        return isinstance(value, str) and value.lower() == self.person

    def _patterns(self) -> tuple[Any, re.Pattern[str]]:
        """A text that is nothing else, and one inside another."""
        folded = {_folded(text) for text in self.called}
        longest = sorted(self.called, key=len, reverse=True)
        inside = [each for text in longest if _is_telling(text) for each in _written_forms(text)]
        pattern = re.compile("|".join(dict.fromkeys(inside)) or r"(?!)", re.IGNORECASE)
        return lambda value: _folded(value) in folded, pattern


def _is_telling(text: str) -> bool:
    """Whether a name is one inside a sentence too. A single word such as "May" may be no name."""
    return " " in text.strip() or "@" in text or not text.isascii()


def _written_forms(text: str) -> list[str]:
    """Patterns for all ways in which a card or a person may write a name.

    A card drops characters that turn the text around, makes one blank of many, parts two braces,
    and cuts a long name (`cards.kit.escaping.plain`).
    """
    found = []
    for form in _forms(text):
        words = _visible(form).split()
        run_to_completion = _BLANKS.join(map(_escaped, words))
        # Han, Kana and others are written without blanks between words.
        alone = any(unicodedata.name(char, "").startswith(_UNPARTED) for char in text)
        before, after = ("", "") if alone else (r"(?<![\w.-])", r"(?!\w|[.-]\w)")
        found.append(f"{before}{run_to_completion}{after}")
        line = " ".join(words)
        if len(line) > _CUT:
            # A cut name ends within these, with dots behind.
            start = _BLANKS.join(map(_escaped, line[:_SURE].split(" ")))
            found.append(f"{before}{start}[^\u2026]{{0,{_CUT - _SURE}}}\u2026")
    return found


def _escaped(word: str) -> str:
    return re.escape(word).replace(r"\{\{", "\\{\u2060?\\{")


def _visible(text: str) -> str:
    """The text without what turns it around, and with a blank for what breaks a line."""
    shown = (char for char in text if char not in _TURNS_TEXT)
    return "".join(" " if unicodedata.category(char) in _BREAKS else char for char in shown)


def _folded(text: str) -> str:
    """A text to compare: however it is composed, parted and written in upper case."""
    return " ".join(_visible(unicodedata.normalize("NFC", text)).split()).casefold()


def _longest_word(text: str) -> str:
    """The longest word that is there however a name is drawn; empty where there is none."""
    shown = _visible(text[:_SURE]) if len(text) > _SURE else _visible(text)
    return max(re.split(r"[\s{}]+", shown), key=len, default="")


def _forms(word: str) -> tuple[str, ...]:
    cases = (word, word.upper(), word.lower(), word.title(), word.casefold())
    normal = (unicodedata.normalize(form, one) for one in cases for form in ("NFC", "NFD"))
    return tuple(dict.fromkeys((*cases, *normal)))


def _is_reference(node: list[Any]) -> bool:
    """A person as id, name and address, as drafts hold them; three names are none."""
    texts = len(node) == 3 and all(isinstance(item, str) for item in node)
    return texts and _is_guid(node[0]) and "@" in node[2]


def _called(node: dict[str, Any]) -> list[str]:
    """Under which keys an object says what someone is called."""
    return [key for key in _CALLED & node.keys() if isinstance(node[key], str) and node[key]]


def _is_guid(value: Any) -> bool:
    return isinstance(value, str) and is_guid(value.lower())
