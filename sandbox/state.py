"""Keys of the state that the parts of the server share."""

from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.tenant import Tenant

if TYPE_CHECKING:
    from sandbox.clock import TenantClock
    from sandbox.entra.callers import Callers
    from sandbox.faults import Faults
    from sandbox.teams.signing import Channel
    from sandbox.throttle import CaseThrottle, Throttle

TENANT: web.AppKey[Tenant] = web.AppKey("tenant", Tenant)
TENANT_CLOCK: "web.AppKey[TenantClock]" = web.AppKey("tenant_clock")
CALLERS: "web.AppKey[Callers]" = web.AppKey("callers")
FAULTS: "web.AppKey[Faults]" = web.AppKey("faults")
CHANNEL: "web.AppKey[Channel]" = web.AppKey("channel")
THROTTLE: "web.AppKey[Throttle]" = web.AppKey("throttle")
CASE_THROTTLE: "web.AppKey[CaseThrottle]" = web.AppKey("case_throttle")
