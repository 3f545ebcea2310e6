"""One net around every request: whatever goes wrong inside, no input is answered with a 500.

A fault is logged with the kind of error and the place in the code, and the answer says nothing
about it. Each known cause is refused where it arises; this is for those that are not known yet.
"""

from typing import TypeVar

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from observability.errors import error_fields

#: For answers that are data; pages set their own policy.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
#: aiohttp would name its own version and Python's.
SERVER_NAME = "unassign"
_SERVER_ERROR = 500

R = TypeVar("R", bound=web.StreamResponse)

_log = structlog.get_logger(__name__)


@web.middleware
async def safety_net(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 503 where a handler fails, or 400 where the request's bytes are the reason."""
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < _SERVER_ERROR:
            raise
        return _failed(request, answer)
    except Exception as error:  # any error: the response has no details about it
        return _failed(request, error)


def plain_error(status: int, error: BaseException | None = None) -> web.Response:
    """An answer without detail, never a 500; 400 where bytes of the request are at fault."""
    if status >= _SERVER_ERROR:
        at_fault = isinstance(error, UnicodeError | web.RequestPayloadError)
        status = 400 if at_fault else 503
    text = "This can't be answered now." if status >= _SERVER_ERROR else "Bad request."
    return secured(web.Response(status=status, text=text))


def secured(response: R) -> R:
    """Add the headers that every answer carries."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = SERVER_NAME
    return response


def _failed(request: web.Request, error: Exception) -> web.Response:
    resource = request.match_info.route.resource
    route = resource.canonical if resource is not None else ""
    _log.error("request_failed", method=request.method, route=route, **error_fields(error))
    if request.writer.output_size > 0:
        # A part of the answer is on its way; all that is left is to end the connection.
        raise ConnectionResetError from error
    return plain_error(503, error)
