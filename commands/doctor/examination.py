"""Runs all checks concurrently. A check that fails is a finding too and stops no other."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Final

import aiohttp

from commands.doctor.checks.address import look_at_address
from commands.doctor.checks.channel import look_at_channel
from commands.doctor.checks.clock import look_at_clock
from commands.doctor.checks.credential import look_at_credential
from commands.doctor.checks.database import look_at_database
from commands.doctor.checks.keys import look_at_keys
from commands.doctor.checks.permissions import look_at_permissions
from commands.doctor.checks.roles import look_at_roles
from commands.doctor.checks.settings import look_at_settings
from commands.doctor.findings import Check, Code, Finding
from commands.doctor.world import TIMEOUT, World
from licensing.clock import Clock
from settings import Settings

Look = Callable[[World], Awaitable[Sequence[Finding]]]

#: Timeout of one check in seconds.
TIMEOUT_OF_CHECK: Final = 40.0

LOOKS: Final[Mapping[Check, Look]] = {
    Check.SETTINGS: look_at_settings,
    Check.CLOCK: look_at_clock,
    Check.CREDENTIAL: look_at_credential,
    Check.PERMISSIONS: look_at_permissions,
    Check.ROLES: look_at_roles,
    Check.DATABASE: look_at_database,
    Check.KEYS: look_at_keys,
    Check.CHANNEL: look_at_channel,
    Check.ADDRESS: look_at_address,
}


async def examine(
    settings: Settings, clock: Clock, *, person: str = "", skipped: Collection[Check] = ()
) -> list[Finding]:
    """Run all checks except the skipped ones; returns findings in the order of `Check`."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=TIMEOUT))
        world = World(settings, clock, session, stack, person)
        found = await asyncio.gather(
            *(_looked(check, look, world, check in skipped) for check, look in LOOKS.items())
        )
    return [finding for findings in found for finding in findings]


async def _looked(check: Check, look: Look, world: World, skip: bool) -> Sequence[Finding]:
    if skip:
        return [Finding(check, Code.CHECK_SKIPPED)]
    try:
        async with asyncio.timeout(TIMEOUT_OF_CHECK):
            return await look(world)
    except Exception as error:  # a setup can be broken in unforeseen ways
        return [Finding(check, Code.CHECK_FAILED, {"error": type(error).__name__})]
