"""Whether Entra accepts the app's credential, in each tenant.

Error codes of Entra: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from cryptography.x509 import load_pem_x509_certificate

from commands.doctor.findings import Check, Code, Finding
from commands.doctor.tokens import app_token
from commands.doctor.world import World
from licensing.errors import Answer, TenantError, TenantUnavailable
from settings import AppCredential, SignIn

#: A certificate that expires within this time should be renewed now.
SOON: Final = timedelta(days=30)

_NUMBER: Final = re.compile(r"AADSTS(\d+)")
_CODES: Final[Mapping[str, Code]] = {
    "90002": Code.TENANT_UNKNOWN,
    "900023": Code.TENANT_UNKNOWN,
    "700016": Code.APP_UNKNOWN,
    "7000229": Code.APP_UNKNOWN,
    "7000112": Code.APP_DISABLED,
    "7000215": Code.SECRET_WRONG,
    "7000222": Code.SECRET_EXPIRED,
    "700027": Code.CERTIFICATE_UNKNOWN,
    "700021": Code.IDENTITY_NOT_TRUSTED,
    "700211": Code.IDENTITY_NOT_TRUSTED,
    "700212": Code.IDENTITY_NOT_TRUSTED,
    "700213": Code.IDENTITY_NOT_TRUSTED,
    "70021": Code.IDENTITY_NOT_TRUSTED,
}


async def look_at_credential(world: World) -> Sequence[Finding]:
    """Get a token of the app, and discard it."""
    if world.settings.signs_in is SignIn.REHEARSAL:
        return [Finding(Check.CREDENTIAL, Code.REHEARSED)]
    refused = [found for tenant in world.settings.tenants if (found := await _asked(world, tenant))]
    good = [] if refused else [Finding(Check.CREDENTIAL, Code.CREDENTIAL_GOOD)]
    return [*refused, *good, *_certificate(world)]


async def _asked(world: World, tenant: str) -> Finding | None:
    try:
        # MSAL asks the same first, but hides the answer.
        if (unknown := await unknown_tenant(world, tenant)) is not None:
            return unknown
        await app_token(world, tenant)
    except TenantError as error:
        return Finding(Check.CREDENTIAL, _code(world, error), _facts(world, tenant, error))
    return None


async def unknown_tenant(world: World, tenant: str) -> Finding | None:
    """A finding if Entra does not know the tenant. Raises `TenantUnavailable`."""
    try:
        async with world.session.get(world.published(tenant), allow_redirects=False) as answer:
            said = "" if answer.ok else await answer.text()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise TenantUnavailable(Answer(message=type(error).__name__)) from error
    if (number := _number(said)) not in _CODES:
        return None
    facts = {"tenant": tenant, "app": world.settings.app_id, "said": f"AADSTS{number}"}
    return Finding(Check.CREDENTIAL, _CODES[number], facts)


def _code(world: World, error: TenantError) -> Code:
    number = _number(error.answer.message)
    if number in _CODES:
        return _CODES[number]
    if world.settings.app_credential is AppCredential.MANAGED_IDENTITY:
        return Code.IDENTITY_UNKNOWN
    if isinstance(error, TenantUnavailable) and not error.answer.status:
        by_file = world.settings.app_credential is AppCredential.TRUSTED_FILE
        own = by_file and error.answer.message in {"FileNotFoundError", "PermissionError"}
        by_identity = world.settings.app_credential is AppCredential.TRUSTED_IDENTITY
        return Code.IDENTITY_UNKNOWN if own or by_identity else Code.ENTRA_UNREACHABLE
    return Code.CREDENTIAL_REFUSED


def _number(said: str) -> str:
    found = _NUMBER.search(said)
    return found[1] if found else ""


def _facts(world: World, tenant: str, error: TenantError) -> Mapping[str, str]:
    settings = world.settings
    number = _number(error.answer.message)
    return {
        "tenant": tenant,
        "app": settings.app_id,
        "host": urlsplit(settings.rehearsal_url or settings.addresses.login_authority).netloc,
        "said": f"AADSTS{number}" if number else error.answer.code or "no error code",
    }


def _certificate(world: World) -> Sequence[Finding]:
    """Whether the certificate of the app has expired or is about to."""
    if world.settings.app_credential is not AppCredential.CERTIFICATE:
        return []
    certificate = load_pem_x509_certificate(world.settings.certificate().encode())
    ends = certificate.not_valid_after_utc
    left = ends - world.clock.now()
    facts = {"day": f"{ends:%B} {ends.day}, {ends.year}"}
    if left <= timedelta():
        return [Finding(Check.CREDENTIAL, Code.CERTIFICATE_EXPIRED, facts)]
    return [Finding(Check.CREDENTIAL, Code.CERTIFICATE_ENDS, facts)] if left <= SOON else []
