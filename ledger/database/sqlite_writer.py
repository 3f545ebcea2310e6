"""Writes to SQLite, which allows one writer: group commit.

A commit waits for the disk, and all other writers wait for the commit. So each writer gets a
savepoint within one transaction, and all that are queued are committed together. A write returns
only when it is on disk, and one that raises is rolled back completely.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ledger.database.sqlite_connections import SqliteConnection, connect_manually
from ledger.database.sqlite_driver import Driver, run_to_completion


class Writer:
    """Hands out the one writing connection, first come, first served."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._connection: SqliteConnection | None = None
        #: Commits everything written since the last commit; None if nothing was.
        self._committing: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def transaction(self, *, brief: bool) -> AsyncIterator[AsyncConnection]:
        """Start a write: on disk at the end of the block, rolled back if the block raises."""
        async with self._turn:
            connection = self._connection
            if connection is None:
                connection = await run_to_completion(self._connect())
            driver = connection.driver
            if self._committing is None:
                await driver.begin()
                self._committing = asyncio.create_task(self._commit(driver))
                self._committing.add_done_callback(_seen)
            committing = self._committing
            async with driver.savepoint(brief=brief):
                yield connection.brief if brief else connection.long
        await asyncio.shield(committing)

    async def compact(self) -> None:
        """Rewrite the file without free pages, and empty its write-ahead log.

        No transaction may be open (https://sqlite.org/lang_vacuum.html).
        """
        await self._settled()
        async with self._turn:
            driver = (self._connection or await self._connect()).driver
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                await driver.run(statement)

    async def close(self) -> None:
        """Wait for the current commit, and close the connection."""
        await self._settled()
        if self._connection is not None:
            await self._connection.close()

    async def _settled(self) -> None:
        async with self._turn:
            committing = self._committing
        if committing is not None:
            await asyncio.wait({committing})

    async def _connect(self) -> SqliteConnection:
        connection = await connect_manually(self._engine)
        await connection.driver.prepare()
        self._connection = connection
        return connection

    async def _commit(self, driver: Driver) -> None:
        """Commit after all writers that are queued already, including their writes."""
        async with self._turn:
            self._committing = None
            try:
                await driver.commit()
            except BaseException:
                await driver.rollback()
                raise


def _seen(task: asyncio.Task[None]) -> None:
    """Mark the error as retrieved: all waiting writers get it, and without any it is irrelevant."""
    if not task.cancelled():
        task.exception()
