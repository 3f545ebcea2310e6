"""`app.py journal`: verify or export the journal."""

import json
import sys
from pathlib import Path

from commands.event_loop import run
from ledger.operations import journal_check as audit
from licensing.errors import UnassignError
from settings import SettingsError, read_settings


def journal(what: str, head: str = "", export: Path | None = None) -> int:
    """Verify or print the journal; returns 1 if it is broken, 2 if it can't be read.

    `head` is a last hash and `export` a file that were stored elsewhere; the journal must contain
    both.
    """
    try:
        url = read_settings().database_url
        kept = [head.strip().lower()] if head else []
        kept += _hashes(export) if export else []
        return run(_exported(url) if what == "export" else _verified(url, kept))
    except (SettingsError, UnassignError, OSError) as error:
        print(f"The journal can't be read. {error}", file=sys.stderr)
        return 2


def _hashes(export: Path) -> list[str]:
    """The hashes of an export. Raises `OSError` for a file that is none."""
    try:
        lines = export.read_text(encoding="utf-8").splitlines()
        return [str(json.loads(line)["hash"]) for line in lines if line.strip()]
    except (ValueError, TypeError, KeyError) as error:
        raise OSError(f"{export} is not an export of the journal.") from error


async def _verified(url: str, kept: list[str]) -> int:
    findings = await audit.verify(url)
    for finding in findings:
        print(finding)
    broken = any(finding.broken for finding in findings)
    if not findings:
        broken = await audit.has_runs(url)
        there = "BROKEN: the journal is empty, but there are runs."
        print(there if broken else "The journal is empty.")
    if kept and (gone := await audit.missing(url, kept)):
        print(f"BROKEN: the kept hash {gone} is not in the journal. Entries were cut or rewritten.")
        return 1
    if kept:
        print(f"Kept hashes that are in the journal: {len(kept)}, all of them.")
    return int(broken)


async def _exported(url: str) -> int:
    try:
        async for line in audit.export(url):
            print(line)
    except (ValueError, TypeError):
        print("An entry is damaged; `journal verify` names it.", file=sys.stderr)
        return 1
    return 0
