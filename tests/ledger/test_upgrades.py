"""Old and new code side by side on one ledger: migrations only ever add.

`frozen.json` holds the tables of the version before, as `python -m tests.ledger.freeze` wrote them
when that one was released. Code of that version names all of its columns when it adds a row.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, inspect, text
from sqlalchemy.engine import Connection

from commands.migrate import migrate
from ledger import migrations, open_ledger
from ledger.migrations.schema import HEAD
from ledger.operations.status import Tables, operator_status
from ledger.tables import metadata
from tests.ledger.freeze import FROZEN, described
from tests.settings.samples import REHEARSAL
from tests.support.ledger import NOW, mixed_people, opened, plan_of, start

BEFORE: dict[str, Any] = json.loads(FROZEN.read_text("utf-8"))
TABLES: dict[str, dict[str, dict[str, Any]]] = BEFORE["tables"]


def missing(found: dict[str, dict[str, dict[str, Any]]]) -> list[str]:
    """What code of the version before would stumble over."""
    faults = []
    for table, columns in TABLES.items():
        now = found.get(table, {})
        faults += [f"{table}.{name} is gone" for name in columns if name not in now]
        faults += [
            f"{table}.{name} is another type"
            for name, column in columns.items()
            if name in now and now[name]["type"] != column["type"]
        ]
        faults += [
            f"{table}.{name} may not be left out"
            for name, column in now.items()
            if name not in columns and not column["optional"]
        ]
    return faults


def test_code_of_the_version_before_finds_all_that_it_knows() -> None:
    assert missing(described(metadata)) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda found: found["runs"].pop("owner"), "runs.owner is gone"),
        (lambda found: found.pop("timers"), "timers.kind is gone"),
        (
            lambda found: found["runs"]["owner"].update(type="INTEGER"),
            "runs.owner is another type",
        ),
        (
            lambda found: found["runs"].update(new={"type": "INTEGER", "optional": False}),
            "runs.new may not be left out",
        ),
    ],
)
def test_what_it_would_stumble_over_is_seen(spoil: Any, said: str) -> None:
    found = described(metadata)
    spoil(found)
    assert said in missing(found)


async def test_a_ledger_of_the_version_before_goes_on_in_this_one(address: str) -> None:
    await _build(address, BEFORE["revision"])
    assert (await operator_status(address)).tables in {Tables.OLDER, Tables.CURRENT}
    async with opened(address) as ledger:
        async with ledger.begin() as unit:
            await start(unit, plan_of(*mixed_people(3)))
            await unit.timers.set("remind", "r", "tenant", NOW)
        async with ledger.read() as unit:
            assert len(await unit.runs.open_runs()) == 1
    assert (await operator_status(address)).tables is Tables.CURRENT


async def _build(address: str, to: str) -> None:
    """Make a ledger as it was at a migration."""
    ledger = await open_ledger(address)
    writer = ledger._database.writer

    def back(connection: Connection) -> None:
        migrations.downgrade(connection)
        if to != "base":
            migrations.upgrade(connection, to)

    async with writer.begin() as connection:
        await connection.run_sync(back)
    await ledger.close()


async def test_rows_of_the_version_before_are_taken(address: str) -> None:
    async with opened(address) as ledger, ledger._database.writer.begin() as connection:
        for name in sorted(TABLES):
            await connection.run_sync(_insert_as_before, metadata.tables[name])


def _insert_as_before(connection: Connection, table: Table) -> None:
    """Prepare what code of the version before says; nothing is left behind."""
    columns = list(TABLES[table.name])
    selected = ", ".join(columns)
    known = {column["name"] for column in inspect(connection).get_columns(table.name)}
    assert set(columns) <= known
    connection.execute(
        text(f"INSERT INTO {table.name} ({selected}) SELECT {selected} FROM {table.name} WHERE 1=0")
    )


def test_the_command_upgrades_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"sqlite+aiosqlite:///{tmp_path}/ledger.db"
    for name, value in {**REHEARSAL, "database_url": address}.items():
        monkeypatch.setenv(f"UNASSIGN_{name.upper()}", value)
    assert migrate() == 0
    assert f"now ({HEAD})" in capsys.readouterr().out
    assert migrate() == 0
    assert f"already ({HEAD})" in capsys.readouterr().out
    asyncio.run(_build(address, "base"))
    assert migrate() == 0
    assert f"now ({HEAD})" in capsys.readouterr().out
    monkeypatch.setenv("UNASSIGN_DATABASE_URL", "mysql://host/name")
    assert migrate() == 2
    assert "SQLite or PostgreSQL" in capsys.readouterr().err
