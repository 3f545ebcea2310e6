"""One opened database, whichever it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import json_text
from ledger.database.db_clock import DatabaseClock

#: What all connections have: an error names its statement, never the people in it, and JSON is
#: written one way.
ENGINE_OPTIONS: Final[dict[str, Any]] = {
    "hide_parameters": True,
    "json_serializer": json_text.write,
    "json_deserializer": json_text.read,
}


@dataclass(frozen=True, slots=True)
class Database:
    """Connections to a database, and its ways."""

    writer: AsyncEngine
    #: Its connections can't write.
    reader: AsyncEngine
    times: DatabaseClock
    #: Whether other processes may work on it too.
    shared: bool
    #: Whether an error goes away by itself: the database restarts, or two writers collided.
    is_transient: Callable[[DBAPIError], bool]
    #: Lets the next process in.
    release: Callable[[], None]
