"""Middleware for latency, injected faults and throttling."""

import json

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.faults import Fault
from sandbox.graph.errors import JSON_TYPE, client_request_id, error_answer, json_answer, request_id
from sandbox.organization.organization import graph_time
from sandbox.refusal import Refusal
from sandbox.state import CASE_THROTTLE, FAULTS, TENANT, THROTTLE

_WRITES = frozenset({"POST", "PATCH", "PUT", "DELETE"})


@web.middleware
async def faults_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Apply latency, faults and throttling to a call."""
    faults = request.config_dict[FAULTS]
    if faults.latency:
        await faults.pause(faults.latency)
    fault = faults.next(request.method, path(request), request.query_string)
    if fault is not None:
        return await _strike(fault, request, handler)
    if request.method in _WRITES:
        seconds = request.config_dict[THROTTLE].take()
        if seconds is not None:
            return _throttled(request, seconds)
    if path(request).startswith("/security/cases"):
        seconds = request.config_dict[CASE_THROTTLE].take()
        if seconds is not None:
            return _throttled(request, seconds)
    return await handler(request)


def path(request: web.Request) -> str:
    """Return the path below the version."""
    return request.path.partition("/v1.0")[2]


async def _strike(fault: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
    faults = request.config_dict[FAULTS]
    if fault.way == "answer" and fault.delay:
        await faults.pause(fault.delay)
    if fault.effect == "done":
        await handler(request)
    if fault.way == "drop":
        return _hang_up(request)
    if fault.way == "hang":
        await faults.pause(fault.delay or 3_600)
        return _hang_up(request)
    return _answer(fault, request)


def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _answer(fault: Fault, request: web.Request) -> web.StreamResponse:
    if fault.body is None:
        answer = error_answer(request, Refusal(fault.message, fault.code, fault.status))
    else:
        whole = fault.body if isinstance(fault.body, str) else json.dumps(fault.body)
        answer = web.Response(body=whole.encode(), status=fault.status)
        answer.headers["Content-Type"] = JSON_TYPE
    answer.headers.update(fault.headers)
    return answer


def _throttled(request: web.Request, seconds: float) -> web.Response:
    """Return Graph's 429 with a fractional Retry-After (Graph's throttling guidance)."""
    tenant = request.config_dict[TENANT]
    inner = {
        "code": "429",
        "date": graph_time(tenant.now()).removesuffix("Z"),
        "message": "Please retry after",
        "request-id": request_id(request),
        "client-request-id": client_request_id(request),
        "status": "429",
    }
    error = {
        "code": "TooManyRequests",
        "innerError": inner,
        "message": "Please retry again later.",
    }
    answer = json_answer({"error": error}, 429)
    scope = f"Tenant_Application/Write/rehearsal/{tenant.organization.tenant}"
    answer.headers["Retry-After"] = f"{max(seconds, 0.001):.3f}"
    answer.headers["x-ms-throttle-scope"] = scope
    answer.headers["x-ms-throttle-information"] = "WriteLimitExceeded"
    return answer
