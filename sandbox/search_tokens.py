"""How Graph's $search cuts a display name into tokens.

"Spaces, numbers, different casing and symbols" part them:
https://learn.microsoft.com/graph/search-query-parameter#using-search-on-directory-object-collections
"""

import re
from functools import lru_cache

_RUN = re.compile(r"\d+|[^\W\d_]+")


def tokens(text: str) -> frozenset[str]:
    """The tokens of a text, without case."""
    return frozenset(token for word in text.split() for token in _word_tokens(word))


@lru_cache(maxsize=20_000)
def _word_tokens(word: str) -> tuple[str, ...]:
    return tuple(part.casefold() for run in _RUN.findall(word) for part in _at_casing(run))


def _at_casing(run: str) -> list[str]:
    """Cut where a lower-case letter is followed by an upper-case one."""
    cuts = [i for i in range(1, len(run)) if run[i - 1].islower() and run[i].isupper()]
    return [run[a:b] for a, b in zip([0, *cuts], [*cuts, len(run)], strict=True)]
