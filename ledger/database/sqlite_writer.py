"""Writing to SQLite, which knows one writer: those who come close together share one commit.

A commit waits for the disk, and everyone else waits for the commit. So each writer gets a
savepoint within one transaction, and all who queued up meanwhile are committed together. No one is
told that something is kept before it is on the disk, and what raises leaves nothing behind.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ledger.database.sqlite_connections import SqliteConnection, connect_manually
from ledger.database.sqlite_driver import Driver, run_to_completion


class Writer:
    """Hands out the one connection that writes, in the order of asking."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._connection: SqliteConnection | None = None
        #: Ends what was written since the last commit; None when nothing was.
        self._committing: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def transaction(self, *, brief: bool) -> AsyncIterator[AsyncConnection]:
        """Write; on the disk at the end of the block, or not at all when the block raises."""
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
        """Write the file again without free pages, and empty the log beside it.

        No transaction may be open (https://sqlite.org/lang_vacuum.html).
        """
        await self._settled()
        async with self._turn:
            driver = (self._connection or await self._connect()).driver
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                await driver.run(statement)

    async def close(self) -> None:
        """Wait for what is under way, and close the connection."""
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
        """Queue up behind all who wait already, and end what they have written."""
        async with self._turn:
            self._committing = None
            try:
                await driver.commit()
            except BaseException:
                await driver.rollback()
                raise


def _seen(task: asyncio.Task[None]) -> None:
    """Everyone who waits gets the error; where no one waits any longer, nothing was promised."""
    if not task.cancelled():
        task.exception()
