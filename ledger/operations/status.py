"""The ledger's status for operators, read-only, whether the bot runs or not."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import inspect, make_url, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.bot_account import MAY_CHANGE_JOURNAL
from ledger.database.read_only import reading
from ledger.errors import LedgerUnreadable
from ledger.migrations.schema import HEAD, revision
from ledger.sign_in.tokens import TokenRow, Tokens
from ledger.tables import tokens


class Tables(StrEnum):
    """How the tables compare with this version of the code."""

    #: The first start builds them.
    NONE = "none"
    #: The next start upgrades them.
    OLDER = "older"
    CURRENT = "current"
    #: A newer version built them; this one may run at the same time.
    NEWER = "newer"


class Trouble(StrEnum):
    """Why a database can't be read."""

    UNREACHABLE = "unreachable"
    #: The account, or its password.
    ACCOUNT = "account"
    #: The server has no database of this name.
    NO_DATABASE = "no database"
    #: The account has no rights to the tables.
    RIGHTS = "rights"
    #: The file is no database, or may not be read.
    FILE = "file"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OperatorStatus:
    """A snapshot of the ledger's status."""

    tables: Tables
    #: The newest migration that was applied; empty for none.
    revision: str
    #: Whether the account may build and upgrade tables.
    may_build: bool
    #: Whether the account can change entries of the journal; a file always lets its owner.
    may_change_journal: bool
    #: Whether the connection is encrypted or local.
    private: bool
    #: Stored sign-ins, encrypted.
    tokens: tuple[TokenRow, ...]


async def operator_status(url: str) -> OperatorStatus:
    """Read the status of the ledger at this address.

    `LedgerMissing` if its file does not exist yet, `LedgerNotSupported` for another kind of
    database, `LedgerUnreadable` if it can't be read.
    """
    engine = reading(make_url(url))
    shared = engine.dialect.name == "postgresql"
    try:
        async with engine.begin() as connection:
            return await _seen(connection, shared=shared)
    except DBAPIError as error:
        raise LedgerUnreadable(_trouble(error.orig, shared=shared)) from error
    finally:
        await engine.dispose()


def may_make(url: str) -> bool:
    """Whether the file of a new ledger can be created at this address."""
    folder = Path(str(make_url(url).database)).absolute().parent
    while not folder.exists():
        folder = folder.parent
    # Tested by writing: a superuser may write regardless of the file mode.
    probe = folder / ".unassign-may-write"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


async def _seen(connection: AsyncConnection, *, shared: bool) -> OperatorStatus:
    found = await connection.run_sync(revision)
    has_tokens = await connection.run_sync(_has_tokens)
    kept = await Tokens(connection).all() if has_tokens else ()
    return OperatorStatus(
        tables=await connection.run_sync(_table_state, found),
        revision=found or "",
        may_build=not shared or await _is(connection, _MAY_CREATE),
        may_change_journal=shared and await _is(connection, _MAY_CHANGE_JOURNAL),
        private=not shared or await _is(connection, _PRIVATE),
        tokens=kept,
    )


#: A socket, or the same machine, needs no TLS
#: (https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-SSL-VIEW).
_PRIVATE: Final = (
    "SELECT ssl OR inet_client_addr() IS NULL OR inet_client_addr() = inet_server_addr() "
    "FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
)
_MAY_CHANGE_JOURNAL: Final = MAY_CHANGE_JOURNAL.format("current_user")
_MAY_CREATE: Final = "SELECT has_schema_privilege(current_schema(), 'CREATE')"


async def _is(connection: AsyncConnection, question: str) -> bool:
    return bool((await connection.execute(text(question))).scalar())


def _table_state(connection: Connection, found: str | None) -> Tables:
    if found is None:
        return Tables.NONE
    if found == HEAD:
        return Tables.CURRENT
    from ledger import migrations

    return Tables.OLDER if found in migrations.known(connection) else Tables.NEWER


def _has_tokens(connection: Connection) -> bool:
    return inspect(connection).has_table(tokens.name)


#: Messages of libpq, which has no error code for a failed connection.
_ERROR_TEXTS: Final = (
    ("password authentication failed", Trouble.ACCOUNT),
    ("no password supplied", Trouble.ACCOUNT),
    ("no pg_hba.conf entry", Trouble.ACCOUNT),
    ("permission denied for", Trouble.RIGHTS),
    ("role ", Trouble.ACCOUNT),
    ("database ", Trouble.NO_DATABASE),
    ("connection failed", Trouble.UNREACHABLE),
    ("could not", Trouble.UNREACHABLE),
    ("failed to resolve", Trouble.UNREACHABLE),
    ("timeout", Trouble.UNREACHABLE),
)


def _trouble(cause: BaseException | None, *, shared: bool) -> str:
    if not shared:
        return Trouble.FILE
    said = str(cause).lower()
    fatal = said.partition("fatal:")[2]
    for words, trouble in _ERROR_TEXTS:
        if words in (fatal or said):
            return trouble
    return Trouble.UNREACHABLE if isinstance(cause, psycopg.OperationalError) else Trouble.OTHER
