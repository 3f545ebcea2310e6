"""How JSON is written into the database and read from it, on each kind of it.

orjson is many times faster than Python's own module, which takes what the other refuses: half a
surrogate pair in a name, which a directory may hold.
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
