"""`app.py migrate`: create or upgrade the tables before a new version starts."""

import sys
from urllib.parse import unquote, urlsplit

from commands.event_loop import run
from ledger.database.bot_account import grant_bot_account
from ledger.errors import LedgerMissing, LedgerUnreadable
from ledger.ledger import open_ledger
from ledger.migrations.schema import HEAD
from ledger.operations.status import Tables, operator_status
from licensing.errors import UnassignError
from settings import Settings, SettingsError, read_settings


def migrate() -> int:
    """Upgrade the tables; returns 2 on failure.

    The previous version keeps working on them, because migrations only add. With the address of
    their owner, the bot's own account is created too, and gets the rights that it needs.
    """
    try:
        for line in run(_migrated(read_settings())):
            print(line)
    except (SettingsError, UnassignError) as error:
        print(f"The tables were not changed. {error}", file=sys.stderr)
        return 2
    return 0


async def _migrated(settings: Settings) -> list[str]:
    owner = settings.database_owner_url.get_secret_value()
    url = owner or settings.database_url
    before = await _tables(url)
    if before is Tables.NEWER:
        return ["The tables are of a newer version and stay as they are."]
    if before is Tables.CURRENT:
        said = f"The tables are up to date already ({HEAD})."
    else:
        await (await open_ledger(url)).close()
        said = f"The tables are up to date now ({HEAD})."
    return [said, await _granted(owner, settings.database_url)] if owner else [said]


async def _granted(owner: str, bot: str) -> str:
    password_set = await grant_bot_account(owner, bot)
    account = unquote(urlsplit(bot).username or "")
    said = f"The account {account} can use the tables, and can only add to the journal."
    return said if password_set else f"{said} Its password was not set: the owner may not do that."


async def _tables(url: str) -> Tables:
    try:
        return (await operator_status(url)).tables
    except (LedgerMissing, LedgerUnreadable):
        # Opening the ledger gives a better error.
        return Tables.NONE
