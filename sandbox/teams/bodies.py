"""Reads the JSON body of a request, however large the app's own limit is."""

import json
from typing import Any

from aiohttp import web

#: Room for a list of 10,000 pasted addresses with names, in any script.
LARGEST_BODY = 8 * 1024 * 1024


class BadBody(ValueError):
    """The body is no JSON object, or larger than anything Teams would send."""


async def read_object(request: web.Request) -> dict[str, Any]:
    """The body as a JSON object. Raises `BadBody`."""
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
