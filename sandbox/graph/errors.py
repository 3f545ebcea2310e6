"""Graph's error bodies and the headers of every answer."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.refusal import Refusal

JSON_TYPE = "application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8"


_REQUEST_ID = web.RequestKey("request-id", str)

_METHOD_REFUSED = Refusal(
    "Specified HTTP method is not allowed for the request target.", status=405
)


def json_answer(body: Any, status: int = 200) -> web.Response:
    """Return an answer in Graph's format."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(body=text.encode(), status=status, headers={"Content-Type": JSON_TYPE})


def error_answer(request: web.Request, refusal: Refusal) -> web.Response:
    """Return Graph's error body; its date has no time zone."""
    inner = {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": request_id(request),
        "client-request-id": client_request_id(request),
    }
    error = {"code": refusal.code, "message": refusal.message, "innerError": inner}
    answer = json_answer({"error": error}, refusal.status)
    answer.headers.update(refusal.headers)
    return answer


def request_id(request: web.Request) -> str:
    """Return the id of this request."""
    if _REQUEST_ID not in request:
        request[_REQUEST_ID] = str(uuid.uuid4())
    return request[_REQUEST_ID]


def client_request_id(request: web.Request) -> str:
    """Return the caller's id for the request, or ours."""
    return request.headers.get("client-request-id", request_id(request))


@web.middleware
async def graph_answers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn refusals and unknown paths into Graph's errors; add the request id to answers."""
    try:
        answer = await handler(request)
    except Refusal as refusal:
        answer = error_answer(request, refusal)
    except web.HTTPNotFound:
        answer = error_answer(request, _no_segment(request))
    except web.HTTPMethodNotAllowed:
        answer = error_answer(request, _METHOD_REFUSED)
    answer.headers["request-id"] = request_id(request)
    answer.headers["client-request-id"] = client_request_id(request)
    return answer


def _no_segment(request: web.Request) -> Refusal:
    segment = request.path.rstrip("/").rpartition("/")[2]
    return Refusal(f"Resource not found for the segment '{segment}'.", code="BadRequest")
