"""Stand-in for Entra's token endpoint: opaque tokens for the people of the tenant and for the app.

    POST /entra/{tenant}/oauth2/v2.0/token
    grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=rehearsal:<object id>
    grant_type=client_credentials

Shapes of answers: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from sandbox.refusal import Refusal, wrong_token
from sandbox.state import CALLERS, TENANT
from sandbox.tenant import Clock, Tenant

_ON_BEHALF_OF = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFETIME = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a person, or the app itself."""

    #: Object id; None for the app.
    person: str | None


class Callers:
    """The tokens issued so far."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._issued: dict[str, tuple[Caller, datetime]] = {}

    def issue(self, caller: Caller) -> str:
        """A new bearer token."""
        token = secrets.token_urlsafe(24)
        self._issued[token] = (caller, self._now() + _LIFETIME)
        return token

    def of(self, token: str) -> Caller:
        """Whose token it is; raises Refusal (401)."""
        if not token:
            raise wrong_token()
        if token not in self._issued:
            raise wrong_token("JWT is not well formed, there are no dots (.).")
        caller, until = self._issued[token]
        if self._now() >= until:
            raise wrong_token("Lifetime validation failed, the token is expired.")
        return caller

    def forget(self) -> None:
        """Every token becomes worthless, as after a revocation."""
        self._issued.clear()


async def token(request: web.Request) -> web.Response:
    """POST /entra/{tenant}/oauth2/v2.0/token."""
    form = await request.post()
    tenant = request.app[TENANT]
    try:
        _check_tenant(request.match_info["tenant"], tenant)
        caller = _caller(str(form.get("grant_type", "")), str(form.get("assertion", "")), tenant)
    except Refusal as refusal:
        return _error(refusal, request.app[TENANT].now())
    body = {
        "token_type": "Bearer",
        "scope": "https://graph.microsoft.com/.default",
        "expires_in": int(_LIFETIME.total_seconds()),
        "ext_expires_in": int(_LIFETIME.total_seconds()),
        "access_token": request.app[CALLERS].issue(caller),
    }
    return web.json_response(body, headers={"Cache-Control": "no-store"})


def _check_tenant(asked: str, tenant: Tenant) -> None:
    if asked not in {tenant.organisation.tenant, tenant.organisation.domain}:
        raise Refusal(f"AADSTS90002: Tenant '{asked}' not found.", code="invalid_request")


def _caller(grant: str, assertion: str, tenant: Tenant) -> Caller:
    if grant == "client_credentials":
        return Caller(None)
    if grant != _ON_BEHALF_OF:
        raise Refusal(
            f"AADSTS70003: The app requested an unsupported grant type '{grant}'.",
            code="unsupported_grant_type",
        )
    kind, _, person = assertion.partition(":")
    if kind != "rehearsal" or not tenant.index.exact["id"].find(person):
        raise Refusal("AADSTS50013: Assertion failed signature validation.", code="invalid_grant")
    account = tenant.person(person)
    if not account.enabled:
        raise Refusal("AADSTS50057: The user account is disabled.", code="invalid_grant")
    return Caller(account.id)


def _error(refusal: Refusal, now: datetime) -> web.Response:
    number = refusal.message.split(":")[0].removeprefix("AADSTS")
    body = {
        "error": refusal.code,
        "error_description": refusal.message,
        "error_codes": [int(number)],
        "timestamp": now.strftime("%Y-%m-%d %H:%M:%SZ"),
        "trace_id": str(uuid.uuid4()),
        "correlation_id": str(uuid.uuid4()),
    }
    return web.json_response(body, status=refusal.status)


def setup(app: web.Application) -> None:
    """Mount the endpoint."""
    app.router.add_post("/entra/{tenant}/oauth2/v2.0/token", token)
