"""Reads JSON bodies of requests, whatever the app's own size limit."""

import json
from typing import Any

from aiohttp import web

#: Fits 10,000 pasted addresses with names, in any script.
LARGEST_BODY = 8 * 1024 * 1024


class BadBody(ValueError):
    """The body is not a JSON object or is too large."""


async def read_object(request: web.Request) -> dict[str, Any]:
    """Return the body as a JSON object; raises `BadBody`."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BadBody("The body is too large.")
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadBody("The body is not JSON.") from error
    if not isinstance(parsed, dict):
        raise BadBody("The body is not a JSON object.")
    return parsed
