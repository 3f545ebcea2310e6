import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, inspect, make_url, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from ledger import Ledger, migrations, open_ledger
from ledger.database import postgres, sqlite
from ledger.errors import LedgerInUse, LedgerNotSupported
from ledger.migrations.schema import HEAD
from ledger.tables import metadata
from licensing.errors import PlanMissing
from tests.support.ledger import CHAT, NOW, later, opened, plan_of, start, url
from tests.support.people import person
from tests.support.postgres import PostgresServer
from tests.support.waiting import SOON


async def test_missing_folders_are_made(path: Path) -> None:
    async with opened(path) as ledger, ledger.read() as unit:
        assert await unit.outbox.has_unsent("card") is False


async def test_a_second_ledger_on_the_same_file_is_refused(path: Path) -> None:
    async with opened(path):
        with pytest.raises(LedgerInUse):
            await open_ledger(url(path))


async def test_a_second_process_on_the_same_file_is_refused(path: Path) -> None:
    code = (
        "import asyncio, sys; from ledger import open_ledger; asyncio.run(open_ledger(sys.argv[1]))"
    )
    async with opened(path):
        other = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", code, url(path)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert other.returncode == 1
    assert "LedgerInUse" in other.stderr


async def test_a_closed_ledger_opens_again_with_all_that_was_in_it(address: str) -> None:
    async with opened(address) as ledger, ledger.begin() as unit:
        await unit.plans.save(plan_of(person("adele", "e3")))
    async with opened(address) as ledger, ledger.read() as unit:
        assert (await unit.plans.header("plan")).summary.people == 1


async def test_it_answers_however_many_read_or_have_read(address: str) -> None:
    many = 2 * sqlite.READERS
    together = asyncio.Barrier(sqlite.READERS)

    async def look(ledger: Ledger) -> None:
        async with ledger.read() as unit, asyncio.timeout(SOON):
            await unit.outbox.has_unsent("card")
            await together.wait()

    async with opened(address) as ledger:
        await asyncio.gather(*(look(ledger) for _ in range(many)))
        async with asyncio.timeout(SOON):
            assert await asyncio.gather(*(ledger.ready() for _ in range(many))) == [True] * many


async def test_what_raises_leaves_nothing_behind(ledger: Ledger) -> None:
    async def fail() -> None:
        async with ledger.begin() as unit:
            await unit.plans.save(plan_of(person("adele", "e3")))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with ledger.read() as unit:
        with pytest.raises(PlanMissing):
            await unit.plans.header("plan")


async def test_a_reader_cannot_write(ledger: Ledger) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with ledger.read() as unit:
            await unit.outbox.say(CHAT, {}, NOW)


async def test_a_reader_does_not_wait_for_a_writer(ledger: Ledger) -> None:
    async with ledger.begin() as writing:
        await writing.outbox.show("card", CHAT, {}, NOW)
        async with ledger.read() as unit:
            assert await unit.outbox.has_unsent("card") is False


async def test_a_ledger_answers_after_many_have_read_at_once(ledger: Ledger) -> None:
    async def read() -> None:
        async with ledger.read() as unit:
            await unit.outbox.has_unsent("card")

    await asyncio.gather(*(read() for _ in range(40)))
    async with asyncio.timeout(SOON):
        assert await ledger.ready()


async def test_many_writers_at_once_all_get_their_turn(ledger: Ledger) -> None:
    async def write(number: int) -> None:
        async with ledger.begin() as unit:
            await unit.outbox.learn("slot", str(number))

    await asyncio.gather(*(write(number) for number in range(40)))


async def test_a_commit_is_on_the_disk_before_it_returns(path: Path) -> None:
    async with opened(path) as ledger, ledger._database.writer.connect() as connection:
        assert (await connection.execute(text("PRAGMA synchronous"))).scalar() == 2
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar() == "wal"
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar() == 1


@pytest.mark.parametrize(
    "address",
    ["sqlite+aiosqlite://", "mysql+aiomysql://localhost/x", "postgresql+psycopg://localhost"],
)
async def test_other_databases_are_refused(address: str) -> None:
    with pytest.raises(LedgerNotSupported):
        await open_ledger(address)


async def test_leases_of_a_process_that_died_are_free_at_once(path: Path) -> None:
    async with opened(path) as ledger, ledger.begin() as unit:
        await start(unit, plan_of(person("adele", "e3")))
        await unit.outbox.say(CHAT, {}, NOW)
        assert await unit.run_items.claim("run", NOW, later(900) - NOW, 1)
        assert await unit.outbox.claim(NOW, later(900) - NOW, 1)
        await unit.inbox.arrive("a", CHAT, NOW, {}, "holder", later(900) - NOW)
    async with opened(path) as ledger, ledger.begin() as unit:
        (item,) = await unit.run_items.claim("run", NOW, later(900) - NOW, 1)
        (message,) = await unit.outbox.claim(NOW, later(900) - NOW, 1)
        assert await unit.inbox.claim("other", NOW, later(900) - NOW, 1)
    assert (item.fence, message.fence) == (2, 2)


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version", "sqlite_sequence"}


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, path: Path) -> AsyncIterator[AsyncEngine]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        path.parent.mkdir()
        engine = sqlite.writer(make_url(url(path)))
        yield engine
        await engine.dispose()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create()
    engine = postgres.opened(make_url(server.url(name))).writer
    yield engine
    await engine.dispose()
    server.drop(name)


async def test_the_migrations_build_what_the_tables_say_up_down_and_up_again(
    empty: AsyncEngine,
) -> None:
    async with empty.begin() as connection:
        await connection.run_sync(migrations.upgrade)
        assert await connection.run_sync(_tables) == set(metadata.tables)
    async with empty.begin() as connection:
        await connection.run_sync(migrations.downgrade)
        assert await connection.run_sync(_tables) == set()
    async with empty.begin() as connection:
        await connection.run_sync(migrations.upgrade)
        differences = await connection.run_sync(
            lambda c: compare_metadata(MigrationContext.configure(c), metadata)
        )
    assert differences == []


def _statements(engine: Engine) -> dict[str, str]:
    """What made each table and index, by name."""
    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger'"
    with engine.connect() as connection:
        made = {name: " ".join(sql.split()) for name, sql in connection.execute(text(query))}
    return {name: sql for name, sql in made.items() if name != "alembic_version"}


def test_the_migrations_and_the_tables_are_the_same_statements() -> None:
    migrated, declared = create_engine("sqlite://"), create_engine("sqlite://")
    with migrated.begin() as connection:
        migrations.upgrade(connection)
    metadata.create_all(declared)
    assert _statements(migrated) == _statements(declared)


def _columns(connection: Connection) -> dict[tuple[str, str], bool]:
    """All columns, and whether a row may leave one out."""
    found = inspect(connection)
    return {
        (table, column["name"]): column["nullable"] or column["default"] is not None
        for table in _tables(connection)
        for column in found.get_columns(table)
    }


async def test_what_a_version_wrote_its_successors_leave_writable(empty: AsyncEngine) -> None:
    """While a new version is rolled out, the one before works on the new tables."""
    with create_engine("sqlite://", poolclass=NullPool).connect() as connection:
        scripts = ScriptDirectory.from_config(migrations.configured(connection))
    revisions = [script.revision for script in scripts.walk_revisions()][::-1]
    before: dict[tuple[str, str], bool] = {}
    for revision in revisions:
        async with empty.begin() as connected:
            await connected.run_sync(migrations.upgrade, revision)
            after = await connected.run_sync(_columns)
        assert before.keys() <= after.keys(), f"{revision} takes something away"
        known = {table for table, _ in before}
        new = {key: free for key, free in after.items() if key not in before and key[0] in known}
        assert all(new.values()), f"{revision} asks for what an older version does not write"
        before = after


async def test_replicas_that_start_at_once_build_the_tables_once(
    postgres_server: PostgresServer,
) -> None:
    name = postgres_server.create()
    ledgers = await asyncio.gather(*(open_ledger(postgres_server.url(name)) for _ in range(4)))
    for ledger in ledgers:
        assert ledger.shared
        assert await ledger.ready()
        await ledger.close()
    postgres_server.drop(name)


def test_the_newest_revision_is_the_one_that_the_ledger_expects() -> None:
    with create_engine("sqlite://", poolclass=NullPool).connect() as connection:
        scripts = ScriptDirectory.from_config(migrations.configured(connection))
    assert scripts.get_heads() == [HEAD]


async def test_a_failed_migration_leaves_the_tables_as_they_were(path: Path) -> None:
    path.parent.mkdir()
    engine = sqlite.writer(make_url(url(path)))

    async def fail() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(migrations.upgrade)
            await connection.execute(text("SELECT nothing"))

    with pytest.raises(OperationalError):
        await fail()
    async with engine.begin() as connection:
        assert await connection.run_sync(_tables) == set()
    await engine.dispose()


async def test_tables_of_a_newer_version_are_used_as_they_are(
    address: str,
) -> None:
    async with opened(address) as ledger, ledger._database.writer.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with capture_logs() as logs:
        async with opened(address) as ledger, ledger.begin() as unit:
            await unit.plans.save(plan_of(person("adele", "e3")))
    assert logs[0]["event"] == "ledger_of_newer_version"
    assert logs[0]["revisions"] == ["9999"]
