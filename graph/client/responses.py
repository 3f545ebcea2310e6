"""The parts of a response of Graph: its body and its message."""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from licensing.errors import Answer

#: Maximum length of a message; Graph's own are one or two sentences.
_LONGEST_MESSAGE = 500


def body_of(response: httpx.Response) -> object:
    """The body as JSON, or None where it is not JSON."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return None


def read_answer(response: httpx.Response, body: object) -> Answer:
    """What Graph answered. Of a body that is not Graph's, the message is its first words.

    Shape: https://learn.microsoft.com/graph/errors#json-representation
    """
    error = _mapping(body, "error")
    inner = _mapping(error, "innerError")
    message = _text(error, "message")
    if not error:
        message = " ".join(response.text.split())
    return Answer(
        status=response.status_code,
        code=_text(error, "code"),
        message=message[:_LONGEST_MESSAGE],
        request_id=response.headers.get("request-id", "") or _text(inner, "request-id"),
    )


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""
