"""What the checks look at: the settings, and the ways out of this machine that the bot takes."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import aiohttp

from graph.sign_in.entra import Entra
from ledger.operations.status import OperatorStatus, operator_status
from licensing.clock import Clock
from settings import Settings
from wiring.identity import entra

#: Seconds for one call.
TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)


@dataclass(slots=True)
class World:
    """A set-up with complete settings."""

    settings: Settings
    clock: Clock
    session: aiohttp.ClientSession
    stack: AsyncExitStack
    #: The object id of somebody whose roles are asked for; empty for nobody.
    person: str = ""
    _glimpse: asyncio.Future[OperatorStatus] | None = None
    _entra: Entra | None = field(default=None, repr=False)

    @property
    def entra(self) -> Entra:
        """Entra, as the bot asks it."""
        if self._entra is None:
            self._entra = entra(self.settings, self.stack)
        return self._entra

    def published(self, tenant: str) -> str:
        """The address of what Entra tells anybody about a tenant."""
        rehearsal = self.settings.rehearsal_url.rstrip("/")
        root = f"{rehearsal}/entra" if rehearsal else self.settings.addresses.login_authority
        return f"{root}/{tenant}/v2.0/.well-known/openid-configuration"

    async def ledger(self) -> OperatorStatus:
        """The ledger, looked at once for all checks. Raises as `ledger.glimpse.glimpse`."""
        if self._glimpse is None:
            self._glimpse = asyncio.ensure_future(operator_status(self.settings.database_url))
        return await asyncio.shield(self._glimpse)
