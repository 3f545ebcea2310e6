"""GET /metrics, for Prometheus: only for this machine, or for whoever shows the token."""

import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog
from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from observability.metrics import LEDGER_UP, Meters

#: Gauges by name; see `Meters.show`.
Figures = Mapping[str, float | Mapping[str, float]]

#: Whoever passes a request on says so in one of these.
_PASSED_ON: Final = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")

_log = structlog.get_logger(__name__)


def add_metrics(
    app: web.Application,
    meters: Meters,
    figures: Callable[[], Awaitable[Figures]],
    token: str = "",
) -> None:
    """Serve them. `figures` reads the ledger; where it can't, the rest is shown all the same."""

    async def metrics(request: web.Request) -> web.Response:
        if not (_shows(request, token) if token else _is_here(request)):
            raise web.HTTPForbidden(text="Nobody else reads this.")
        try:
            meters.show({**await figures(), LEDGER_UP: 1.0})
        except Exception as error:  # a ledger can fail in many ways, and that is worth knowing
            _log.warning("ledger_not_read", reason=type(error).__name__)
            meters.show({LEDGER_UP: 0.0})
        body = generate_latest(meters.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/metrics", metrics)


def _shows(request: web.Request, token: str) -> bool:
    shown = request.headers.get("Authorization", "")
    return hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())


def _is_here(request: web.Request) -> bool:
    """Whether this machine asks for itself, and is not a proxy that asks for others."""
    try:
        here = ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
    return here and not any(name in request.headers for name in _PASSED_ON)
