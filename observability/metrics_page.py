"""GET /metrics for Prometheus: open to this machine only, or to anyone with the token."""

import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog
from aiohttp import HttpVersion11, web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from yarl import URL

from observability.metrics import LEDGER_UP, Metrics

#: Gauges by name; see `Metrics.show`.
Figures = Mapping[str, float | Mapping[str, float]]

#: Prefixes of headers that a proxy adds.
_PROXY_HEADERS: Final = ("x-forwarded", "forwarded", "x-real-ip", "x-original", "x-client", "via")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

_log = structlog.get_logger(__name__)


def add_metrics(
    app: web.Application,
    metrics: Metrics,
    figures: Callable[[], Awaitable[Figures]],
    token: str = "",
) -> None:
    """Add the page. `figures` reads the ledger; if that fails, the other metrics are shown."""

    async def page(request: web.Request) -> web.Response:
        if not (_has_token(request, token) if token else _is_local(request)):
            raise web.HTTPForbidden(text="Forbidden.")
        try:
            metrics.show({**await figures(), LEDGER_UP: 1.0})
        except Exception as error:  # a ledger can fail in many ways
            _log.warning("ledger_not_read", reason=type(error).__name__)
            metrics.show({LEDGER_UP: 0.0})
        body = generate_latest(metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/metrics", page)


def _has_token(request: web.Request, token: str) -> bool:
    # A header may contain any bytes; aiohttp decodes those that are not UTF-8 as surrogates.
    header = request.headers.get("Authorization", "").encode(errors="surrogateescape")
    return hmac.compare_digest(header, f"Bearer {token}".encode())


def _is_local(request: web.Request) -> bool:
    """Whether the request comes from this machine, and not through a proxy on it.

    A proxy names itself in a header, passes on the host that its client asked for, or speaks
    HTTP/1.0. One that does none of these can't be told from Prometheus; docs/watching.md asks for
    a token where there is a proxy.
    """
    try:
        local = ipaddress.ip_address(request.remote or "").is_loopback
        host = URL(f"http://{request.headers.get('Host', '')}").host
    except ValueError:
        return False
    proxied = any(name.lower().startswith(_PROXY_HEADERS) for name in request.headers)
    return local and not proxied and host in _LOOPBACK and request.version >= HttpVersion11
