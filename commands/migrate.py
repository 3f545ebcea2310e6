"""`app.py migrate`: create or upgrade the tables before a new version starts."""

import asyncio
import sys

from ledger.errors import LedgerMissing, LedgerUnreadable
from ledger.ledger import open_ledger
from ledger.migrations.schema import HEAD
from ledger.operations.status import Tables, operator_status
from licensing.errors import UnassignError
from settings import SettingsError, read_settings


def migrate() -> int:
    """Upgrade the tables; returns 2 on failure.

    The previous version keeps working on them, because migrations only add.
    """
    try:
        print(asyncio.run(_migrated(read_settings().database_url)))
    except (SettingsError, UnassignError) as error:
        print(f"The tables were not changed. {error}", file=sys.stderr)
        return 2
    return 0


async def _migrated(url: str) -> str:
    before = await _tables(url)
    if before is Tables.NEWER:
        return "The tables are of a newer version and stay as they are."
    if before is Tables.CURRENT:
        return f"The tables are up to date already ({HEAD})."
    await (await open_ledger(url)).close()
    return f"The tables are up to date now ({HEAD})."


async def _tables(url: str) -> Tables:
    try:
        return (await operator_status(url)).tables
    except (LedgerMissing, LedgerUnreadable):
        # Opening the ledger gives a better error.
        return Tables.NONE
