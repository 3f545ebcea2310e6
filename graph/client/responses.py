"""The parts of an answer of Graph: its body, its words, how long it asks to wait."""

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from licensing.errors import Answer

#: More of a message is not kept; Graph's own are one or two sentences.
_LONGEST_MESSAGE = 500


def body_of(response: httpx.Response) -> object:
    """The body as JSON, or None where it is not JSON."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return None


def read_answer(response: httpx.Response, body: object) -> Answer:
    """What Graph said. A body that is not Graph's is kept as its first words.

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


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """How many seconds to wait, from Retry-After; None where it says nothing of use.

    Fractions occur ("2.128", https://learn.microsoft.com/graph/throttling); HTTP also allows a
    date.
    """
    value = headers.get("Retry-After", "").strip()
    seconds = _number(value)
    if seconds is None:
        seconds = _seconds_until(value, now)
    if seconds is None or not math.isfinite(seconds):
        return None
    return max(seconds, 0.0)


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _seconds_until(value: str, now: datetime) -> float | None:
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return (date - now).total_seconds()


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""
