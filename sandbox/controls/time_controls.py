"""Controls for the rehearsal tenant's time: /_sandbox/.

GET  /_sandbox/clock         the tenant's date and how far ahead of this machine it is
POST /_sandbox/clock         advance it: {"days": 7}; or to an hour of a later day, in a time zone:
                             {"days": 7, "hour": 10, "timezone": "Europe/Paris"}
GET  /_sandbox/data/{user}   state of a person's mail, OneDrive and Cloud PCs, by day
"""

from datetime import datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.refusal import Refusal
from sandbox.state import TENANT, TENANT_CLOCK
from sandbox.teams.bodies import BadBody, read_object


async def clock(request: web.Request) -> web.Response:
    """Return the tenant's time."""
    return _state(request)


async def turn(request: web.Request) -> web.Response:
    """Advance the tenant's clock."""
    tenant_clock = request.app[TENANT_CLOCK]
    try:
        body = await read_object(request)
        if "hour" in body:
            zone = ZoneInfo(str(body.get("timezone", "UTC")))
            span = until_hour(tenant_clock(), int(body["days"]), int(body["hour"]), zone)
        else:
            span = timedelta(days=float(body["days"]))
        tenant_clock.advance(span)
    except (BadBody, KeyError, TypeError, ValueError, OverflowError) as error:
        raise web.HTTPBadRequest(text=f"Not a number of days: {error}") from error
    return _state(request)


async def data(request: web.Request) -> web.Response:
    """Return the state of a person's data."""
    tenant = request.app[TENANT]
    try:
        person = tenant.person(request.match_info["user"])
    except Refusal:
        raise web.HTTPNotFound(text="No such person in this rehearsal.") from None
    states = tenant.data_of(person.id)
    return web.json_response(
        {
            kind: {"state": one.state, "until": one.until.isoformat() if one.until else None}
            for kind, one in states.items()
        }
    )


def until_hour(now: datetime, days: int, hour: int, zone: tzinfo) -> timedelta:
    """Return the time until an hour of a later day there, so that nothing waits for the night."""
    on = now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(on, time(hour), zone) - now


def _state(request: web.Request) -> web.Response:
    tenant_clock = request.app[TENANT_CLOCK]
    ahead = tenant_clock.ahead.total_seconds()
    return web.json_response({"now": tenant_clock().isoformat(), "aheadSeconds": ahead})


def setup(app: web.Application) -> None:
    """Mount the controls."""
    app.router.add_get("/_sandbox/clock", clock)
    app.router.add_post("/_sandbox/clock", turn)
    app.router.add_get("/_sandbox/data/{user}", data)
