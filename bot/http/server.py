"""The bot's web server: the endpoint for Teams, and the health checks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.adapter import TeamsAdapter
from bot.http.safety_net import safety_net, secured

#: True if the part works; an exception counts as False.
Check = Callable[[], Awaitable[bool]]

#: Timeout of one check in seconds.
CHECK_TIMEOUT = 3.0

_log = structlog.get_logger(__name__)


def create_app(
    adapter: TeamsAdapter, readiness: Mapping[str, Check], middlewares: Sequence[Middleware] = ()
) -> web.Application:
    """Make the application.

    POST /api/messages is for Teams. GET /healthz returns 200 as long as the process answers. GET
    /readyz runs the named checks and returns 200, or 503 with the names of those that fail.
    """
    app = web.Application(middlewares=[safety_net, *middlewares])
    app.on_response_prepare.append(_secure)

    async def ready(_: web.Request) -> web.Response:
        failing = await _failing(readiness)
        return web.json_response(
            {"ready": not failing, "failing": failing}, status=503 if failing else 200
        )

    app.router.add_post("/api/messages", adapter.process)
    app.router.add_get("/healthz", _alive)
    app.router.add_get("/readyz", ready)
    return app


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"alive": True})


async def _failing(checks: Mapping[str, Check]) -> list[str]:
    results = await asyncio.gather(*(_passes(name, check) for name, check in checks.items()))
    return [name for name, passes in zip(checks, results, strict=True) if not passes]


async def _passes(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT):
            return await check()
    except Exception as error:  # a check may fail in any way
        _log.warning("not_ready", check=name, reason=type(error).__name__)
        return False


async def _secure(_: web.Request, response: web.StreamResponse) -> None:
    secured(response)
