"""Takes what a person is called out of JSON, and puts their id in its place.

Where an object names the person by id, its name and address go. Elsewhere, as in the text of a
card, whole words go that are what the person is known to be called. What belongs to somebody else,
who may have the same name, stays.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from licensing.guid import is_guid

#: Under these an object holds the id of a person.
_IDS: Final = frozenset({"id", "aadObjectId", "objectId", "oid", "person"})
#: And under these, beside it, what that person is called.
_CALLED: Final = frozenset(
    {"name", "address", "displayName", "userPrincipalName", "mail", "email", "givenName", "surname"}
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
        whole, within = self._patterns()

        def text(value: str) -> str:
            return self.person if whole(value) else within.sub(self.person, value)

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
        """What JSON must contain, whatever the case of its letters, to be worth a look."""
        forms = (form for text in self.called for form in (text, text.upper(), text.lower()))
        return tuple(dict.fromkeys(json.dumps(form)[1:-1] for form in (self.person, *forms)))

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
            # Somebody else, whose name may be the same.
            called = {key: node[key] for key in _called(node)}
        else:
            called = {}
        return {key: called[key] if key in called else clean(item) for key, item in node.items()}

    def _names_person(self, node: dict[str, Any]) -> bool:
        return any(self._is_id(node[key]) for key in _IDS & node.keys())

    def _is_id(self, value: Any) -> bool:
        return isinstance(value, str) and value.lower() == self.person

    def _patterns(self) -> tuple[Any, re.Pattern[str]]:
        """A text that is nothing else, and one inside another.

        A single word such as "May" goes only where it stands alone.
        """
        folded = {text.casefold() for text in self.called}
        longest = sorted(self.called, key=len, reverse=True)
        inside = [re.escape(text) for text in longest if " " in text or "@" in text]
        pattern = rf"(?<![\w.-])(?:{'|'.join(inside)})(?!\w|[.-]\w)" if inside else r"(?!)"
        return lambda value: value.casefold() in folded, re.compile(pattern, re.IGNORECASE)


def _is_reference(node: list[Any]) -> bool:
    """A person as id, name and address, as drafts hold them; three names are none."""
    texts = len(node) == 3 and all(isinstance(item, str) for item in node)
    return texts and _is_guid(node[0]) and "@" in node[2]


def _called(node: dict[str, Any]) -> list[str]:
    """Under which keys an object says what somebody is called."""
    return [key for key in _CALLED & node.keys() if isinstance(node[key], str) and node[key]]


def _is_guid(value: Any) -> bool:
    return isinstance(value, str) and is_guid(value.lower())
