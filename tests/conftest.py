"""The databases on which the ledger and the runs are tested: a file, and a PostgreSQL server.

And Hypothesis for all: no deadline and no hurry, for a shared machine is slow at times, and no
files. `HYPOTHESIS_PROFILE=quick` asks for fewer examples, the same each time.
"""

import asyncio
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ledger import open_ledger
from ledger.database.bot_account import grant_bot_account
from tests.support import bot_fixture as env
from tests.support.ledger import url, with_tables
from tests.support.postgres import BOT_ACCOUNT, PostgresServer

settings.register_profile(
    "shared", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
# For mutation testing, in which each test is run again and again.
settings.register_profile(
    "quick", settings.get_profile("shared"), max_examples=25, derandomize=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "shared"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say on which database workers and whole bots are tested; the ledger always is on both."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture(scope="session", autouse=True)
def _own_ledger(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give each test its own ledger on the selected database."""
    if request.config.getoption("--database") == "sqlite":
        yield
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("template")
    with pytest.MonkeyPatch.context() as patch:
        # As in a deployment, the bot does not own the tables.
        patch.setattr(
            env, "ledger_of", cache(lambda _: server.url(server.create(template), BOT_ACCOUNT))
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_settings() -> Iterator[None]:
    """Read no settings of a developer who keeps some in this folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("settings.read.ENV_FILE", Path(os.devnull) / ".env")
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for all tests of a process, started when the first of them needs it."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def template(postgres_server: PostgresServer) -> str:
    """A database with all tables, to be copied."""
    name = postgres_server.create()

    async def build() -> None:
        await (await open_ledger(postgres_server.url(name))).close()
        bot = postgres_server.url(name, BOT_ACCOUNT)
        await grant_bot_account(postgres_server.url(name), bot)

    asyncio.run(build())
    return name


@pytest.fixture
def postgres(postgres_server: PostgresServer, template: str) -> Iterator[str]:
    """The address of a fresh database on PostgreSQL."""
    name = postgres_server.lend(template)
    yield postgres_server.url(name)
    postgres_server.take_back(name, template)


@pytest.fixture
def postgres_as_bot(postgres: str) -> str:
    """The same, for the account that a deployment gives to the bot."""
    return postgres.replace("postgres@", f"{BOT_ACCOUNT}@")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh ledger, on each kind of database."""
    if request.param == "sqlite":
        return url(with_tables(tmp_path / "ledger.db"))
    found: str = request.getfixturevalue("postgres")
    return found
