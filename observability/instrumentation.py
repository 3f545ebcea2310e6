"""Records metrics and spans."""

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from observability.metrics import Metrics

if TYPE_CHECKING:
    # Loaded only where traces are sent.
    from observability.tracing import Spans

Ended = Callable[[str], None]


class Instrumentation:
    """A `Watch` that records metrics, and spans if traces are sent."""

    def __init__(self, metrics: Metrics, spans: "Spans | None" = None) -> None:
        self.metrics = metrics
        self._spans = spans

    def begin(self, what: str, **labels: str) -> Ended:
        """Start to time `what`. Call the result in the same task to say how it ended."""
        ended = self._spans.begin(what, labels) if self._spans else None
        began = time.perf_counter()

        def end(result: str) -> None:
            self.metrics.record(what, labels, result, time.perf_counter() - began)
            if ended is not None:
                ended(result)

        return end

    def requests(self) -> Middleware:
        """A middleware that times each request by route; all unknown paths count as one route."""

        @web.middleware
        async def timed(request: web.Request, handler: Handler) -> web.StreamResponse:
            began = time.perf_counter()
            status = "500"
            try:
                response = await handler(request)
                status = str(response.status)
            except web.HTTPException as error:
                status = str(error.status)
                raise
            finally:
                resource = request.match_info.route.resource
                route = resource.canonical if resource else "none"
                self.metrics.record(
                    "request", {"route": route}, status, time.perf_counter() - began
                )
            return response

        return timed

    def teams(self) -> aiohttp.TraceConfig:
        """A trace configuration that times each outgoing call of an aiohttp session."""

        async def start(
            _: aiohttp.ClientSession, state: SimpleNamespace, call: aiohttp.TraceRequestStartParams
        ) -> None:
            state.ended = self.begin("teams", method=call.method)

        async def end(
            _: aiohttp.ClientSession, state: SimpleNamespace, call: aiohttp.TraceRequestEndParams
        ) -> None:
            state.ended(str(call.response.status))

        async def fail(
            _: aiohttp.ClientSession,
            state: SimpleNamespace,
            call: aiohttp.TraceRequestExceptionParams,
        ) -> None:
            state.ended(type(call.exception).__name__)

        config = aiohttp.TraceConfig()
        config.on_request_start.append(start)
        config.on_request_end.append(end)
        config.on_request_exception.append(fail)
        return config
