"""HTTP connections to Graph: the SDK's own pipeline without its retry and its redirects.

The SDK's retry repeats writes too and can't read a fractional Retry-After; a redirect would carry
a token elsewhere.
"""

import logging
import ssl
from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import httpx
from kiota_http.middleware import ParametersNameDecodingHandler, UrlReplaceHandler
from kiota_http.middleware.options import UrlReplaceHandlerOption
from msgraph._version import VERSION
from msgraph_core import APIVersion, GraphClientFactory  # type: ignore[import-untyped]
from msgraph_core.middleware import (  # type: ignore[import-untyped]
    AsyncGraphTransport,
    GraphTelemetryHandler,
)
from msgraph_core.middleware.options import (  # type: ignore[import-untyped]
    GraphTelemetryHandlerOption,
)

from graph.client.correlation import name_click
from graph.client.instrumented import place
from graph.client.retry import Retry
from graph.client.send_guard import guard
from observability.watch import Watch, unwatched

#: Pools, and connections at the same time in each, for everyone together.
_POOLS = 5
_CONNECTIONS = 20


class _Pools(httpx.AsyncBaseTransport):
    """Several pools of connections; a call goes to the one with the fewest calls.

    Before and after each call, httpcore looks at every connection of a pool, and for every idle one
    at all others again, so the work grows with the square of a pool's size.
    """

    def __init__(self, pools: Sequence[httpx.AsyncBaseTransport]) -> None:
        self._pools = pools
        self._calls = [0] * len(pools)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        chosen = self._calls.index(min(self._calls))
        self._calls[chosen] += 1
        try:
            return await self._pools[chosen].handle_async_request(request)
        finally:
            self._calls[chosen] -= 1

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools:
            await pool.aclose()


class _Client(httpx.AsyncClient):
    """Also closes the connections inside of the SDK's transport, which does not do so itself.

    Reports each call to `watch`.
    """

    watch: Watch = staticmethod(unwatched)

    def _init_transport(self, *given: Any, **options: Any) -> httpx.AsyncBaseTransport:
        make = partial(super()._init_transport, *given, **options)
        return _Pools([make() for _ in range(_POOLS)])

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send, and report the result."""
        ended = self.watch("graph", method=request.method, path=place(request.url))
        result = "error"
        try:
            response = await super().send(request, **options)
            result = str(response.status_code)
        except Exception as error:
            result = type(error).__name__
            raise
        finally:
            ended(result)
        return response

    async def aclose(self) -> None:
        """Close everything."""
        await super().aclose()
        for transport in (self._transport, *self._mounts.values()):
            if isinstance(transport, AsyncGraphTransport):
                await transport.transport.aclose()


def plain_client(retry: Retry) -> _Client:
    """A client with time limits that follows no redirect and keeps addresses out of the log.

    Each of its calls says which click it is made for.
    """
    # httpx writes every whole address at level INFO, and filters carry mail addresses.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return _Client(
        timeout=httpx.Timeout(retry.answer, connect=retry.connect),
        limits=httpx.Limits(max_connections=_CONNECTIONS),
        follow_redirects=False,
        verify=trusted(),
        event_hooks={"request": [name_click, guard]},
    )


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that are trusted; reading them takes 50 ms, so all clients share them."""
    return httpx.create_ssl_context()


def graph_client(retry: Retry, watch: Watch = unwatched) -> httpx.AsyncClient:
    """A client for the SDK, shared by all people who act."""
    plain = plain_client(retry)
    plain.watch = watch
    telemetry = GraphTelemetryHandlerOption(api_version=APIVersion.v1, sdk_version=VERSION)
    client: httpx.AsyncClient = GraphClientFactory.create_with_custom_middleware(
        [
            ParametersNameDecodingHandler(),
            # Off but for calls to /me, for it writes whole addresses into traces.
            UrlReplaceHandler(UrlReplaceHandlerOption(enabled=False)),
            GraphTelemetryHandler(options=telemetry),
        ],
        client=plain,
    )
    return client
