"""SQLite with manual transactions: the driver begins and ends them; brief ones skip the thread.

SQLAlchemy's asyncio layer runs each statement in a greenlet, for drivers that wait. A brief
transaction does not wait, and without the greenlet a statement takes a third of the time.
Statements with many rows always run in the thread (ledger/database/sqlite_driver.py).
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
    """One connection to the file, with two interfaces. Created by `connect_manually`."""

    driver: Driver
    #: For many rows: each statement runs in the connection's thread.
    long: AsyncConnection
    #: For a few rows: each statement runs on the event loop.
    brief: AsyncConnection

    async def close(self) -> None:
        """Close the connection."""
        await self.brief.close()
        await self.long.close()


async def connect_manually(engine: AsyncEngine) -> SqliteConnection:
    """Connect. SQLAlchemy sees one endless transaction on both interfaces.

    Otherwise it would roll back the current transaction whenever a statement fails.
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
