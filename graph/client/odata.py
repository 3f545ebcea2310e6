"""Graph's query language: quoting, filters and searches.

https://learn.microsoft.com/graph/filter-query-parameter
https://learn.microsoft.com/graph/search-query-parameter
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote
from uuid import UUID

from licensing.guid import is_guid

#: "the request is limited to 15 expressions in the filter clause by default" (filter parameter).
MOST_VALUES = 15
#: Products in one filter. An advanced query's whole address may have 2,048 characters (Graph's
#: known issues), and one product takes about 90 of them.
MOST_PRODUCTS = 10
#: Mail addresses in one filter on all that a person has; it is an advanced query too.
MAX_ALIASES = 8
_LONGEST_ALIASES = 900
#: Encoded length of the values of one filter, so that addresses stay well below 8,000 characters.
_LONGEST_VALUES = 3_000
#: Encoded length of a text to search for; it is in a URL three times.
_LONGEST_TEXT = 200

_SEARCHED = ("displayName", "mail", "userPrincipalName")
#: Characters that are safe in $search: words, and what occurs in names and addresses. "&" is one of
#: its known issues, and of a text without two letters or digits no word is left to look for.
_WORDS = re.compile(r"""[\w .,'@+\-"\\()/]*""")
_LETTERS = re.compile(r"[^\W_].*[^\W_]", re.DOTALL)


def quoted(text: str) -> str:
    """A text as a value in a filter."""
    return "'" + text.replace("'", "''") + "'"


def one_of(field: str, values: Iterable[str]) -> str:
    """A filter: the field has one of these values."""
    return f"{field} in ({','.join(quoted(value) for value in values)})"


def having_alias(addresses: Iterable[str]) -> str:
    """A filter: has one of these, each with its prefix, among all mail addresses."""
    return " or ".join(f"proxyAddresses/any(p:p eq {quoted(one)})" for one in addresses)


def holding(products: Iterable[str]) -> str:
    """A filter: holds at least one of these products, however assigned."""
    return " or ".join(f"assignedLicenses/any(x:x/skuId eq {product})" for product in products)


def beginning(text: str) -> str:
    """A filter: the name or an address begins so."""
    return " or ".join(f"startsWith({field},{quoted(text)})" for field in _SEARCHED)


def searching(text: str) -> str | None:
    """A $search for a word of the name or the beginning of an address; None where it can't be."""
    if not _WORDS.fullmatch(text) or not _LETTERS.search(text):
        return None
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return " OR ".join(f'"{field}:{escaped}"' for field in _SEARCHED)


def shortened(text: str) -> str:
    """As much of the beginning of a text as fits into an address."""
    text = text[:_LONGEST_TEXT]
    while len(quote(text)) > _LONGEST_TEXT:
        text = text[:-1]
    return text


def both(*filters: str | None) -> str | None:
    """A filter: all of these that are there; None for none."""
    given = [f"({one})" for one in filters if one]
    return " and ".join(given) or None


def guids(values: Iterable[str]) -> list[str]:
    """Those that are GUIDs, in lower case, each once and sorted. Nothing else has such an id."""
    return sorted({str(UUID(value)) for value in values if is_guid(value.lower())})


def alias_chunks(values: Sequence[str]) -> Iterator[list[str]]:
    """Mail addresses in parts that fit into one filter on all that a person has."""
    return chunks(values, MAX_ALIASES, _LONGEST_ALIASES)


def chunks(
    values: Sequence[str], most: int = MOST_VALUES, longest: int = _LONGEST_VALUES
) -> Iterator[list[str]]:
    """Values in parts that fit into one filter each."""
    part: list[str] = []
    length = 0
    for value in values:
        size = len(quote(quoted(value))) + 3
        if part and (len(part) == most or length + size > longest):
            yield part
            part, length = [], 0
        part.append(value)
        length += size
    if part:
        yield part
