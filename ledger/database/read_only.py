"""Looks at the ledger from outside, while the bot runs or not, and writes nothing."""

from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ledger.database import sqlite
from ledger.errors import LedgerMissing, LedgerNotSupported


def reading(url: URL) -> AsyncEngine:
    """Connections that can't write, beside those of the bot and without its lock.

    `LedgerMissing` when the file is not there yet, `LedgerNotSupported` for another kind of
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
