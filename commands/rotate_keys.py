"""`app.py rotate-keys`: encrypt all stored tokens with the first key."""

import sys

from commands.event_loop import run
from ledger.ledger import open_ledger
from ledger.sign_in.encryption import Encryption
from ledger.sign_in.token_store import TokenStore
from licensing.errors import UnassignError
from settings import Settings, SettingsError, read_settings
from wiring.system import SystemClock


def rotate_keys() -> int:
    """Encrypt all stored tokens with the first key; returns 2 on failure.

    On SQLite the bot must be stopped; on PostgreSQL it may run.
    """
    try:
        settings = read_settings()
        renewed = run(_rotated(settings))
    except (SettingsError, UnassignError) as error:
        print(f"No key was changed. {error}", file=sys.stderr)
        return 2
    print(f"{renewed} encrypted again.")
    return 0


async def _rotated(settings: Settings) -> int:
    encryption = Encryption(settings.keys)
    ledger = await open_ledger(settings.database_url)
    try:
        return await TokenStore(ledger, encryption, SystemClock()).rotate()
    finally:
        await ledger.close()
