"""Tokens for Graph that the doctor uses and never stores."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from commands.doctor.world import World
from graph.sign_in.entra import Grant
from ledger.errors import LedgerMissing, LedgerNotSupported, LedgerUnreadable
from ledger.sign_in.encryption import Encryption
from ledger.sign_in.token_store import owner_of
from settings import AppCredential
from wiring.identity import as_identity


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with a stored sign-in that can be decrypted."""

    tenant: str
    person: str
    cache: str


async def app_token(world: World, tenant: str) -> Grant:
    """A token of the app itself; raises `TenantError`."""
    if world.settings.app_credential is AppCredential.MANAGED_IDENTITY:
        return await as_identity(world.settings)(tenant)
    return await world.entra.as_app(tenant)


async def signed_in(world: World) -> AsyncIterator[SignedIn]:
    """Everyone who is signed in, starting with `world.person`; no one without a ledger."""
    try:
        rows = (await world.ledger()).tokens
    except (LedgerMissing, LedgerNotSupported, LedgerUnreadable):
        return
    encryption = Encryption(world.settings.keys)
    for row in sorted(rows, key=lambda row: row.person != world.person):
        cache = encryption.decrypt(row.encrypted, owner_of(row.tenant, row.person))
        if cache:
            yield SignedIn(row.tenant, row.person, cache)
