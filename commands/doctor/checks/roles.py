"""Whether a person can remove licenses; only if one is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from commands.doctor.findings import Check, Code, Finding
from commands.doctor.tokens import app_token, signed_in
from commands.doctor.world import World
from graph.client.tokens import RehearsalTokens, TokenSource
from graph.tenants import Tenants
from licensing.errors import NotAllowed, SignInNeeded, TenantError, UnknownPerson
from licensing.tenant.roles import ActingMode, Why, may_remove, role_names
from settings import SignIn

_CODES: Final[Mapping[Why, Code]] = {
    Why.ROLE_ALLOWS: Code.ROLE_GOOD,
    Why.SPECIAL_ROLE: Code.ROLE_SPECIAL,
    Why.UNREADABLE: Code.ROLES_UNCHECKED,
    Why.NOT_ACTIVE: Code.ROLE_NOT_ACTIVE,
    Why.BILLING_ONLY: Code.ROLE_BILLING_ONLY,
    Why.NO_ROLE: Code.ROLE_MISSING,
}


@dataclass(frozen=True, slots=True)
class _OneToken:
    """A `TokenSource` with one token in it."""

    held: str

    async def token(self, tenant: str, person: str) -> str:
        """Return it."""
        del tenant, person
        return self.held

    def refused(self, tenant: str, person: str, token: str, claims: str | None = None) -> None:
        """Do nothing: there is no other."""


async def look_at_roles(world: World) -> Sequence[Finding]:
    """Read the roles of the person, in the way that the bot does."""
    if not world.person:
        return [Finding(Check.ROLES, Code.ROLES_UNCHECKED)]
    facts = {"person": world.person}
    try:
        tenant, tokens = await _tokens(world)
        return [await _decided(world, tenant, tokens)]
    except SignInNeeded:
        return [Finding(Check.ROLES, Code.PERSON_SIGNED_OUT, facts)]
    except (UnknownPerson, NotAllowed):
        return [Finding(Check.ROLES, Code.PERSON_UNKNOWN, facts)]
    except TenantError:
        return [Finding(Check.ROLES, Code.ROLES_UNCHECKED)]


async def _decided(world: World, tenant: str, tokens: TokenSource) -> Finding:
    settings = world.settings
    acting = ActingMode.APP if settings.signs_in is SignIn.APP else ActingMode.PERSON
    root = f"{settings.addresses.graph_root}/v1.0"
    tenants = Tenants(root, tokens, lambda _, part: part, world.clock, acting=acting)
    try:
        directory = tenants.acting_as(tenant, world.person)
        roles = await directory.my_roles()
        eligible = await directory.my_eligible_roles()
    finally:
        await tenants.close()
    decision = may_remove(roles, eligible)
    names = role_names(roles if decision.allowed else eligible)
    facts = {"person": world.person, "roles": ", ".join(names)}
    return Finding(Check.ROLES, _CODES[decision.why], facts)


async def _tokens(world: World) -> tuple[str, TokenSource]:
    """The person's tenant, and a token to look with. Raises `TenantError`."""
    settings = world.settings
    if settings.signs_in is SignIn.REHEARSAL:
        tokens = RehearsalTokens(f"{settings.rehearsal_url}/entra", world.clock)
        world.stack.push_async_callback(tokens.close)
        return settings.tenants[0], tokens
    if settings.signs_in is SignIn.APP:
        return settings.tenants[0], _OneToken((await app_token(world, settings.tenants[0])).token)
    async for person in signed_in(world):
        if person.person == world.person:
            grant = await world.entra.silently(person.tenant, person.cache)
            return person.tenant, _OneToken(grant.token)
    raise SignInNeeded
