"""Answers of the token endpoint: access token, refresh token, id token, client info.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
"""

import base64
import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.entra.callers import Caller
from sandbox.entra.directory import Directory
from sandbox.entra.scopes import Asked
from sandbox.entra.sign_ins import SignIn

Json = dict[str, Any]


def for_person(
    directory: Directory,
    sign_in: SignIn,
    asked: Asked,
    *,
    claims: Mapping[str, Any],
    nonce: str = "",
    signed_in_at: datetime | None = None,
) -> Json:
    """Return a person's tokens for the app; raises EntraRefusal."""
    granted = directory.granted(sign_in, asked)
    continuous = understands_challenges(claims)
    caller = Caller(sign_in.person, granted, asked.resource, continuous)
    body = _bearer(directory, caller) | {"scope": asked.answered(granted)}
    if "offline_access" in asked.reserved:
        until = directory.tenant.now() + directory.lifetimes.refresh
        body["refresh_token"] = directory.refreshes.issue(sign_in, until)
    if "openid" in asked.reserved:
        body["id_token"] = _id_token(directory, sign_in.person, nonce, signed_in_at)
    return body | {"client_info": client_info(directory, sign_in.person)}


def for_app(directory: Directory, resource: str) -> Json:
    """Return a token of the app itself."""
    return _bearer(directory, Caller(None, directory.app_may, resource))


def _bearer(directory: Directory, caller: Caller) -> Json:
    lifetime = directory.lifetimes.access
    seconds = int(lifetime.total_seconds())
    return {
        "token_type": "Bearer",
        "expires_in": seconds,
        "ext_expires_in": seconds,
        "access_token": directory.callers.issue(caller, lifetime),
    }


def understands_challenges(claims: Mapping[str, Any]) -> bool:
    """Whether the client declared the capability "cp1" (MSAL: client_capabilities=["CP1"])."""
    access = claims.get("access_token")
    named = access.get("xms_cc") if isinstance(access, dict) else None
    values = named.get("values") if isinstance(named, dict) else None
    return isinstance(values, list) and "CP1" in [str(v).upper() for v in values]


def about(directory: Directory, person: str) -> Json:
    """Return the claims about a person in a token for the app."""
    account = directory.account(person)
    return {
        "iss": directory.issuer,
        "aud": directory.app.app_id,
        "name": account.name,
        "oid": account.id,
        "preferred_username": account.address,
        # A person's `sub` differs for each app.
        "sub": str(uuid.uuid5(uuid.UUID(directory.app.app_id), account.id)),
        "tid": directory.tenant.organization.tenant,
        "uti": uuid.uuid4().hex,
        "ver": "2.0",
    }


def _id_token(directory: Directory, person: str, nonce: str, signed_in_at: datetime | None) -> str:
    now = int(directory.tenant.now().timestamp())
    claims = about(directory, person) | {"iat": now, "nbf": now, "exp": now + 3_600}
    if nonce:
        claims["nonce"] = nonce
    if signed_in_at is not None:
        claims["auth_time"] = int(signed_in_at.timestamp())
    return directory.keys.current.sign(claims)


def client_info(directory: Directory, person: str) -> str:
    """Return who signed in, in MSAL's format."""
    info = {"uid": person, "utid": directory.tenant.organization.tenant}
    return base64.urlsafe_b64encode(json.dumps(info).encode()).decode().rstrip("=")
