"""The ledger: opened once, it hands out transactions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, make_url, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ledger import sqlite
from ledger.conversations import Conversations
from ledger.drafts import Drafts
from ledger.errors import LedgerNotSupported
from ledger.inbox import Inbox
from ledger.journal import Journal
from ledger.outbox import Outbox
from ledger.people_lists import PeopleLists
from ledger.plans import Plans
from ledger.runs import Runs
from ledger.schema import bring_up_to_date
from ledger.sign_ins import SignIns
from ledger.tables import outbox, run_items
from ledger.tokens import Tokens


class Unit:
    """One transaction with all stores: what happens in it happens together or not at all."""

    def __init__(self, connection: AsyncConnection, lists: PeopleLists) -> None:
        self.drafts = Drafts(connection, lists)
        self.plans = Plans(connection)
        self.journal = Journal(connection)
        self.runs = Runs(connection, self.plans, self.journal)
        self.outbox = Outbox(connection)
        self.inbox = Inbox(connection)
        self.conversations = Conversations(connection)
        self.tokens = Tokens(connection)
        self.sign_ins = SignIns(connection)


class Ledger:
    """What lasts. Made by `open_ledger`."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, lock: sqlite.FileLock) -> None:
        self._writer = writer
        self._reader = reader
        self._lock = lock
        self._lists = PeopleLists()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Unit]:
        """Write: committed at the end of the block, rolled back when it raises."""
        async with self._writer.begin() as connection:
            yield Unit(connection, self._lists)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Unit]:
        """Read: one moment of the ledger, never waiting for a writer. Writing in it fails."""
        async with self._reader.begin() as connection:
            yield Unit(connection, self._lists)

    async def ready(self) -> bool:
        """Whether it answers."""
        async with self._reader.connect() as connection:
            await connection.execute(select(1))
        return True

    async def close(self) -> None:
        """Let go of the file."""
        await self._reader.dispose()
        await self._writer.dispose()
        self._lock.release()


async def open_ledger(url: str) -> Ledger:
    """Open the ledger at `sqlite+aiosqlite:///path/to/file`, building or upgrading its tables.

    Missing folders are made. `LedgerInUse` when another process has it, `LedgerNotSupported` for
    another kind of database.
    """
    where = make_url(url)
    lock = _lock(where)
    writer = sqlite.writer(where)
    try:
        async with writer.begin() as connection:
            await connection.run_sync(bring_up_to_date)
            await _forget_leases(connection)
    except BaseException:
        await writer.dispose()
        lock.release()
        raise
    return Ledger(writer, sqlite.reader(where), lock)


def _lock(url: URL) -> sqlite.FileLock:
    if url.drivername != "sqlite+aiosqlite" or url.database in {None, "", ":memory:"}:
        raise LedgerNotSupported
    path = Path(str(url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    return sqlite.FileLock(path)


async def _forget_leases(connection: AsyncConnection) -> None:
    """Whoever held a lease is gone, for the file is ours alone: no need to wait for its end."""
    for table in (run_items, outbox):
        held = table.c.lease_until.is_not(None)
        await connection.execute(update(table).where(held).values(lease_until=None))
