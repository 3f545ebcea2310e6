"""The caller by bearer token, and their permissions."""

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.entra.callers import Caller
from sandbox.organization.roles import MAY_ASSIGN_LICENSES
from sandbox.refusal import Refusal, not_allowed, wrong_token
from sandbox.state import CALLERS, TENANT

_CALLER = web.RequestKey("caller", Caller)


@web.middleware
async def signed_in(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Require a token issued by this tenant."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer":
        raise wrong_token()
    request[_CALLER] = request.config_dict[CALLERS].of(token.strip())
    return await handler(request)


def caller(request: web.Request) -> Caller:
    """Return the caller."""
    return request[_CALLER]


def me(request: web.Request) -> str:
    """Return the caller's object id; raises Refusal (400) for the app."""
    person = caller(request).person
    if person is None:
        raise Refusal(
            "/me request is only valid with delegated authentication flow.", code="BadRequest"
        )
    return person


def check_may_assign(request: web.Request) -> None:
    """Check that the caller's role may change licenses; raises Refusal (403)."""
    person = caller(request).person
    if person is None:
        return
    if not request.config_dict[TENANT].roles(person) & MAY_ASSIGN_LICENSES:
        raise not_allowed()
