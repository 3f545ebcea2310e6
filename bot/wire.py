"""Reads the body of a request: bytes -> a JSON object that can be stored and sent on."""

import json
import math
from typing import Any

from bot.errors import BadActivity

#: `Any` inside, because what a card sends back is checked by whoever reads it.
JsonObject = dict[str, Any]

#: Deeper than any card or activity of Teams; keeps every later walk over the tree shallow.
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
