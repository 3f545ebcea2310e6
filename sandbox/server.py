"""The whole rehearsal tenant as one web application."""

from datetime import UTC, datetime

from aiohttp import web

from sandbox.clock import TenantClock
from sandbox.controls import controls, org_chart_controls, role_controls, time_controls
from sandbox.entra import routes as entra
from sandbox.entra.callers import Callers
from sandbox.entra.directory import DIRECTORY, Directory
from sandbox.entra.registration import SECRET, Registration
from sandbox.entra.silent import silent_token
from sandbox.faults import Faults
from sandbox.graph import routes as graph
from sandbox.organization.generate import generate
from sandbox.organization.organization import Organization
from sandbox.state import CALLERS, CASE_THROTTLE, CHANNEL, FAULTS, TENANT, TENANT_CLOCK, THROTTLE
from sandbox.teams import routes as teams
from sandbox.teams.client import unsigned
from sandbox.teams.connector import admit_everyone
from sandbox.teams.signing import Channel
from sandbox.tenant import Clock, Tenant
from sandbox.throttle import CaseThrottle, Throttle

BOT_URL = "http://127.0.0.1:3978"
PUBLIC_URL = "http://127.0.0.1:3979"


def system_clock() -> datetime:
    """Return this machine's time."""
    return datetime.now(UTC)


def create_app(
    organization: Organization | None = None,
    *,
    bot_url: str = BOT_URL,
    public_url: str = PUBLIC_URL,
    clock: Clock = system_clock,
    app_id: str = "",
    app_secret: str = SECRET,
    app_certificate: str = "",
) -> web.Application:
    """Return Graph, Entra, the Teams client and the controls for one organization.

    The default organization has 2,000 generated people. `public_url` is this server's address for
    the bot. With an app id, activities and people's tokens are signed, and the bot must send its
    own token, which it gets with `app_secret` or `app_certificate` (PEM).
    """
    app = web.Application()
    app[TENANT_CLOCK] = TenantClock(clock)
    app[TENANT] = Tenant(organization or generate(), clock, app[TENANT_CLOCK])
    app[CALLERS] = Callers(clock)
    app[FAULTS] = Faults()
    app[THROTTLE] = Throttle(clock)
    app[CASE_THROTTLE] = CaseThrottle(clock)
    addresses = frozenset({f"{bot_url}/auth/callback"})
    registration = Registration(app_id, app_secret, addresses, app_certificate) if app_id else None
    directory = Directory(app[TENANT], app[CALLERS], f"{public_url}/entra", registration)
    app[DIRECTORY] = directory
    graph.setup(app)
    entra.setup(app)
    controls.setup(app)
    role_controls.setup(app)
    org_chart_controls.setup(app)
    time_controls.setup(app)
    app[CHANNEL] = channel = Channel(app_id, public_url, clock)
    app.add_routes(channel.routes())
    teams.setup(
        app,
        bot_url=f"{bot_url}/api/messages",
        public_url=public_url,
        clock=clock,
        authorization=channel.authorization if app_id else unsigned,
        # Without a registration there is no such token.
        sso=lambda persona: silent_token(directory, persona.oid),
        admits=app[CALLERS].admit_bot if app_id else admit_everyone,
    )
    return app
