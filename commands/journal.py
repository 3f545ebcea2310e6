"""`app.py journal`: verify or export the journal."""

import asyncio
import sys

from ledger.operations import journal_check as audit
from licensing.errors import UnassignError
from settings import SettingsError, read_settings


def journal(what: str) -> int:
    """Verify or print the journal; returns 1 if it is broken, 2 if it can't be read."""
    try:
        url = read_settings().database_url
        return asyncio.run(_exported(url) if what == "export" else _verified(url))
    except (SettingsError, UnassignError) as error:
        print(f"The journal can't be read. {error}", file=sys.stderr)
        return 2


async def _verified(url: str) -> int:
    findings = await audit.verify(url)
    for finding in findings:
        print(finding)
    if not findings:
        print("The journal is empty.")
    return int(any(finding.broken for finding in findings))


async def _exported(url: str) -> int:
    try:
        async for line in audit.export(url):
            print(line)
    except (ValueError, TypeError):
        print("An entry is damaged; `journal verify` names it.", file=sys.stderr)
        return 1
    return 0
