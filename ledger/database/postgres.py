"""PostgreSQL's own ways: the only module with PostgreSQL's own SQL."""

from typing import Any, Final

import psycopg
from sqlalchemy import URL, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from ledger.database.config import ENGINE_OPTIONS, Database
from ledger.database.db_clock import DatabaseClock

#: A replica that hangs in the middle of a transaction holds its rows; after this time the server
#: ends the transaction, so that others get on before a lease of 10 s has run out
#: (https://www.postgresql.org/docs/current/runtime-config-client.html).
_HANGING_MS: Final = 8_000
_CONNECT_S: Final = 5
#: For all that one replica does at once; 16 deliveries, a dozen clicks and the runs. A database
#: must have room for twice as many replicas during an update (docs/scaling.md).
CONNECTIONS: Final = 20
_WAIT_S: Final = 60.0
#: Anyone who builds or upgrades the tables holds this lock: "unas" in ASCII.
MIGRATING: Final = 0x756E6173

#: The classes of errors that go away: connection lost, deadlock or collision, server stopped or
#: starting, and our own transaction ended for hanging
#: (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_PASSING: Final = ("08", "40", "57P", "25P03")


def opened(url: URL) -> Database:
    """Connections to the database of this address; nothing is connected yet."""
    writer = _engine(url)
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writer, reader, DatabaseClock(database=True), True, is_transient, lambda: None)


async def lock_migrations(connection: AsyncConnection) -> None:
    """Let no one else touch the tables until the transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))


def is_transient(error: DBAPIError) -> bool:
    """Whether the same transaction may well succeed a little later."""
    cause = error.orig
    if error.connection_invalidated or not isinstance(cause, psycopg.Error):
        return error.connection_invalidated
    if cause.sqlstate is None:
        # The driver's own words: it can't connect, or was cut off.
        return isinstance(cause, psycopg.OperationalError)
    return cause.sqlstate.startswith(_PASSING)


def may_not(error: DBAPIError) -> bool:
    """Whether this account has no right to what was tried."""
    return isinstance(error.orig, psycopg.errors.InsufficientPrivilege)


def connect_args(url: URL) -> dict[str, Any]:
    """What psycopg itself connects with, from an address."""
    return {**url.translate_connect_args(username="user", database="dbname"), **url.query}


def _engine(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        connect_args={
            "connect_timeout": _CONNECT_S,
            "options": f"-c idle_in_transaction_session_timeout={_HANGING_MS}",
            "application_name": "unassign",
            "keepalives_idle": 10,
            "keepalives_interval": 3,
            "keepalives_count": 3,
        },
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=_WAIT_S,
        # A connection that the server has ended is replaced before anybody gets it.
        pool_pre_ping=True,
        **ENGINE_OPTIONS,
    )
