"""The bot's account on PostgreSQL can do all that the bot does, and can't change the journal."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from commands.migrate import migrate
from ledger import open_ledger
from ledger.database.bot_account import grant_bot_account
from ledger.database.postgres import connect_args
from ledger.errors import BotAccountMissing, BotAccountOwnsTables, TablesNotReady
from ledger.operations.status import operator_status
from ledger.tables import metadata
from licensing.journal import EntryKind, Note
from tests.support.ledger import NOW, TENANT, opened
from tests.support.postgres import BOT_ACCOUNT, PostgresServer

APP = Path(__file__).parents[3] / "app.py"
NOTE = Note(EntryKind.SIGNED_IN, "alex")
#: Each way to change or to lose an entry, or what guards it.
CHANGES = (
    "UPDATE journal SET actor = 'megan'",
    "UPDATE journal SET hash = hash",
    "DELETE FROM journal",
    "TRUNCATE journal",
    "TRUNCATE journal CASCADE",
    "MERGE INTO journal USING (SELECT 1) one ON true WHEN MATCHED THEN DELETE",
    "INSERT INTO journal TABLE journal ON CONFLICT (tenant, number) DO UPDATE SET actor = 'megan'",
    "SELECT * FROM journal FOR UPDATE",
    "DROP TABLE journal",
    "ALTER TABLE journal RENAME TO other",
    "ALTER TABLE journal DISABLE TRIGGER ALL",
    "ALTER TABLE journal ADD COLUMN other int",
    "ALTER TABLE journal OWNER TO CURRENT_USER",
    "DROP TRIGGER journal_no_change ON journal",
    "CREATE TRIGGER other BEFORE INSERT ON journal EXECUTE FUNCTION journal_refuse()",
    "CREATE RULE other AS ON INSERT TO journal DO INSTEAD NOTHING",
    "DROP FUNCTION journal_refuse() CASCADE",
    "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "SET session_replication_role = replica",
    "SET ROLE postgres",
    "GRANT UPDATE ON journal TO CURRENT_USER; UPDATE journal SET actor = 'megan'",
    "DELETE FROM journal_heads",
    "TRUNCATE journal_heads",
    "UPDATE journal_heads SET tenant = 'other'",
    "DROP TABLE journal_heads",
    "UPDATE alembic_version SET version_num = '0000'",
)


@pytest.fixture
def empty(postgres_server: PostgresServer) -> Iterator[str]:
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def account() -> str:
    """The name of an account that does not exist yet; the server goes away after the tests."""
    return f'odd "{uuid4().hex}'


def quoted(account: str) -> str:
    return '"' + account.replace('"', '""') + '"'


def settings_of(bot: str, owner: str = "") -> dict[str, str]:
    return {
        "UNASSIGN_REHEARSAL_URL": "http://127.0.0.1:1",
        "UNASSIGN_TENANT_ID": "11111111-2222-4333-8444-555555555555",
        "UNASSIGN_LINK_KEY": "k" * 32,
        "UNASSIGN_DATABASE_URL": bot,
        "UNASSIGN_DATABASE_OWNER_URL": owner,
    }


def asked(url: str, statement: str) -> Any:
    with psycopg.connect(**connect_args(make_url(url))) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else None


def as_account(url: str, account: str, password: str = "") -> str:
    changed = make_url(url).set(username=account, password=password or None)
    return changed.render_as_string(hide_password=False)


@pytest.mark.parametrize("statement", CHANGES)
async def test_it_can_not_change_the_journal(postgres_as_bot: str, statement: str) -> None:
    async with opened(postgres_as_bot) as ledger, ledger.begin() as unit:
        await unit.journal.append(TENANT, NOW, NOTE)
    before = asked(postgres_as_bot, "SELECT * FROM journal")
    assert len(before) == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        asked(postgres_as_bot, statement)
    assert asked(postgres_as_bot, "SELECT * FROM journal") == before


async def test_it_can_use_every_table_and_sequence(postgres_as_bot: str) -> None:
    """Its rights are those that the statements of the stores need, table by table."""
    for table in metadata.sorted_tables:
        rights = asked(
            postgres_as_bot,
            "SELECT string_agg(r, ' ') FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', "
            "'TRUNCATE', 'REFERENCES', 'TRIGGER']) r "
            f"WHERE has_table_privilege('{table.name}', r)",
        )[0][0]
        adds_only = table.name in {"journal", "journal_heads"}
        assert rights == ("SELECT INSERT" if adds_only else "SELECT INSERT UPDATE DELETE")
    numbers = asked(
        postgres_as_bot,
        "SELECT has_sequence_privilege(relname::text, 'USAGE') FROM pg_class WHERE relkind = 'S'",
    )
    assert numbers
    assert all(may for (may,) in numbers)


async def test_migrate_creates_the_account_and_grants_again(
    empty: str, account: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bot = as_account(empty, account, "secret/word")
    for name, value in settings_of(bot, empty).items():
        monkeypatch.setenv(name, value)
    for _ in range(2):
        assert await asyncio.to_thread(migrate) == 0
    said = capsys.readouterr()
    assert "secret" not in said.out + said.err
    assert said.out.count("can only add to the journal") == 2
    where = f"rolname = '{account}'"
    ((stored,),) = asked(empty, f"SELECT rolpassword FROM pg_authid WHERE {where}")
    assert stored.startswith("SCRAM-SHA-256$")
    status = await operator_status(bot)
    assert not status.may_change_journal
    async with opened(bot) as ledger:
        async with ledger.begin() as unit:
            await unit.journal.append(TENANT, NOW, NOTE)
        async with ledger.read() as unit:
            assert await unit.journal.verify(TENANT) is None


async def test_two_replicas_that_start_together_grant_one_after_the_other(
    postgres: str, account: str
) -> None:
    bot = as_account(postgres, account)
    assert await asyncio.gather(*(grant_bot_account(postgres, bot) for _ in range(5))) == [True] * 5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ALTER ROLE {} SUPERUSER", "ALTER ROLE {} NOSUPERUSER"),
        ("GRANT postgres TO {}", "REVOKE postgres FROM {}"),
        ("GRANT DELETE ON journal TO PUBLIC", "REVOKE DELETE ON journal FROM PUBLIC"),
        ("GRANT UPDATE (hash) ON journal TO PUBLIC", "REVOKE UPDATE (hash) ON journal FROM PUBLIC"),
    ],
)
async def test_an_account_that_could_change_the_journal_is_refused(
    postgres: str, account: str, before: str, after: str
) -> None:
    bot = as_account(postgres, account)
    asked(postgres, f"CREATE ROLE {quoted(account)} LOGIN")
    asked(postgres, before.format(quoted(account)))
    try:
        with pytest.raises(BotAccountOwnsTables):
            await grant_bot_account(postgres, bot)
    finally:
        asked(postgres, after.format(quoted(account)))
    await grant_bot_account(postgres, bot)
    assert not (await operator_status(bot)).may_change_journal


async def test_an_owner_who_may_not_create_accounts(empty: str, account: str) -> None:
    owner = as_account(empty, "owner of " + account)
    name = quoted("owner of " + account)
    asked(empty, f"CREATE ROLE {name} LOGIN; GRANT CREATE ON SCHEMA public TO {name}")
    bot = as_account(empty, account, "secret")
    await (await open_ledger(owner)).close()
    with pytest.raises(BotAccountMissing):
        await grant_bot_account(owner, bot)
    asked(empty, f"CREATE ROLE {quoted(account)} LOGIN")
    assert await grant_bot_account(owner, bot) is False
    async with opened(bot) as ledger, ledger.begin() as unit:
        await unit.journal.append(TENANT, NOW, NOTE)


async def test_it_can_not_build_tables(empty: str) -> None:
    asked(empty, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    with pytest.raises(TablesNotReady, match="DATABASE_OWNER_URL"):
        await open_ledger(as_account(empty, BOT_ACCOUNT))


async def test_a_bot_that_starts_before_the_tables_are_there_says_what_to_do(empty: str) -> None:
    asked(empty, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    settings = settings_of(as_account(empty, BOT_ACCOUNT))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(APP), "serve"),
        env=os.environ | settings,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 2
    assert said.decode().splitlines() == [f"Unassign does not start. {TablesNotReady()}"]
