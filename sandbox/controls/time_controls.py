"""Controls of time in the rehearsal tenant: /_sandbox/.

GET  /_sandbox/clock         what day it is there, and how far ahead of this machine
POST /_sandbox/clock         let days pass at once: {"days": 7}
GET  /_sandbox/data/{user}   how somebody's mailbox and OneDrive are, and until when
"""

from datetime import timedelta

from aiohttp import web

from sandbox.refusal import Refusal
from sandbox.state import TENANT, TENANT_CLOCK
from sandbox.teams.bodies import BadBody, read_object


async def clock(request: web.Request) -> web.Response:
    """Tell the time."""
    return _told(request)


async def turn(request: web.Request) -> web.Response:
    """Let days pass."""
    try:
        body = await read_object(request)
        request.app[TENANT_CLOCK].turn(timedelta(days=float(body["days"])))
    except (BadBody, KeyError, TypeError, ValueError, OverflowError) as error:
        raise web.HTTPBadRequest(text=f"Not a number of days: {error}") from error
    return _told(request)


async def data(request: web.Request) -> web.Response:
    """How somebody's data is."""
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


def _told(request: web.Request) -> web.Response:
    turned = request.app[TENANT_CLOCK]
    ahead = turned.ahead.total_seconds()
    return web.json_response({"now": turned().isoformat(), "aheadSeconds": ahead})


def setup(app: web.Application) -> None:
    """Serve them."""
    app.router.add_get("/_sandbox/clock", clock)
    app.router.add_post("/_sandbox/clock", turn)
    app.router.add_get("/_sandbox/data/{user}", data)
