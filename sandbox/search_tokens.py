"""How Graph's $search splits a display name into tokens.

"Spaces, numbers, different casing and symbols" separate them:
https://learn.microsoft.com/graph/search-query-parameter#using-search-on-directory-object-collections
"""

import re
from functools import lru_cache

_RUN = re.compile(r"\d+|[^\W\d_]+")


def tokens(text: str) -> frozenset[str]:
    """Return the tokens of a text in lowercase."""
    return frozenset(token for word in text.split() for token in _word_tokens(word))


@lru_cache(maxsize=20_000)
def _word_tokens(word: str) -> tuple[str, ...]:
    return tuple(part.casefold() for run in _RUN.findall(word) for part in _at_casing(run))


def _at_casing(run: str) -> list[str]:
    """Split where a lowercase letter precedes an uppercase one."""
    cuts = [i for i in range(1, len(run)) if run[i - 1].islower() and run[i].isupper()]
    return [run[a:b] for a, b in zip([0, *cuts], [*cuts, len(run)], strict=True)]
