"""The caller by bearer token, and their permissions."""

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.entra.callers import Caller
from sandbox.organization.roles import MAY_ASSIGN_LICENSES
from sandbox.refusal import Refusal, not_allowed, restricted, wrong_token
from sandbox.state import CALLERS, TENANT
from sandbox.tenant import SpecialRole, Tenant

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


def check_may_assign(request: web.Request, key: str) -> None:
    """Check that the caller's role may change a person's licenses; raises Refusal (403)."""
    person, tenant = caller(request).person, request.config_dict[TENANT]
    if person is None or tenant.roles(person) & MAY_ASSIGN_LICENSES:
        if _is_restricted(tenant, key):
            raise restricted()
        return
    special = tenant.special_role(person)
    if special is None or not (special.definition in MAY_ASSIGN_LICENSES or _assigns(special)):
        raise not_allowed()
    if special.people is not None and tenant.person(key).id not in special.people:
        raise not_allowed()


def _is_restricted(tenant: Tenant, key: str) -> bool:
    """Whether only administrators of a person's unit may change them; no one else, nor the app."""
    return any(
        tenant.people[position].restricted
        for name in ("id", "userPrincipalName")
        for position in tenant.index.exact[name].find(key)
    )


def _assigns(role: SpecialRole) -> bool:
    return "microsoft.directory/users/assignLicense" in role.actions
