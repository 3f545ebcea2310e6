"""One token of the bot, shared by all concurrent requests."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.errors import NoToken

#: Seconds before its end at which a token is replaced. MSAL gives up its own copy at the same time.
EARLY = 5 * 60.0

_log = structlog.get_logger(__name__)


class Credentials(Protocol):
    """Gives the bot's own token."""

    async def token(self) -> str | None:
        """Return a token that is good for some minutes, or None where none is needed."""

    def refused(self, token: str) -> None:
        """Note that Teams refused this token, so that the next one is new."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A token and the seconds that it is good for, counted from now."""

    token: str
    seconds: float


class TokenSource(Protocol):
    """Asks for a token; called in a thread, may block. Raises `NoToken`."""

    def __call__(self) -> Issued:
        """Return a token."""

    def forget(self) -> None:
        """Keep no copy: the next token is a new one."""


class NoCredentials:
    """The rehearsal without an app id: no token."""

    async def token(self) -> str | None:
        """Return None."""
        return None

    def refused(self, token: str) -> None:
        """There is nothing to renew."""
        del token


class SharedToken:
    """Caches one token and renews it before it expires."""

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

    def refused(self, token: str) -> None:
        """Drop a token that Teams refused, unless it was replaced meanwhile."""
        if token == self._token:
            self._token = ""
            self._source.forget()

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
