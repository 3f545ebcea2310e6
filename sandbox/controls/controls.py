"""The rehearsal's controls, for tests and people: /_sandbox/.

GET    /_sandbox/writes      the log of assignLicense calls
DELETE /_sandbox/writes      empty it
GET    /_sandbox/quota       number of writes accepted and throttled
GET    /_sandbox/faults      pending faults
POST   /_sandbox/faults      add one (an object) or several (an array)
DELETE /_sandbox/faults      remove all faults and latency; delayed calls continue
GET    /_sandbox/settings    latency, lag, throttling, speed
PATCH  /_sandbox/settings    change some of them
POST   /_sandbox/sign-out    invalidate every token
POST   /_sandbox/reset       restore the initial state
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from aiohttp import web

from sandbox.entra.directory import DIRECTORY
from sandbox.faults import read_fault
from sandbox.state import CALLERS, CASE_THROTTLE, FAULTS, TENANT, THROTTLE
from sandbox.throttle import CASES_PER_MINUTE

#: Each setting and its type.
_SETTINGS: dict[str, Callable[[Any], Any]] = {
    "latency": float,
    "lag": float,
    "throttling": bool,
    "speed": float,
    "burst": int,
    "cases_per_minute": int,
}


async def writes(request: web.Request) -> web.Response:
    """Return the log of assignLicense calls, oldest first."""
    return web.json_response([asdict(write) for write in request.app[TENANT].writes])


async def forget_writes(request: web.Request) -> web.Response:
    """Empty the log."""
    request.app[TENANT].writes.clear()
    return web.Response(status=204)


async def quota(request: web.Request) -> web.Response:
    """Return the number of writes since the last refill of the quota."""
    throttle = request.app[THROTTLE]
    return web.json_response({"passed": throttle.passed, "refused": throttle.refused})


async def faults(request: web.Request) -> web.Response:
    """Return the pending faults."""
    waiting = [{**asdict(f), "headers": dict(f.headers)} for f in request.app[FAULTS].waiting]
    return web.json_response(waiting)


async def add_faults(request: web.Request) -> web.Response:
    """Add one fault or several."""
    data = await _json(request)
    items = data if isinstance(data, list) else [data]
    try:
        new = [read_fault(item) for item in items]
    except (TypeError, ValueError) as error:
        raise _wrong(str(error)) from error
    request.app[FAULTS].waiting.extend(new)
    return web.json_response({"waiting": len(request.app[FAULTS].waiting)}, status=201)


async def clear_faults(request: web.Request) -> web.Response:
    """Remove all faults and latency."""
    request.app[FAULTS].clear()
    return web.Response(status=204)


async def settings(request: web.Request) -> web.Response:
    """Return the current settings."""
    throttle = request.app[THROTTLE]
    return web.json_response(
        {
            "latency": request.app[FAULTS].latency,
            "lag": request.app[TENANT].lag.total_seconds(),
            "throttling": throttle.on,
            "speed": throttle.speed,
            "burst": throttle.burst,
            "cases_per_minute": request.app[CASE_THROTTLE].per_minute,
        }
    )


async def change_settings(request: web.Request) -> web.Response:
    """Change settings, all or none; latency and lag are in seconds."""
    new = _read_settings(await _json(request))
    throttle = request.app[THROTTLE]
    if "latency" in new:
        request.app[FAULTS].latency = new["latency"]
    if "lag" in new:
        request.app[TENANT].lag = timedelta(seconds=new["lag"])
    throttle.on = new.get("throttling", throttle.on)
    throttle.speed = new.get("speed", throttle.speed)
    throttle.burst = new.get("burst", throttle.burst)
    cases = request.app[CASE_THROTTLE]
    cases.per_minute = new.get("cases_per_minute", cases.per_minute)
    if {"throttling", "burst"} & set(new):
        throttle.refill()
    return await settings(request)


def _read_settings(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise _wrong("an object is expected")
    unknown = sorted(set(data) - set(_SETTINGS))
    if unknown:
        raise _wrong(f"there is no setting {', '.join(unknown)}")
    try:
        return {name: _SETTINGS[name](value) for name, value in data.items()}
    except (TypeError, ValueError) as error:
        raise _wrong(str(error)) from error


async def sign_out(request: web.Request) -> web.Response:
    """Invalidate every token, as after a revocation."""
    request.app[CALLERS].forget()
    return web.Response(status=204)


async def reset(request: web.Request) -> web.Response:
    """Restore licenses, roles, consent, log, faults and settings. Tokens remain valid."""
    tenant, throttle = request.app[TENANT], request.app[THROTTLE]
    tenant.reset()
    tenant.lag = timedelta(0)
    request.app[FAULTS].clear()
    request.app[DIRECTORY].reset()
    throttle.on, throttle.speed, throttle.burst = False, 1.0, 3_000
    throttle.refill()
    request.app[CASE_THROTTLE].per_minute = CASES_PER_MINUTE
    request.app[CASE_THROTTLE].refill()
    return web.Response(status=204)


async def _json(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError as error:
        raise _wrong("the body is not JSON") from error


def _wrong(message: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"error": message}), content_type="application/json")


def setup(app: web.Application) -> None:
    """Mount the controls."""
    app.router.add_get("/_sandbox/writes", writes)
    app.router.add_delete("/_sandbox/writes", forget_writes)
    app.router.add_get("/_sandbox/quota", quota)
    app.router.add_get("/_sandbox/faults", faults)
    app.router.add_post("/_sandbox/faults", add_faults)
    app.router.add_delete("/_sandbox/faults", clear_faults)
    app.router.add_get("/_sandbox/settings", settings)
    app.router.add_patch("/_sandbox/settings", change_settings)
    app.router.add_post("/_sandbox/sign-out", sign_out)
    app.router.add_post("/_sandbox/reset", reset)
