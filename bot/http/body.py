"""Reads the body of a request, with limits on size, time and content type."""

import asyncio
from urllib.parse import parse_qsl

from aiohttp import web
from yarl import URL

from bot.auth.authentication import RequestSource
from bot.errors import BadActivity, NotJson, TooLarge, TooSlow

#: Maximum bytes of an activity. Teams sends up to about 100 KB, the rehearsal more.
MAX_BYTES = 256 * 1024
#: Seconds within which the body must arrive.
TIMEOUT = 10.0
#: Maximum bytes and fields of a form: what Entra posts back has five fields, one with a code.
_FORM_BYTES = 64 * 1024
_FORM_FIELDS = 50

_PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via")


def source_of(request: web.Request) -> RequestSource:
    """Where the request came from."""
    return RequestSource(
        remote=request.remote,
        host=_host(request.headers.get("Host", "")),
        forwarded=any(name in request.headers for name in _PROXY_HEADERS),
        authorization=request.headers.get("Authorization"),
    )


async def read_body(request: web.Request, limit: int = MAX_BYTES) -> bytes:
    """Return the body; raises `NotJson`, `TooLarge`, `TooSlow`, `BadActivity`."""
    if request.content_type != "application/json":
        raise NotJson
    return await _read(request, limit)


async def read_form(request: web.Request) -> dict[str, str]:
    """Return the fields of a form; raises `TooLarge`, `TooSlow`, `BadActivity`."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise BadActivity("The body is not a form.")
    body = await _read(request, _FORM_BYTES)
    try:
        text = body.decode()
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_FORM_FIELDS)
    except ValueError as error:
        raise BadActivity("The form can't be read.") from error
    return dict(pairs)


async def _read(request: web.Request, limit: int) -> bytes:
    if (request.content_length or 0) > limit:
        raise TooLarge
    try:
        async with asyncio.timeout(TIMEOUT):
            return await _read_up_to(request, limit)
    except TimeoutError as error:
        raise TooSlow from error
    except web.RequestPayloadError as error:
        raise BadActivity("The body can't be read.") from error


async def _read_up_to(request: web.Request, limit: int) -> bytes:
    body = bytearray()
    # Count while reading: a chunked or compressed body announces no length.
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > limit:
            raise TooLarge
    return bytes(body)


def _host(header: str) -> str | None:
    try:
        return URL(f"http://{header}").host
    except ValueError:
        return None
