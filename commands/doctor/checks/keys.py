"""Checks whether the keys can decrypt the stored sign-ins."""

from collections.abc import Sequence

from commands.doctor.findings import Check, Code, Finding
from commands.doctor.world import World
from ledger.errors import LedgerMissing, LedgerNotSupported, LedgerUnreadable
from ledger.sign_in.encryption import Encryption
from ledger.sign_in.token_store import owner_of
from settings import SignIn


async def look_at_keys(world: World) -> Sequence[Finding]:
    """Open each, and look at none."""
    if world.settings.signs_in is not SignIn.DELEGATED:
        return [Finding(Check.KEYS, Code.KEYS_UNUSED)]
    try:
        rows = (await world.ledger()).tokens
    except LedgerMissing:
        rows = ()
    except (LedgerNotSupported, LedgerUnreadable):
        # The database has its own check.
        return [Finding(Check.KEYS, Code.CHECK_SKIPPED)]
    encryption = Encryption(world.settings.keys)
    lost = [
        row
        for row in rows
        if encryption.decrypt(row.encrypted, owner_of(row.tenant, row.person)) is None
    ]
    facts = {"kept": str(len(rows)), "lost": str(len(lost))}
    return [Finding(Check.KEYS, Code.KEYS_LOST if lost else Code.KEYS_GOOD, facts)]
