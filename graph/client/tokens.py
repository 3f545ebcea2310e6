"""Whose name a call is made in: bearer tokens for people."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import httpx

from graph.client.errors import read_failure
from graph.client.responses import body_of
from graph.client.retry import Retry
from graph.client.transport import plain_client
from licensing.clock import Clock
from licensing.errors import Answer, NotAllowed, TenantError, TenantUnavailable, UnreadAnswer


class TokenSource(Protocol):
    """Where tokens come from. Both methods may be called concurrently."""

    async def token(self, tenant: str, person: str) -> str:
        """A bearer token for Graph in the name of a person (object id); raises TenantError."""

    def refused(self, tenant: str, person: str, token: str, claims: str | None = None) -> None:
        """Graph did not take this token: the next one must be new, and prove these claims."""


#: A token is not used in this time before it expires.
_MARGIN = timedelta(minutes=5)
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class _Kept:
    token: str
    until: datetime


class RehearsalTokens:
    """Tokens of the rehearsal tenant, which believes any caller; the app's for no person ("").

    `entra` is the address of its token endpoint, before the tenant's id.
    """

    def __init__(self, entra: str, clock: Clock, retry: Retry | None = None) -> None:
        self._entra = entra.rstrip("/")
        self._clock = clock
        self._http = plain_client(retry or Retry())
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}

    async def token(self, tenant: str, person: str) -> str:
        """A token that is still good for a while; raises TenantError."""
        key = (tenant, person)
        async with self._locks.setdefault(key, asyncio.Lock()):
            kept = self._kept.get(key)
            if kept is None or self._clock.now() >= kept.until:
                kept = self._kept[key] = await self._ask(tenant, person)
            return kept.token

    def refused(self, tenant: str, person: str, token: str, claims: str | None = None) -> None:
        """Forget this token, unless it was replaced already."""
        del claims  # The rehearsal's own tokens prove nothing but a name.
        kept = self._kept.get((tenant, person))
        if kept is not None and kept.token == token:
            del self._kept[tenant, person]

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _ask(self, tenant: str, person: str) -> _Kept:
        """Ask for a person's token; for the app's where no person is named."""
        form = {"grant_type": _GRANT, "assertion": f"rehearsal:{person}"}
        if not person:
            form = {"grant_type": "client_credentials"}
        asked_at = self._clock.now()
        try:
            response = await self._http.post(f"{self._entra}/{tenant}/oauth2/v2.0/token", data=form)
        except httpx.HTTPError as failure:
            raise read_failure(failure) from failure
        body = body_of(response)
        if not response.is_success or not isinstance(body, Mapping):
            raise _refusal(response, body)
        token, seconds = body.get("access_token"), body.get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise UnreadAnswer(Answer(response.status_code, message="no token in the answer"))
        return _Kept(token, asked_at + timedelta(seconds=seconds) - _MARGIN)


def _refusal(response: httpx.Response, body: object) -> TenantError:
    """Shape: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow."""
    said = body if isinstance(body, Mapping) else {}
    answer = Answer(
        status=response.status_code,
        code=str(said.get("error", "")),
        message=str(said.get("error_description", "")),
        request_id=str(said.get("trace_id", "")),
    )
    if response.is_server_error:
        return TenantUnavailable(answer)
    if answer.code == "invalid_grant":
        return NotAllowed(answer)
    return UnreadAnswer(answer)
