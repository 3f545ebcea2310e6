"""Tokens in people's names: from what is kept of them, silently, as long as Entra agrees."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from graph.sign_in.entra import Entra, Grant
from graph.sign_in.ports import Caches
from graph.sign_in.refusals import is_dead
from licensing.clock import Clock
from licensing.errors import (
    SignInNeeded,
    SlowDown,
    TenantError,
    TenantUnavailable,
    UnreadAnswer,
)

#: How long a token is used from memory before the ledger is read again, so that a sign-out in
#: another process is soon felt.
_MEMORY = timedelta(minutes=5)
#: A token is not used in this time before it expires.
_MARGIN = timedelta(minutes=1)
#: Maximum number of tries when another process writes concurrently.
_LOOKS = 3

_log = structlog.get_logger(__name__)

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Token:
    token: str
    until: datetime


class DelegatedTokens:
    """A `TokenSource`. Entra is asked once at a time for each person, however many callers wait."""

    def __init__(self, entra: Entra, caches: Caches, clock: Clock) -> None:
        self._entra = entra
        self._caches = caches
        self._clock = clock
        self._memory: dict[_Key, _Token] = {}
        #: People whose token Graph did not take, with the claims that it asked for, or "".
        self._refused: dict[_Key, str] = {}
        #: People whom Entra asked to wait.
        self._retry: dict[_Key, datetime] = {}
        self._flights: dict[_Key, asyncio.Task[str]] = {}

    async def token(self, tenant: str, person: str) -> str:
        """Return a token; raises `SignInNeeded` when there is no way to one without the person."""
        key = (tenant, person)
        known = self._memory.get(key)
        if known and self._clock.now() < known.until:
            return known.token
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = asyncio.create_task(self._fetch(key))
            flight.add_done_callback(lambda done: self._landed(key, done))
        # One who gives up waiting must not stop the write of a new refresh token.
        return await asyncio.shield(flight)

    def refused(self, tenant: str, person: str, token: str, claims: str | None = None) -> None:
        """Graph did not take this token: the next one is new, and proves what Graph asked for."""
        key = (tenant, person)
        known = self._memory.get(key)
        if known is None or known.token == token:
            self._memory.pop(key, None)
            self._refused[key] = claims or self._refused.get(key, "")

    async def check(self, tenant: str, person: str) -> bool:
        """Check with Entra whether the stored sign-in is still valid; if not, it is deleted.

        False when nothing is kept. Raises `TenantError` when Entra does not say. What is kept stays
        as it is and gets no older for it: a refresh token stays good when it is used
        (https://learn.microsoft.com/entra/identity-platform/refresh-tokens).
        """
        key = (tenant, person)
        self._check_patience(key)
        kept = await self._caches.read(*key)
        if kept is None:
            return False
        if not kept.text:
            return True
        try:
            await self._entra.silently(tenant, kept.text, renew=True)
        except (SignInNeeded, UnreadAnswer) as error:
            if not await self._bury(key, error, kept.version):
                raise
            self.forget(tenant, person)
            return False
        return True

    def forget(self, tenant: str, person: str) -> None:
        """Use nothing of a person that was learned before now."""
        key = (tenant, person)
        self._flights.pop(key, None)
        for known in (self._memory, self._refused, self._retry):
            known.pop(key, None)

    async def close(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._flights.values(), return_exceptions=True)

    def _landed(self, key: _Key, done: asyncio.Task[str]) -> None:
        if self._flights.get(key) is done:
            del self._flights[key]
        if not done.cancelled():
            done.exception()

    async def _fetch(self, key: _Key) -> str:
        self._check_patience(key)
        claims = self._refused.get(key)
        try:
            grant = await self._renewed(key, claims)
        except SlowDown as error:
            seconds = timedelta(seconds=error.seconds or 0)
            self._retry[key] = self._clock.now() + seconds
            raise
        if self._flights.get(key) is asyncio.current_task():
            self._remember(key, grant)
        return grant.token

    def _check_patience(self, key: _Key) -> None:
        until = self._retry.get(key)
        if until is None:
            return
        left = (until - self._clock.now()).total_seconds()
        if left > 0:
            raise SlowDown(seconds=left)
        del self._retry[key]

    async def _renewed(self, key: _Key, claims: str | None) -> Grant:
        for _ in range(_LOOKS):
            kept = await self._caches.read(*key)
            if kept is None or not kept.text:
                raise SignInNeeded(claims=claims or None)
            try:
                grant = await self._entra.silently(
                    key[0], kept.text, claims or None, renew=claims is not None
                )
            except SignInNeeded as need:
                await self._bury(key, need, kept.version)
                raise SignInNeeded(need.answer, need.claims or claims or None) from need
            except UnreadAnswer as error:
                await self._bury(key, error, kept.version)
                raise
            if grant.cache is None or await self._caches.write(*key, grant.cache, kept.version):
                return grant
        raise TenantUnavailable

    async def _bury(self, key: _Key, error: TenantError, version: int) -> bool:
        """Delete tokens that are permanently unusable; returns whether they were."""
        _log.info("sign_in_needed", code=error.answer.code)
        if not is_dead(error):
            return False
        await self._caches.drop(*key, before=version)
        return True

    def _remember(self, key: _Key, grant: Grant) -> None:
        self._refused.pop(key, None)
        good = timedelta(seconds=grant.seconds) - _MARGIN
        self._memory[key] = _Token(grant.token, self._clock.now() + min(good, _MEMORY))
