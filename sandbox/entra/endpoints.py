"""Entra's endpoints for clients: tokens, metadata and keys.

https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
"""

import uuid
from datetime import datetime

from aiohttp import web

from sandbox.entra.directory import DIRECTORY
from sandbox.entra.grants import answer
from sandbox.entra.refusals import EntraRefusal

_NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}


async def token(request: web.Request) -> web.Response:
    """POST /entra/{tenant}/oauth2/v2.0/token."""
    directory = request.app[DIRECTORY]
    await directory.delay()
    form = {name: str(value) for name, value in (await request.post()).items()}
    try:
        directory.check_tenant(request.match_info["tenant"])
        body = answer(directory, form)
    except EntraRefusal as refusal:
        return error_answer(refusal, directory.tenant.now())
    return web.json_response(body, headers=_NOT_KEPT)


async def metadata(request: web.Request) -> web.Response:
    """GET /entra/{tenant}/v2.0/.well-known/openid-configuration."""
    directory = request.app[DIRECTORY]
    await directory.delay()
    try:
        directory.check_tenant(request.match_info["tenant"])
    except EntraRefusal as refusal:
        return error_answer(refusal, directory.tenant.now())
    home = directory.home
    return web.json_response(
        {
            "issuer": directory.issuer,
            "authorization_endpoint": f"{home}/oauth2/v2.0/authorize",
            "token_endpoint": f"{home}/oauth2/v2.0/token",
            "jwks_uri": f"{home}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "form_post"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "oid", "tid", "name"],
        }
    )


async def keys(request: web.Request) -> web.Response:
    """GET /entra/{tenant}/discovery/v2.0/keys."""
    return web.json_response(request.app[DIRECTORY].keys.published())


def error_answer(refusal: EntraRefusal, now: datetime) -> web.Response:
    """Return a refusal in Entra's format."""
    trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
    stamp = now.strftime("%Y-%m-%d %H:%M:%SZ")
    body = {
        "error": refusal.code,
        "error_description": (
            f"{refusal.message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}"
        ),
        "error_codes": [refusal.number],
        "timestamp": stamp,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": f"https://login.microsoftonline.com/error?code={refusal.number}",
    }
    if refusal.suberror:
        body["suberror"] = refusal.suberror
    if refusal.claims:
        body["claims"] = refusal.claims
    return web.json_response(body, status=refusal.status, headers=_NOT_KEPT)


def routes() -> list[web.RouteDef]:
    """Return the routes."""
    return [
        web.post("/entra/{tenant}/oauth2/v2.0/token", token),
        web.get("/entra/{tenant}/v2.0/.well-known/openid-configuration", metadata),
        web.get("/entra/{tenant}/discovery/v2.0/keys", keys),
    ]
