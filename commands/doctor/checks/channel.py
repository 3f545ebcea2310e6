"""The way between Teams and the bot: the keys that Teams signs with, and where messages go."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp

from bot.auth.signing_keys import SigningKeys
from bot.errors import NotDelivered
from commands.doctor.findings import Check, Code, Finding
from commands.doctor.world import World
from settings import SignIn
from wiring.credentials import own_credentials


async def look_at_channel(world: World) -> Sequence[Finding]:
    """Go each way once."""
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
    """Any answer will do: without a conversation there is nothing to be had."""
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
        return [Finding(Check.CHANNEL, Code.CHANNEL_TOKEN, {"said": error.code or "nothing"})]
    return []
