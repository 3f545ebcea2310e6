"""Replaces a person's names in JSON with their id.

If an object has the person's id, its name and address are replaced. Elsewhere, as in the text of a
card, whole words that match a known name of the person are replaced. Names of someone else, even
the same name, are kept.
"""

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

from licensing.guid import is_guid

#: Keys whose value is the id of a person.
_IDS: Final = frozenset({"id", "aadObjectId", "objectId", "oid", "person"})
#: Keys in the same object whose value is a name or address of that person.
_CALLED: Final = frozenset(
    {"name", "address", "displayName", "userPrincipalName", "mail", "email", "givenName", "surname"}
)

_TURNS_TEXT: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_BREAKS: Final = frozenset({"Cc", "Zl", "Zp", "Cs"})
#: Characters that may separate two words of a name.
_BLANKS: Final = "[\\s\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
#: Cards truncate longer names; they always show at least this many characters.
_CUT: Final = 80
_SURE: Final = 60
#: Scripts without spaces between words, by the Unicode names of their characters.
_UNPARTED: Final = (
    *("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"),
)


@dataclass(slots=True)
class Redaction:
    """The redaction of one person: first `learn` from everything, then `cleaned`."""

    #: The Entra object id, in lower case.
    person: str
    #: Known names and addresses of the person.
    called: set[str] = field(default_factory=set)

    def learn(self, node: Any) -> None:
        """Collect the person's names from a JSON value."""
        for own in self._own(node):
            self.called.update(text for text in own if text and not _is_guid(text))

    def cleaned(self, node: Any) -> Any:
        """Return the JSON value without the person's names; the same object if it had none."""
        exact, within = self._patterns()

        def text(value: str) -> str:
            return self.person if exact(value) else within.sub(self.person, value)

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
        """Return texts of which JSON must contain one to need redaction.

        One word of each name, since a card may show the rest in another way. Each in all cases,
        composed and decomposed, and in both JSON notations: a database may fold only ASCII letters.
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
            # Someone else, possibly with the same name.
            called = {key: node[key] for key in _called(node)}
        else:
            called = {}
        return {key: called[key] if key in called else clean(item) for key, item in node.items()}

    def _names_person(self, node: dict[str, Any]) -> bool:
        return any(self._is_id(node[key]) for key in _IDS & node.keys())

    def _is_id(self, value: Any) -> bool:
        return isinstance(value, str) and value.lower() == self.person

    def _patterns(self) -> tuple[Any, re.Pattern[str]]:
        """Return patterns for a text that is a name, and for a name inside a text."""
        folded = {_folded(text) for text in self.called}
        longest = sorted(self.called, key=len, reverse=True)
        inside = [each for text in longest if _is_telling(text) for each in _written_forms(text)]
        pattern = re.compile("|".join(dict.fromkeys(inside)) or r"(?!)", re.IGNORECASE)
        return lambda value: _folded(value) in folded, pattern


def _is_telling(text: str) -> bool:
    """Whether to replace a name inside a sentence. A single word such as "May" is ambiguous."""
    return " " in text.strip() or "@" in text or not text.isascii()


def _written_forms(text: str) -> list[str]:
    """Return patterns for all ways in which a card or a person may write a name.

    A card drops bidirectional controls, collapses spaces, separates double braces, and truncates a
    long name (`cards.kit.escaping.plain`).
    """
    found = []
    for form in _forms(text):
        words = _visible(form).split()
        full = _BLANKS.join(map(_escaped, words))
        # Han, Kana and others are written without spaces between words.
        alone = any(unicodedata.name(char, "").startswith(_UNPARTED) for char in text)
        before, after = ("", "") if alone else (r"(?<![\w.-])", r"(?!\w|[.-]\w)")
        found.append(f"{before}{full}{after}")
        line = " ".join(words)
        if len(line) > _CUT:
            # A truncated name ends within these, followed by dots.
            start = _BLANKS.join(map(_escaped, line[:_SURE].split(" ")))
            found.append(f"{before}{start}[^\u2026]{{0,{_CUT - _SURE}}}\u2026")
    return found


def _escaped(word: str) -> str:
    return re.escape(word).replace(r"\{\{", "\\{\u2060?\\{")


def _visible(text: str) -> str:
    """Return the text without bidirectional controls, and with a space for each line break."""
    shown = (char for char in text if char not in _TURNS_TEXT)
    return "".join(" " if unicodedata.category(char) in _BREAKS else char for char in shown)


def _folded(text: str) -> str:
    """Normalize a text for comparison: composition, spaces and case."""
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
    """Whether a list is a person reference of a draft: id, name and address."""
    texts = len(node) == 3 and all(isinstance(item, str) for item in node)
    return texts and _is_guid(node[0]) and "@" in node[2]


def _called(node: dict[str, Any]) -> list[str]:
    """Return the keys under which an object has names."""
    return [key for key in _CALLED & node.keys() if isinstance(node[key], str) and node[key]]


def _is_guid(value: Any) -> bool:
    return isinstance(value, str) and is_guid(value.lower())
