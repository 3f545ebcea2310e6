"""Reads from SQLite: a pool of open connections, each for one reader at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ledger.database.sqlite_connections import SqliteConnection, connect_manually
from ledger.database.sqlite_driver import run_to_completion


class Readers:
    """A pool of up to `most` connections, handed out first come, first served."""

    def __init__(self, engine: AsyncEngine, most: int) -> None:
        self._engine = engine
        self._room = asyncio.Semaphore(most)
        self._free: list[SqliteConnection] = []

    @asynccontextmanager
    async def transaction(self, *, brief: bool) -> AsyncIterator[AsyncConnection]:
        """Start a read transaction: a snapshot that never waits for a writer."""
        async with self._room:
            while not self._free:
                await run_to_completion(self._connect())
            connection = self._free.pop()
            try:
                async with connection.driver.snapshot(brief=brief):
                    yield connection.brief if brief else connection.long
            finally:
                self._free.append(connection)

    async def close(self) -> None:
        """Close the connections."""
        while self._free:
            await self._free.pop().close()

    async def _connect(self) -> None:
        self._free.append(await connect_manually(self._engine))
