"""Takes note of what the rooms say that they do."""

import time
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Protocol

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from observability.metrics import Meters

Ended = Callable[[str], None]


class Draws(Protocol):
    """Draws spans: `watch.spans.Spans`, which is loaded only where traces are wanted."""

    def begin(self, what: str, labels: Mapping[str, str]) -> Ended:
        """Begin one; the result ends it."""


class Instrumentation:
    """Counts and times, and draws spans where traces are wanted."""

    def __init__(self, meters: Meters, spans: Draws | None = None) -> None:
        self.meters = meters
        self._spans = spans

    def begin(self, what: str, **labels: str) -> Ended:
        """Something begins; say in the same task how it ended, by calling what is returned."""
        ended = self._spans.begin(what, labels) if self._spans else None
        began = time.perf_counter()

        def end(result: str) -> None:
            self.meters.timed(what, labels, result, time.perf_counter() - began)
            if ended is not None:
                ended(result)

        return end

    def requests(self) -> Middleware:
        """A middleware that times each request by its route; unknown paths are one route."""

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
                self.meters.timed("request", {"route": route}, status, time.perf_counter() - began)
            return response

        return timed

    def teams(self) -> aiohttp.TraceConfig:
        """Times each call that goes out through a session of aiohttp."""

        async def start(
            _: aiohttp.ClientSession, told: SimpleNamespace, call: aiohttp.TraceRequestStartParams
        ) -> None:
            told.ended = self.begin("teams", method=call.method)

        async def end(
            _: aiohttp.ClientSession, told: SimpleNamespace, call: aiohttp.TraceRequestEndParams
        ) -> None:
            told.ended(str(call.response.status))

        async def fail(
            _: aiohttp.ClientSession,
            told: SimpleNamespace,
            call: aiohttp.TraceRequestExceptionParams,
        ) -> None:
            told.ended(type(call.exception).__name__)

        config = aiohttp.TraceConfig()
        config.on_request_start.append(start)
        config.on_request_end.append(end)
        config.on_request_exception.append(fail)
        return config
