"""Entra through MSAL: one fresh client for each operation, in a thread of its own pool."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
from msal.application import ConfidentialClientApplication
from msal.token_cache import SerializableTokenCache

from graph.client.errors import read_failure
from graph.sign_in.http import EntraHttp
from graph.sign_in.refusals import read_no_token
from licensing.errors import (
    AUTH_TIME_CLAIMS,
    Answer,
    SignInNeeded,
    TenantUnavailable,
    UnreadAnswer,
)

#: Calls to Entra at the same time.
_AT_ONCE = 16

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Registration:
    """The app as Entra knows it."""

    app_id: str
    #: MSAL's `client_credential`: a secret, or a mapping for a certificate or an assertion.
    credential: str | Mapping[str, Any] = field(repr=False)
    #: Such as https://login.microsoftonline.com.
    authority: str
    #: Graph's address, such as https://graph.microsoft.com.
    graph: str

    @property
    def scopes(self) -> list[str]:
        """All permissions that the registration lists, so that consent is asked for once."""
        return [f"{self.graph.rstrip('/')}/.default"]


@dataclass(frozen=True, slots=True)
class Grant:
    """A token, and what to keep for the next one."""

    token: str = field(repr=False)
    seconds: float
    #: MSAL's cache; None when it is as it was.
    cache: str | None = field(default=None, repr=False)
    #: Who signed in, as Entra says; empty where no one did just now.
    tenant: str = ""
    person: str = ""
    #: When they did, where that was asked.
    proven_at: datetime | None = None
    #: What the token may be used for, by name; empty where Entra was not asked just now.
    permissions: frozenset[str] = frozenset()


class Entra:
    """Everything asked of Entra. Raises `TenantError`; `SignInNeeded` where a person can help."""

    def __init__(self, registration: Registration, http: EntraHttp) -> None:
        self._registration = registration
        self._http = http
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="entra")

    async def on_behalf_of(self, tenant: str, assertion: str, claims: str | None = None) -> Grant:
        """Turn the token that Teams gave for this app into one for Graph.

        https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
        """

        def ask() -> Grant:
            cache = _empty()
            result = self._client(tenant, cache).acquire_token_on_behalf_of(
                assertion, self._registration.scopes, claims_challenge=claims
            )
            return _granted(result, cache)

        return await self._in_thread(ask)

    async def silently(
        self, tenant: str, kept: str, claims: str | None = None, *, renew: bool = False
    ) -> Grant:
        """Get a token from what was kept of a person, by the refresh token where needed.

        `claims` is what Graph asked for; `renew` leaves the token in the cache alone.
        """

        def ask() -> Grant:
            cache = _empty()
            cache.deserialize(kept)
            client = self._client(tenant, cache)
            accounts = client.get_accounts()
            if not accounts:
                raise SignInNeeded
            result = client.acquire_token_silent_with_error(
                self._registration.scopes, accounts[0], force_refresh=renew, claims_challenge=claims
            )
            return _granted(result, cache)

        return await self._in_thread(ask)

    async def open_window(
        self, tenant: str, back_to: str, claims: str | None = None
    ) -> dict[str, Any]:
        """Begin a sign-in in a browser, with PKCE and a nonce; `auth_uri` is where it goes.

        https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
        """

        def ask() -> dict[str, Any]:
            client = self._client(tenant, _empty())
            flow: dict[str, Any] = client.initiate_auth_code_flow(
                self._registration.scopes,
                redirect_uri=back_to,
                response_mode="form_post",
                # A person who is already signed in signs in again where the moment matters.
                prompt="login" if claims == AUTH_TIME_CLAIMS else "select_account",
                claims_challenge=claims,
            )
            return {**flow, "auth_uri": self._http.outward(flow["auth_uri"])}

        return await self._in_thread(ask)

    async def end_window(
        self, tenant: str, flow: dict[str, Any], answer: Mapping[str, str]
    ) -> Grant:
        """Take what the browser brought back."""

        def ask() -> Grant:
            cache = _empty()
            client = self._client(tenant, cache)
            result = client.acquire_token_by_auth_code_flow(flow, dict(answer))
            return _granted(result, cache)

        return await self._in_thread(ask)

    async def as_app(self, tenant: str) -> Grant:
        """Get a token in the name of the app itself."""

        def ask() -> Grant:
            cache = _empty()
            client = self._client(tenant, cache)
            result = client.acquire_token_for_client(self._registration.scopes)
            return _granted(result, cache)

        return await self._in_thread(ask)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _client(self, tenant: str, cache: Any) -> Any:
        return ConfidentialClientApplication(  # type: ignore[no-untyped-call]
            self._registration.app_id,
            client_credential=self._registration.credential,
            authority=f"{self._registration.authority}/{tenant}",
            # The authority comes from the settings, so there is nothing to look up.
            instance_discovery=False,
            token_cache=cache,
            http_client=self._http,
            # Graph may then say immediately that a token was revoked, instead of after an hour
            # (https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation).
            client_capabilities=["CP1"],
        )

    async def _in_thread(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except httpx.HTTPError as failure:
            raise read_failure(failure) from failure
        except OSError as failure:
            # A file or an identity that the app proves itself with is out of reach.
            raise TenantUnavailable(Answer(message=type(failure).__name__)) from failure
        except (ValueError, RuntimeError, KeyError) as error:
            # MSAL's words for a tenant, a document or an answer that is not as it should be.
            raise UnreadAnswer(Answer(message=type(error).__name__)) from error


def _empty() -> Any:
    return SerializableTokenCache()  # type: ignore[no-untyped-call]


def _granted(result: Mapping[str, Any] | None, cache: Any) -> Grant:
    if result is None or "access_token" not in result:
        raise read_no_token(result)
    who = result.get("id_token_claims") or {}
    return Grant(
        token=str(result["access_token"]),
        seconds=float(result.get("expires_in", 0)),
        cache=cache.serialize() if cache.has_state_changed else None,
        tenant=str(who.get("tid", "")).lower(),
        person=str(who.get("oid", "")).lower(),
        permissions=_permissions(str(result.get("scope") or "")),
        proven_at=_moment(who.get("auth_time")),
    )


def _moment(seconds: object) -> datetime | None:
    """The claim auth_time: seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def _permissions(scope: str) -> frozenset[str]:
    """Names of permissions, which are listed with their resource."""
    return frozenset(one.rpartition("/")[2] for one in scope.split()) - {".default"}
