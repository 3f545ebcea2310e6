"""SQLite: the only module with SQLite-specific SQL."""

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

#: Maximum time to wait for earlier writers, in seconds.
_WRITER_WAIT = 60.0
READERS = 4

#: In this order: with journal_mode first, two starting processes can block each other.
#:
#: `synchronous=FULL`: an intent must be on disk before Graph is called. With NORMAL, WAL may lose
#: the newest commits in a power failure, and our own removal would then look like someone else's (https://sqlite.org/pragma.html#pragma_synchronous).
_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000:.0f}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
)


def opened(url: URL) -> Database:
    """Create the engines for this file, and lock it for this process until `release`."""
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
    """Let no other account read the file; SQLite creates its other files with the same mode."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def writer(url: URL) -> AsyncEngine:
    """Create the engine of the one writing connection, which serializes writers.

    Each transaction starts with BEGIN IMMEDIATE: one that begins with a read and writes later
    fails immediately if another wrote in between (https://sqlite.org/lang_transaction.html).
    A second connection serves migrations and commands.
    """
    return _engine(url, "BEGIN IMMEDIATE", _PRAGMAS, size=2)


def reader(url: URL) -> AsyncEngine:
    """Create the engine of a few read-only connections."""
    return _engine(url, "BEGIN", (*_PRAGMAS, "PRAGMA query_only=ON"), size=READERS)


def _engine(url: URL, begin: str, pragmas: tuple[str, ...], size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        # The driver's own BEGIN is too late and never IMMEDIATE; `start` sends it instead.
        connect_args={"isolation_level": None, "async_creator_fn": Driver.connect},
        pool_size=size,
        max_overflow=0,
        pool_timeout=_WRITER_WAIT,
        # Each transaction is ended by the code that started it.
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
    """Excludes a second process from the same ledger; released when this process dies.

    The lock is an open transaction on an empty SQLite file next to the ledger: SQLite can lock a
    file on every system.
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
        """Release the lock."""
        self._held.close()
