"""PostgreSQL: the only module with PostgreSQL-specific SQL."""

from typing import Any, Final

import psycopg
from sqlalchemy import URL, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from ledger.database.config import ENGINE_OPTIONS, Database
from ledger.database.db_clock import DatabaseClock

#: A replica that hangs inside a transaction keeps its row locks; after this time the server ends
#: the transaction, so that others continue before a lease of 10 s expires
#: (https://www.postgresql.org/docs/current/runtime-config-client.html).
_HANGING_MS: Final = 8_000
_CONNECT_S: Final = 5
#: Maximum number of connections of a replica: for 16 deliveries, a dozen clicks and the runs. A
#: database must allow twice as many replicas during an update (docs/scaling.md).
CONNECTIONS: Final = 20
_WAIT_S: Final = 60.0
#: Advisory lock for building and upgrading the tables: "unas" in ASCII.
MIGRATING: Final = 0x756E6173

#: Classes of temporary errors: connection lost, deadlock or serialization failure, server stopped
#: or starting, and a transaction that was ended after `_HANGING_MS`
#: (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_PASSING: Final = ("08", "40", "57P", "25P03")


def opened(url: URL) -> Database:
    """Create the engines for this address without connecting."""
    writer = _engine(url)
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writer, reader, DatabaseClock(database=True), True, is_transient, lambda: None)


async def lock_migrations(connection: AsyncConnection) -> None:
    """Wait for the migration lock, and keep it until the transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))


def is_transient(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed a little later."""
    cause = error.orig
    if error.connection_invalidated or not isinstance(cause, psycopg.Error):
        return error.connection_invalidated
    if cause.sqlstate is None:
        # psycopg's own errors: it can't connect, or the connection was closed.
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
        # A connection that the server has closed is replaced before it is used.
        pool_pre_ping=True,
        **ENGINE_OPTIONS,
    )
