"""One opened database, whichever it is."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.times import Times


@dataclass(frozen=True, slots=True)
class Database:
    """Connections to a database, and its ways."""

    writer: AsyncEngine
    #: Its connections can't write.
    reader: AsyncEngine
    times: Times
    #: Whether other processes may work on it too.
    shared: bool
    #: Whether an error goes away by itself: the database restarts, or two writers collided.
    passing: Callable[[DBAPIError], bool]
    #: Lets the next process in.
    release: Callable[[], None]
