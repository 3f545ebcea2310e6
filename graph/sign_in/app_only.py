"""Tokens in the name of the app itself, the same for everyone.

Graph then enforces the app's rights and not the person's, and its audit log names the app. So the
bot has to check the person's role itself: `graph.authorized_tenant`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from graph.sign_in.entra import Grant
from licensing.clock import Clock

#: A token is not used in this time before it expires.
_MARGIN = timedelta(minutes=5)


class AppTokens:
    """A `TokenSource` that knows no people."""

    def __init__(self, ask: Callable[[str], Awaitable[Grant]], clock: Clock) -> None:
        """Take what asks for a token of the app in a tenant, such as `Entra.as_app`."""
        self._ask = ask
        self._clock = clock
        self._known: dict[str, tuple[str, datetime]] = {}
        self._lines: dict[str, asyncio.Lock] = {}

    async def token(self, tenant: str, person: str) -> str:
        """Return the app's token for a tenant; raises `TenantError`."""
        del person
        async with self._lines.setdefault(tenant, asyncio.Lock()):
            known = self._known.get(tenant)
            if known is None or self._clock.now() >= known[1]:
                asked_at = self._clock.now()
                grant = await self._ask(tenant)
                until = asked_at + timedelta(seconds=grant.seconds) - _MARGIN
                known = self._known[tenant] = (grant.token, until)
            return known[0]

    def refused(self, tenant: str, person: str, token: str, claims: str | None = None) -> None:
        """Forget this token, unless it was replaced already."""
        del person, claims
        known = self._known.get(tenant)
        if known is not None and known[0] == token:
            del self._known[tenant]
