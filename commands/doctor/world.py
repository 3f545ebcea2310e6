"""What the checks share: the settings, an HTTP session, Entra and the ledger."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import aiohttp

from graph.sign_in.entra import Entra
from ledger.operations.status import OperatorStatus, operator_status
from licensing.clock import Clock
from settings import Settings
from wiring.identity import entra

#: Timeout of one call.
TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)


@dataclass(slots=True)
class World:
    """A setup with valid settings."""

    settings: Settings
    clock: Clock
    session: aiohttp.ClientSession
    stack: AsyncExitStack
    #: The object id of the person whose roles to check; empty for no one.
    person: str = ""
    _status: asyncio.Future[OperatorStatus] | None = None
    _entra: Entra | None = field(default=None, repr=False)

    @property
    def entra(self) -> Entra:
        """The bot's client of Entra."""
        if self._entra is None:
            self._entra = entra(self.settings, self.stack)
        return self._entra

    def published(self, tenant: str) -> str:
        """The address of the OpenID configuration of a tenant."""
        rehearsal = self.settings.rehearsal_url.rstrip("/")
        root = f"{rehearsal}/entra" if rehearsal else self.settings.addresses.login_authority
        return f"{root}/{tenant}/v2.0/.well-known/openid-configuration"

    async def ledger(self) -> OperatorStatus:
        """The state of the ledger, read once for all checks. Raises as `operator_status`."""
        if self._status is None:
            self._status = asyncio.ensure_future(operator_status(self.settings.database_url))
        return await asyncio.shield(self._status)
