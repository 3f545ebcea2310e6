import asyncio
import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from commands.journal import journal
from ledger.errors import JournalMissing, LedgerNotSupported
from ledger.operations import journal_check as audit
from licensing.journal import GENESIS_HASH, EntryKind, Note
from tests.support.ledger import NOW, TENANT, mixed_people, opened, plan_of, start, url

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


async def test_a_hash_that_was_kept_is_found_as_long_as_nothing_was_cut(path: Path) -> None:
    async with opened(path) as ledger:
        async with ledger.begin() as unit:
            await unit.journal.append(TENANT, NOW, *NOTES)
        kept = [json.loads(line)["hash"] async for line in audit.export(url(path))]
        assert await audit.missing(url(path), kept) is None
    tamper(
        path,
        "DROP TRIGGER journal_no_delete",
        "DELETE FROM journal WHERE number = 2",
        f"UPDATE journal_heads SET number = 1, hash = '{kept[0]}'",
    )
    (finding,) = await audit.verify(url(path))
    assert finding.broken is None
    assert await audit.missing(url(path), kept) == kept[1]
    assert await audit.missing(url(path), kept[:1]) is None


def test_the_command_compares_and_an_empty_journal_next_to_runs_is_broken(
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def begin() -> None:
        async with opened(path) as ledger, ledger.begin() as unit:
            await start(unit, plan_of(*mixed_people(2)))

    for name, value in (
        ("DATABASE_URL", url(path)),
        ("REHEARSAL_URL", "http://127.0.0.1:9"),
        ("TENANT_ID", "99999999-0000-4000-8000-2d7cd011db47"),
    ):
        monkeypatch.setenv(f"UNASSIGN_{name}", value)
    asyncio.run(begin())
    assert journal("export") == 0
    kept = tmp_path / "kept.jsonl"
    kept.write_text(capsys.readouterr().out)
    last = json.loads(kept.read_text().splitlines()[-1])["hash"]
    assert journal("verify", last, kept) == 0
    assert journal("verify", "0" * 64) == 1
    assert journal("verify", "", path) == 2
    tamper(
        path,
        "DROP TRIGGER journal_no_delete",
        "DELETE FROM journal",
        "DELETE FROM journal_heads",
    )
    assert journal("verify") == 1
    assert "BROKEN" in capsys.readouterr().out
