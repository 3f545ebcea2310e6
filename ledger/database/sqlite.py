"""SQLite's own ways: the only module with SQLite's own SQL."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import URL, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from ledger.database.config import ENGINE_OPTIONS, Database
from ledger.database.db_clock import DatabaseClock
from ledger.database.sqlite_driver import BUSY_TIMEOUT_S, MANUAL_TRANSACTIONS, Driver
from ledger.errors import LedgerInUse

#: Anyone who writes waits for the one before; so long before it counts as a fault.
_WRITER_WAIT = 60.0
READERS = 4

#: In this order: with journal_mode first, two starting processes lock each other out.
#:
#: `synchronous=FULL`: an intent must be on the disk before Graph is called. With NORMAL, WAL may
#: lose the newest commits when the power fails, and a removal of our own would then look like
#: someone else's (https://sqlite.org/pragma.html#pragma_synchronous).
_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000:.0f}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
)


def opened(url: URL) -> Database:
    """Connections to the file of this address, which is ours alone until it is released."""
    path = Path(str(url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    _keep_private(path)
    lock = FileLock(path)
    return Database(
        writer=writer(url),
        reader=reader(url),
        times=DatabaseClock(database=False),
        shared=False,
        is_transient=lambda _: False,
        release=lock.release,
    )


def _keep_private(path: Path) -> None:
    """Let no other account of this machine read the file; SQLite gives its other files the same."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def writer(url: URL) -> AsyncEngine:
    """One connection for everything that writes, so that writers queue up in order.

    Each transaction starts with BEGIN IMMEDIATE: one that begins with a read and writes later
    would fail at once when another wrote in between (https://sqlite.org/lang_transaction.html).
    A second connection is there for anyone who comes before or beside the bot's work.
    """
    return _engine(url, "BEGIN IMMEDIATE", _PRAGMAS, size=2)


def reader(url: URL) -> AsyncEngine:
    """A few connections that can't write."""
    return _engine(url, "BEGIN", (*_PRAGMAS, "PRAGMA query_only=ON"), size=READERS)


def _engine(url: URL, begin: str, pragmas: tuple[str, ...], size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        # The driver's own BEGIN comes too late and is never IMMEDIATE; ours is sent below.
        connect_args={"isolation_level": None, "async_creator_fn": Driver.connect},
        pool_size=size,
        max_overflow=0,
        pool_timeout=_WRITER_WAIT,
        # Each transaction is ended where it began.
        pool_reset_on_return=None,
        **ENGINE_OPTIONS,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        if MANUAL_TRANSACTIONS not in connection.get_execution_options():
            connection.exec_driver_sql(begin)

    return engine


class FileLock:
    """Keeps a second process out of the same ledger, and lets go when this one dies.

    The lock is an open transaction on an empty SQLite file beside the ledger: SQLite knows how to
    lock a file on every system.
    """

    def __init__(self, ledger: Path) -> None:
        path = ledger.with_name(ledger.name + ".lock")
        self._held = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            self._held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._held.close()
            raise LedgerInUse from error

    def release(self) -> None:
        """Let the next one in."""
        self._held.close()
