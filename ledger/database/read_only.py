"""Read-only access to the ledger for commands, whether the bot runs or not."""

from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ledger.database import sqlite
from ledger.errors import LedgerMissing, LedgerNotSupported


def reading(url: URL) -> AsyncEngine:
    """Create an engine for read-only connections, without the bot's file lock.

    `LedgerMissing` if the file does not exist yet, `LedgerNotSupported` for another kind of
    database.
    """
    if url.drivername == "sqlite+aiosqlite" and url.database not in {None, "", ":memory:"}:
        if not Path(str(url.database)).exists():
            raise LedgerMissing
        return sqlite.reader(url)
    if url.drivername in {"postgresql", "postgresql+psycopg"}:
        engine = create_async_engine(
            url.set(drivername="postgresql+psycopg"),
            isolation_level="REPEATABLE READ",
            hide_parameters=True,
            connect_args={"connect_timeout": 5, "application_name": "unassign"},
        )
        return engine.execution_options(postgresql_readonly=True)
    raise LedgerNotSupported
