"""What the tenant lets the app do at Graph, against what the bot needs.

As a person: Entra names the permissions with each token, so a stored sign-in is renewed once
and thrown away. As the app: each permission is tried by the smallest call that needs it. The one
that writes is tried with an empty change, for no one. Permissions that the settings make no use
of are not missed.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from commands.doctor.findings import Check, Code, Finding
from commands.doctor.permissions import APPLICATION, BACKGROUND, CASES, DELEGATED, Permission
from commands.doctor.tokens import app_token, signed_in
from commands.doctor.world import World
from licensing.errors import SignInNeeded, TenantError
from licensing.tenant.checks import CaseAccess
from settings import SignIn

#: Maximum number of sign-ins to try in each tenant; one that is still valid is enough.
_MOST: Final = 5
#: No consent, by the person or by an administrator.
_NO_CONSENT: Final = "AADSTS65001"
_UNKNOWN_PERSON: Final = "00000000-0000-0000-0000-000000000000"

#: By permission: method, path, body.
_TRIES: Final[Mapping[str, tuple[str, str, Mapping[str, object] | None]]] = {
    "User.Read.All": ("GET", "/users?$top=1&$select=id,assignedLicenses", None),
    "RoleManagement.Read.Directory": (
        "GET",
        "/roleManagement/directory/roleDefinitions?$top=1",
        None,
    ),
    "LicenseAssignment.Read.All": ("GET", "/subscribedSkus?$select=skuId", None),
    "LicenseAssignment.ReadWrite.All": (
        "POST",
        f"/users/{_UNKNOWN_PERSON}/assignLicense",
        {"addLicenses": [], "removeLicenses": []},
    ),
    "GroupMember.Read.All": ("GET", "/groups?$top=1&$select=id,displayName", None),
    "Organization.Read.All": ("GET", "/directory/subscriptions?$top=1", None),
    "eDiscovery.Read.All": ("GET", "/security/cases/ediscoveryCases?$top=1&$select=id", None),
    "MailboxSettings.Read": ("GET", f"/users/{_UNKNOWN_PERSON}/mailboxSettings", None),
}


class _NoAnswerError(aiohttp.ClientError):
    """Graph did not say whether it would have."""


async def look_at_permissions(world: World) -> Sequence[Finding]:
    """Compare, tenant by tenant."""
    match world.settings.signs_in:
        case SignIn.REHEARSAL:
            return [Finding(Check.PERMISSIONS, Code.REHEARSED)]
        case SignIn.APP:
            found = [
                one for tenant in world.settings.tenants for one in await _as_app(world, tenant)
            ]
        case _:
            found = [
                one for tenant in world.settings.tenants for one in await _as_people(world, tenant)
            ]
    return found or [Finding(Check.PERMISSIONS, Code.PERMISSIONS_GOOD)]


async def _as_people(world: World, tenant: str) -> Sequence[Finding]:
    facts = {**_place(world), "tenant": tenant}
    tried = 0
    async for person in signed_in(world):
        if person.tenant != tenant or tried >= _MOST:
            continue
        tried += 1
        try:
            grant = await world.entra.silently(tenant, person.cache, renew=True)
        except SignInNeeded as need:
            if _NO_CONSENT in need.answer.message:
                return [Finding(Check.PERMISSIONS, Code.CONSENT_MISSING, facts)]
            continue
        except TenantError:
            break
        missing = _compared(_used(world, DELEGATED, CaseAccess.ASKER), grant.permissions, facts)
        return [*missing, *await _in_background(world, tenant)]
    return [Finding(Check.PERMISSIONS, Code.PERMISSIONS_UNKNOWN, facts)]


async def _in_background(world: World, tenant: str) -> Sequence[Finding]:
    """The app's own permissions if the bot acts as people."""
    facts = {**_place(world), "tenant": tenant, "kind": "application"}
    wanted = _used(world, BACKGROUND, CaseAccess.APP)
    try:
        return _compared(wanted, await _tried(world, tenant, wanted), facts)
    except TenantError:
        # The credential has its own check.
        return []
    except (aiohttp.ClientError, TimeoutError):
        return [Finding(Check.PERMISSIONS, Code.GRAPH_UNREACHABLE, facts)]


async def _as_app(world: World, tenant: str) -> Sequence[Finding]:
    facts = {**_place(world), "tenant": tenant}
    wanted = _used(world, APPLICATION, CaseAccess.APP)
    try:
        granted = await _tried(world, tenant, wanted)
    except TenantError:
        return [Finding(Check.PERMISSIONS, Code.PERMISSIONS_NO_TOKEN, facts)]
    except (aiohttp.ClientError, TimeoutError):
        return [Finding(Check.PERMISSIONS, Code.GRAPH_UNREACHABLE, facts)]
    if not granted:
        return [Finding(Check.PERMISSIONS, Code.CONSENT_MISSING, facts)]
    return _compared(wanted, granted, facts)


async def _tried(world: World, tenant: str, wanted: Sequence[Permission]) -> frozenset[str]:
    """Which of these the app has."""
    token = (await app_token(world, tenant)).token
    names = [permission.name for permission in wanted]
    return frozenset([name for name in names if await _works(world, token, name)])


def _used(world: World, listed: Sequence[Permission], by: CaseAccess) -> Sequence[Permission]:
    """Those that the settings make use of; eDiscovery cases are looked at by one kind of rights."""
    looks = world.settings.looks_at_cases is by
    return [permission for permission in listed if looks or permission is not CASES]


async def _works(world: World, token: str, permission: str) -> bool:
    """Whether Graph lets the app do this; what is wrong with the call itself is no refusal."""
    method, path, body = _TRIES[permission]
    url = f"{world.settings.addresses.graph_root}/v1.0{path}"
    headers = {"Authorization": f"Bearer {token}"}
    async with world.session.request(method, url, headers=headers, json=body) as answer:
        if answer.status == 429 or answer.status >= 500:
            raise _NoAnswerError
        return answer.status not in {401, 403}


def _compared(
    wanted: Sequence[Permission], granted: frozenset[str], facts: Mapping[str, str]
) -> Sequence[Finding]:
    return [
        Finding(
            Check.PERMISSIONS,
            Code.PERMISSION_MISSING if one.needed else Code.PERMISSION_USEFUL,
            {**facts, "permission": one.name, "use": one.use},
        )
        for one in wanted
        if one.name not in granted
    ]


def _place(world: World) -> Mapping[str, str]:
    settings = world.settings
    return {
        "portal": urlsplit(settings.addresses.entra_portal).netloc,
        "kind": "application" if settings.signs_in is SignIn.APP else "delegated",
        "host": urlsplit(settings.addresses.graph_root).netloc,
    }
