"""The connection with Teams: its signing keys, its address, and a token for it."""

from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp

from bot.auth.signing_keys import SigningKeys
from bot.errors import NotDelivered
from commands.doctor.checks.credential import unknown_tenant
from commands.doctor.findings import Check, Code, Finding
from commands.doctor.world import World
from licensing.errors import TenantUnavailable
from settings import SignIn
from wiring.credentials import own_credentials


async def look_at_channel(world: World) -> Sequence[Finding]:
    """Check the keys, the address and the token."""
    found = [*await _keys(world), *await _host(world), *await _token(world)]
    return found or [Finding(Check.CHANNEL, Code.CHANNEL_GOOD)]


async def _keys(world: World) -> Sequence[Finding]:
    address = world.settings.addresses.openid_metadata
    keys = SigningKeys(world.session, metadata_url=address)
    try:
        if await keys.ready():
            return []
    finally:
        await keys.close()
    return [Finding(Check.CHANNEL, Code.CHANNEL_KEYS, {"host": urlsplit(address).netloc})]


async def _host(world: World) -> Sequence[Finding]:
    """Any answer will do, because without a conversation there is nothing to call."""
    hosts = world.settings.addresses.service_hosts
    address = f"https://{hosts[0]}/" if hosts else world.settings.rehearsal_url
    try:
        async with world.session.get(address, allow_redirects=False):
            return []
    except (aiohttp.ClientError, TimeoutError):
        return [
            Finding(Check.CHANNEL, Code.CHANNEL_UNREACHABLE, {"host": urlsplit(address).netloc})
        ]


async def _token(world: World) -> Sequence[Finding]:
    if world.settings.signs_in is SignIn.REHEARSAL:
        return []
    try:
        await own_credentials(world.settings).token()
    except NotDelivered as error:
        said = await _reason(world, error)
        return [Finding(Check.CHANNEL, Code.CHANNEL_TOKEN, {"said": said})]
    return []


async def _reason(world: World, error: NotDelivered) -> str:
    """Entra's error code. MSAL hides it for an unknown tenant, so ask about the tenant again."""
    with suppress(TenantUnavailable):
        if unknown := await unknown_tenant(world, world.settings.tenants[0]):
            return unknown.facts["said"]
    if isinstance(error.__cause__, OSError):
        return "no connection"
    return "unexpected answer" if error.__cause__ else error.code or "no error code"
