import asyncio
import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from ledger.errors import JournalMissing, LedgerNotSupported
from ledger.operations import journal_check as audit
from licensing.journal import GENESIS_HASH, EntryKind, Note
from tests.support.ledger import NOW, TENANT, opened, url

NOTES = [Note(EntryKind.SIGNED_IN, "alex"), Note(EntryKind.SIGNED_OUT, "alex")]


def tamper(path: Path, *statements: str) -> None:
    with create_engine(f"sqlite:///{path}", poolclass=NullPool).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


async def test_the_journal_is_proven_while_the_bot_has_the_ledger(path: Path) -> None:
    async with opened(path) as ledger:
        async with ledger.begin() as unit:
            await unit.journal.append(TENANT, NOW, *NOTES)
        (finding,) = await audit.verify(url(path))
    assert finding.broken is None
    assert str(finding) == f"Tenant tenant: 2 entries, unbroken, last hash {finding.head.hash}"


async def test_a_break_is_said_in_plain_words(path: Path) -> None:
    async with opened(path) as ledger, ledger.begin() as unit:
        await unit.journal.append(TENANT, NOW, *NOTES)
    tamper(path, "DROP TRIGGER journal_no_update", "UPDATE journal SET actor = 'megan'")
    (finding,) = await audit.verify(url(path))
    assert str(finding) == ("Tenant tenant: BROKEN, entry 1 is not what it was when it was written")


async def test_an_export_can_be_checked_with_nothing_but_sha256(path: Path) -> None:
    async with opened(path) as ledger, ledger.begin() as unit:
        await unit.journal.append(TENANT, NOW, *NOTES)
    previous = GENESIS_HASH
    lines = [json.loads(line) async for line in audit.export(url(path))]
    for place, line in enumerate(lines):
        assert line["previous"] == previous
        previous = hashlib.sha256((previous + line["entry"]).encode()).hexdigest()
        assert line["hash"] == previous
        assert json.loads(line["entry"])["number"] == place + 1
    assert len(lines) == 2


def test_without_a_ledger_nothing_is_made(path: Path) -> None:
    with pytest.raises(JournalMissing):
        asyncio.run(audit.verify(url(path)))
    assert not path.exists()


async def test_another_database_is_refused() -> None:
    with pytest.raises(LedgerNotSupported):
        await audit.verify("mysql://somewhere/x")


async def test_a_ledger_without_a_journal_is_said_so(path: Path) -> None:
    path.parent.mkdir()
    tamper(path, "CREATE TABLE something (id INTEGER)")
    with pytest.raises(JournalMissing):
        await audit.verify(url(path))
