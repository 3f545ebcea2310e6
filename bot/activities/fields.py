"""Reads single fields of JSON that somebody else wrote.

Whatever is not as agreed raises `BadActivity`.
"""

from collections.abc import Iterator

from bot.errors import BadActivity
from bot.http.json_body import JsonObject
from licensing.guid import is_guid

#: Ids of Teams measure up to some 300 characters.
ID_LENGTH = 1_000


def required(source: JsonObject, key: str, limit: int = ID_LENGTH) -> str:
    """Return a text that has to be there."""
    text = optional(source, key, limit)
    if not text:
        raise BadActivity(f"The field {key} is missing.")
    return text


def optional(source: JsonObject, key: str, limit: int = ID_LENGTH) -> str:
    """Return a text of at most `limit` characters, or an empty one."""
    text = source.get(key)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise BadActivity(f"The field {key} is not a text.")
    if len(text) > limit:
        raise BadActivity(f"The field {key} is too long.")
    return text


def guid(source: JsonObject, key: str) -> str:
    """Return an Entra id in lower case, or an empty text."""
    text = optional(source, key).lower()
    if text and not is_guid(text):
        raise BadActivity(f"The field {key} is not an id of Entra.")
    return text


def part(source: JsonObject, key: str) -> JsonObject:
    """Return an object, empty when it is not there."""
    value = source.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadActivity(f"The field {key} is not an object.")
    return value


def parts(source: JsonObject, key: str) -> Iterator[JsonObject]:
    """Yield the objects of a list."""
    items = source.get(key)
    if items is None:
        return
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadActivity(f"The field {key} is not a list of objects.")
    yield from items
