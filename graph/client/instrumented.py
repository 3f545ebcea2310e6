"""Names a call to Graph for metrics and traces, without personal data."""

import re
from typing import Final

import httpx

_WORD: Final = re.compile(r"[$A-Za-z.]+")
#: What follows one of these is the key of a person or a thing.
_COLLECTIONS: Final = frozenset({"users", "groups"})


def place(url: httpx.URL) -> str:
    """The path of a call with each key left out: users/{id}/assignLicense.

    A segment of letters alone is a word of Graph, for keys are GUIDs or addresses.
    """
    path = url.path.partition("/v1.0/")[2]
    before, parts = "", []
    for segment in path.split("/"):
        word = segment.partition("(")[0]
        is_key = before in _COLLECTIONS and not word.startswith("$")
        parts.append("{id}" if is_key or not _WORD.fullmatch(word) else word)
        before = word
    return "/".join(parts)
