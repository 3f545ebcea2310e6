"""The database as the doctor finds it: new, old, newer, out of reach, locked; on both kinds."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, make_url, text

from commands.doctor.checks.database import look_at_database
from commands.doctor.findings import Code, Finding
from commands.doctor.words import WORDS
from ledger import open_ledger
from ledger.operations.status import Tables, operator_status
from tests.support.ports import free_port
from tests.support.postgres import PostgresServer


class Place:
    """As much of a `World` as this check looks at."""

    def __init__(self, url: str, owner: str = "") -> None:
        self.settings = type(
            "Settings", (), {"database_url": url, "database_owner_url": SecretStr(owner)}
        )()
        self.url = url

    async def ledger(self) -> Any:
        return await operator_status(self.url)


async def codes(url: str, owner: str = "") -> list[Code]:
    place: Any = Place(url, owner)
    found: list[Finding] = list(await look_at_database(place))
    for finding in found:
        said = WORDS[finding.code].of(finding)
        assert "secret" not in f"{said.says}{said.fix}"
    return [finding.code for finding in found]


def change(url: str, statement: str) -> None:
    driver = {"sqlite+aiosqlite": "sqlite"}.get(make_url(url).drivername, "postgresql+psycopg")
    engine = create_engine(make_url(url).set(drivername=driver))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def empty(postgres_server: PostgresServer) -> Iterator[str]:
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


async def built(url: str) -> str:
    await (await open_ledger(url)).close()
    return url


def owner(url: str) -> list[Code]:
    """What is found where the bot is the owner of its tables on a server."""
    return [] if url.startswith("sqlite") else [Code.DATABASE_OWNER]


async def test_an_account_that_can_only_add_to_the_journal(
    postgres: str, postgres_as_bot: str
) -> None:
    assert await codes(postgres_as_bot) == [Code.DATABASE_GOOD]
    assert await codes(postgres_as_bot, postgres) == [
        Code.DATABASE_GOOD,
        Code.DATABASE_OWNER_KNOWN,
    ]


async def test_an_account_without_rights_to_the_tables(
    postgres: str, postgres_server: PostgresServer
) -> None:
    postgres_server.execute("DROP ROLE IF EXISTS stranger")
    postgres_server.execute("CREATE ROLE stranger LOGIN")
    assert await codes(postgres.replace("postgres@", "stranger@")) == [Code.DATABASE_RIGHTS]


async def test_tables_of_this_version(address: str) -> None:
    assert await codes(await built(address)) == [Code.DATABASE_GOOD, *owner(address)]


async def test_it_is_looked_at_while_the_bot_runs(address: str) -> None:
    ledger = await open_ledger(address)
    try:
        assert await codes(address) == [Code.DATABASE_GOOD, *owner(address)]
    finally:
        await ledger.close()


async def test_tables_of_an_older_version(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await built(address)
    # As for a bot that has one more migration.
    monkeypatch.setattr("ledger.operations.status.HEAD", "0002")
    assert (await operator_status(address)).tables is Tables.OLDER
    assert await codes(address) == [Code.DATABASE_OLDER, *owner(address)]


async def test_tables_of_a_newer_version(address: str) -> None:
    change(await built(address), "UPDATE alembic_version SET version_num = '9999'")
    assert await codes(address) == [Code.DATABASE_NEWER, *owner(address)]


async def test_an_empty_database(empty: str) -> None:
    assert await codes(empty) == [Code.DATABASE_NEW]


async def test_an_account_that_may_make_no_tables(
    empty: str, postgres_server: PostgresServer
) -> None:
    postgres_server.execute("DROP ROLE IF EXISTS guest")
    postgres_server.execute("CREATE ROLE guest LOGIN")
    change(empty, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert await codes(empty.replace("postgres@", "guest@")) == [Code.DATABASE_RIGHTS]


async def test_a_server_without_this_database(empty: str) -> None:
    assert await codes(f"{empty}x") == [Code.DATABASE_MISSING]


async def test_an_account_that_is_none(empty: str) -> None:
    assert await codes(empty.replace("postgres@", "nobody:secret@")) == [Code.DATABASE_ACCOUNT]


async def test_a_server_that_is_not_there() -> None:
    url = f"postgresql+psycopg://unassign:secret@127.0.0.1:{free_port()}/unassign"
    assert await codes(url) == [Code.DATABASE_UNREACHABLE]
