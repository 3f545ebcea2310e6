"""The whole rehearsal tenant as one web application."""

from datetime import UTC, datetime

from aiohttp import web

from sandbox import controls, entra
from sandbox.faults import Faults
from sandbox.generate import generate
from sandbox.graph import routes as graph
from sandbox.organisation import Organisation
from sandbox.state import CALLERS, FAULTS, TENANT, THROTTLE
from sandbox.teams import routes as teams
from sandbox.tenant import Clock, Tenant
from sandbox.throttle import Throttle

BOT_URL = "http://127.0.0.1:3978"
PUBLIC_URL = "http://127.0.0.1:3979"


def system_clock() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


def create_app(
    organisation: Organisation | None = None,
    *,
    bot_url: str = BOT_URL,
    public_url: str = PUBLIC_URL,
    clock: Clock = system_clock,
) -> web.Application:
    """Graph, Entra, the Teams client and the controls over one organisation.

    Without an organisation, the generated one of 2,000 people. `public_url` is the address under
    which the bot reaches this server.
    """
    app = web.Application()
    app[TENANT] = Tenant(organisation or generate(), clock)
    app[CALLERS] = entra.Callers(clock)
    app[FAULTS] = Faults()
    app[THROTTLE] = Throttle(clock)
    graph.setup(app)
    entra.setup(app)
    controls.setup(app)
    teams.setup(app, bot_url=f"{bot_url}/api/messages", public_url=public_url, clock=clock)
    return app
