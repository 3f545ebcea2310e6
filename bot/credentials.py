"""The token with which the bot speaks to Teams.

botbuilder makes a new MSAL client, hence a new token, for every turn, and waits for it on the event
loop. Here one client is kept, MSAL runs in a thread, and whoever asks at the same time shares one
call. A certificate or a managed identity is another `TokenSource`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import requests
import structlog
from msal.application import ConfidentialClientApplication

from bot.errors import NoToken

PUBLIC_AUTHORITY = "https://login.microsoftonline.com"
#: The scope of the connector API (Bot Framework REST authentication, "Step 1").
PUBLIC_SCOPE = "https://api.botframework.com/.default"

#: Seconds before its end at which a token is replaced. MSAL gives up its own copy at the same time.
EARLY = 5 * 60.0
#: Seconds for one call to Entra.
TIMEOUT = 10.0

_log = structlog.get_logger(__name__)


class Credentials(Protocol):
    """Gives the bot's own token."""

    async def token(self) -> str | None:
        """Return a token that is good for some minutes, or None where none is needed."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A token and the seconds that it is good for, counted from now."""

    token: str
    seconds: float


class TokenSource(Protocol):
    """Asks for a token; called in a thread, may block. Raises `NoToken`."""

    def __call__(self) -> Issued:
        """Return a fresh token."""


class NoCredentials:
    """The rehearsal without an app id: no token."""

    async def token(self) -> str | None:
        """Return None."""
        return None


class SharedToken:
    """Keeps one token for all; asks for the next one before it ends."""

    def __init__(self, source: TokenSource, clock: Callable[[], float]) -> None:
        """Take a clock in seconds that never goes back (`time.monotonic`)."""
        self._source = source
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token = ""
        self._ends_at = 0.0

    async def token(self) -> str | None:
        """Return the token; raises `NoToken` when there is none and none can be had."""
        if self._left() > EARLY:
            return self._token
        async with self._lock:
            if self._left() <= EARLY:
                await self._renew()
        return self._token

    def _left(self) -> float:
        return self._ends_at - self._clock() if self._token else 0.0

    async def _renew(self) -> None:
        try:
            issued = await asyncio.to_thread(self._source)
        except NoToken as error:
            if self._left() <= 0:
                raise
            _log.warning("token_not_renewed", code=error.code, seconds_left=round(self._left()))
            return
        self._token = issued.token
        self._ends_at = self._clock() + issued.seconds


class ClientSecret:
    """A `TokenSource`: the app's secret, through MSAL."""

    def __init__(
        self,
        app_id: str,
        secret: str,
        tenant_id: str,
        *,
        authority: str = PUBLIC_AUTHORITY,
        scope: str = PUBLIC_SCOPE,
    ) -> None:
        self._app_id = app_id
        self._secret = secret
        self._authority = f"{authority}/{tenant_id}"
        self._scope = scope
        self._client: ConfidentialClientApplication | None = None

    def __call__(self) -> Issued:
        """Ask Entra, or MSAL's own copy while that is good."""
        try:
            answer = self._application().acquire_token_for_client(  # type: ignore[no-untyped-call]
                scopes=[self._scope]
            )
        except (requests.RequestException, ValueError) as error:
            raise NoToken(code=type(error).__name__) from error
        return _read(answer)

    def _application(self) -> ConfidentialClientApplication:
        # Made here and not in the constructor: making it calls Entra.
        if self._client is None:
            self._client = ConfidentialClientApplication(  # type: ignore[no-untyped-call]
                self._app_id,
                client_credential=self._secret,
                authority=self._authority,
                timeout=TIMEOUT,
            )
        return self._client


def _read(answer: dict[str, Any]) -> Issued:
    if "access_token" not in answer:
        # MSAL's description names the app and the tenant; the code is enough.
        raise NoToken(code=str(answer.get("error", "")))
    return Issued(answer["access_token"], float(answer.get("expires_in", 0)))
