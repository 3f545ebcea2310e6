"""Parses and writes JSON bodies that can be stored and forwarded."""

import json
import math
from typing import Any

import orjson

from bot.errors import BadActivity

#: `Any` inside, because the code that reads a card's value checks it.
JsonObject = dict[str, Any]

#: Deeper than any card or activity of Teams; bounds recursion over the tree.
MAX_DEPTH = 60


def read_object(body: bytes) -> JsonObject:
    """Parse a body as one JSON object in UTF-8.

    NUL characters and lone surrogates become U+FFFD: they are legal JSON, yet PostgreSQL refuses
    the one and UTF-8 the other. Raises `BadActivity` for anything else that can't be read.
    """
    try:
        parsed = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadActivity("The body is not JSON.") from error
    if not isinstance(parsed, dict):
        raise BadActivity("The body is not a JSON object.")
    cleaned: JsonObject = _clean(parsed, MAX_DEPTH)
    return cleaned


def write_json(value: object) -> bytes:
    """Write JSON for Teams, in UTF-8.

    orjson is many times faster than Python's own writer, which writes what the other refuses: half
    a surrogate pair in a name, which Graph may hold.
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value).encode()


def joined(first: JsonObject, second: str) -> bytes:
    """Write one JSON object that has the fields of two: those of `second` come as JSON already."""
    start, rest = write_json(first), second.encode()
    return start if rest == b"{}" else start[:-1] + b"," + rest[1:]


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _clean(value: Any, depth: int) -> Any:
    if depth == 0:
        raise BadActivity("The body is nested too deeply.")
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, list):
        return [_clean(item, depth - 1) for item in value]
    if isinstance(value, dict):
        return {_clean_text(key): _clean(item, depth - 1) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        raise BadActivity("A number in the body is out of range.")
    return value


def _clean_text(text: str) -> str:
    if text.isascii() and "\0" not in text:
        return text
    # A pair of surrogates is joined by the round trip, a lone one replaced.
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return paired.replace("\0", "\N{REPLACEMENT CHARACTER}")
