"""Serializes JSON for both kinds of database.

orjson is many times faster than Python's json module. The json module is the fallback for text
that orjson rejects: half a surrogate pair in a name, which a directory may contain.
"""

import json
from typing import Any

import orjson


def write(value: object) -> str:
    """Write JSON."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return json.dumps(value, separators=(",", ":"))


def read(text: str | bytes) -> Any:
    """Read JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)
