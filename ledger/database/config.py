"""One opened database, SQLite or PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import json_text
from ledger.database.db_clock import DatabaseClock

#: Options of all engines: an error contains its statement, never the people in it, and all JSON is
#: written by `json_text`.
ENGINE_OPTIONS: Final[dict[str, Any]] = {
    "hide_parameters": True,
    "json_serializer": json_text.write,
    "json_deserializer": json_text.read,
}


@dataclass(frozen=True, slots=True)
class Database:
    """Connections to a database, and its properties."""

    writer: AsyncEngine
    #: Read-only connections.
    reader: AsyncEngine
    times: DatabaseClock
    #: Whether other processes may use it too.
    shared: bool
    #: Whether an error is temporary: the database restarts, or two writers conflicted.
    is_transient: Callable[[DBAPIError], bool]
    #: Releases the lock on the file.
    release: Callable[[], None]
