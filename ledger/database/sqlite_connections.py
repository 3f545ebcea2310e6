"""SQLite by hand: transactions begin and end in the driver, and brief ones run on the event loop.

SQLAlchemy's asyncio takes each statement into a greenlet and its cursor out of it again, for
drivers that wait. A brief transaction has nothing to wait for, and without that way a statement
takes a third of the time. Whatever touches many rows goes the long way all the same
(ledger/database/sqlite_driver.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, create_engine
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import StaticPool

from ledger.database.config import ENGINE_OPTIONS
from ledger.database.sqlite_driver import MANUAL_TRANSACTIONS, MOST_ROWS, Driver, driver_of

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


@dataclass(frozen=True, slots=True)
class SqliteConnection:
    """One connection to the file, seen in two ways. Made by `connect_manually`."""

    driver: Driver
    #: For what touches many rows: each statement runs in the thread of the connection.
    long: AsyncConnection
    #: For what touches a few: statements run at once.
    brief: AsyncConnection

    async def close(self) -> None:
        """Let go of the file."""
        await self.brief.close()
        await self.long.close()


async def connect_manually(engine: AsyncEngine) -> SqliteConnection:
    """Connect. For SQLAlchemy there is one transaction without end, in both ways.

    Outside of one it would roll back what is under way whenever a statement fails.
    """
    long = await engine.execution_options(**{MANUAL_TRANSACTIONS: True}).connect()
    driver = driver_of(long)
    driver.manual = True
    await long.begin()
    return SqliteConnection(driver, long, _Brief(long, _at_once(driver)))


def _at_once(driver: Driver) -> Connection:
    engine = create_engine(
        "sqlite://",
        creator=lambda: driver.raw,
        poolclass=StaticPool,
        pool_reset_on_return=None,
        **ENGINE_OPTIONS,
    )
    connection = engine.connect()
    connection.begin()
    return connection


class _Brief(AsyncConnection):
    __slots__ = ("_at_once", "_long")

    def __init__(self, long: AsyncConnection, at_once: Connection) -> None:
        super().__init__(long.engine, at_once)
        self._long = long
        self._at_once = at_once

    async def execute(
        self, statement: Executable, parameters: Values = None, **options: Any
    ) -> CursorResult[Any]:
        if isinstance(parameters, Sequence) and len(parameters) > MOST_ROWS:
            return await self._long.execute(statement, parameters, **options)
        return self._at_once.execute(statement, parameters, **options)
