"""GET /metrics for Prometheus: open to this machine only, or to anyone with the token."""

import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog
from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from observability.metrics import LEDGER_UP, Metrics

#: Gauges by name; see `Metrics.show`.
Figures = Mapping[str, float | Mapping[str, float]]

#: Headers that a proxy adds.
_PROXY_HEADERS: Final = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")

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
    header = request.headers.get("Authorization", "")
    return hmac.compare_digest(header.encode(), f"Bearer {token}".encode())


def _is_local(request: web.Request) -> bool:
    """Whether the request comes from this machine, and not through a proxy on it."""
    try:
        local = ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
    return local and not any(name in request.headers for name in _PROXY_HEADERS)
