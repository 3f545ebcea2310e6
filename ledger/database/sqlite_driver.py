"""SQLite's driver for SQLAlchemy, in place of aiosqlite's connection, whose dialect it serves.

aiosqlite goes to a thread and back four times for each statement. Here a statement goes there once,
and a statement of a brief transaction (ledger/database/sqlite_connections.py) not at all: it finds
a few rows by their keys in SQLite's own cache, which takes less time than the way to the thread.
What waits for the disk (opening, COMMIT) and what touches many rows never runs on the event loop.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

#: More rows than these go to the thread, anyone who inserts them.
MOST_ROWS: Final = 100
#: The execution option that tells SQLAlchemy not to begin transactions on its own.
MANUAL_TRANSACTIONS: Final = "unassign_manual_transactions"
#: Seconds for which the file may be held by another process: a backup, the sqlite3 shell.
BUSY_TIMEOUT_S: Final = 10.0
_LOOK_AGAIN: Final = 0.02

T = TypeVar("T")


class Driver:
    """One connection with a thread of its own, in which its work is done one after the other."""

    #: SQLAlchemy's dialect asks whether there is still a connection.
    _connection = True

    def __init__(self, raw: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._raw = raw
        self._thread = thread
        #: Whether statements run here, not in the thread.
        self.brief = False
        #: Whether transactions begin and end in here, as spans.
        self.manual = False
        #: Whether someone wanted to end what runs while it waited for the thread.
        self.canceled = False

    @classmethod
    async def connect(cls, *args: Any, **options: Any) -> "Driver":
        """Open the file, with the arguments of `sqlite3.connect`."""
        thread = ThreadPoolExecutor(1, "ledger")
        # The event loop's thread and the connection's own take turns; SQLite is built for that.
        opening = partial(sqlite3.connect, *args, **{**options, "check_same_thread": False})
        future = asyncio.get_running_loop().run_in_executor(thread, opening)
        canceled = await _ended(future)
        if error := future.exception():
            thread.shutdown(wait=False)
            raise asyncio.CancelledError if canceled else error
        driver = cls(future.result(), thread)
        if canceled:
            driver.stop()
            raise asyncio.CancelledError
        return driver

    @property
    def raw(self) -> sqlite3.Connection:
        """Python's own connection."""
        return self._raw

    def savepoint(self, *, brief: bool) -> "Span":
        """A part of a transaction that happens or, when the block raises, does not."""
        drop = ("ROLLBACK TO part", "RELEASE part")
        return Span(self, "SAVEPOINT part", "RELEASE part", drop, brief=brief)

    def snapshot(self, *, brief: bool) -> "Span":
        """A transaction that reads."""
        return Span(self, "BEGIN", "COMMIT", ("ROLLBACK",), brief=brief)

    async def prepare(self) -> None:
        """Get ready to write: `begin` itself waits for others, and not in SQLite."""
        await self.run("PRAGMA busy_timeout=0")

    async def begin(self) -> None:
        """Begin to write. While another process does, wait; raises `sqlite3.OperationalError`."""
        waited = 0.0
        while True:
            try:
                self._raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or waited >= BUSY_TIMEOUT_S:
                    raise
            else:
                return
            await asyncio.sleep(_LOOK_AGAIN)
            waited += _LOOK_AGAIN

    async def run(self, statement: str) -> None:
        """Run a statement that has no values."""
        await self.do(partial(self._raw.execute, statement))

    async def do(self, work: Callable[[], T], *, long: bool = False) -> T:
        """Do it here, or in the thread.

        A cancellation waits for the end of the span: SQLAlchemy would throw the connection away,
        and with it what others have written in the same transaction. Without spans it may do so.
        """
        if self.brief and not long:
            return work()
        future = asyncio.get_running_loop().run_in_executor(self._thread, work)
        if await _ended(future):
            if not self.manual:
                future.exception()
                self.stop()
                raise asyncio.CancelledError
            self.canceled = True
        return future.result()

    def cursor(self) -> "Cursor":
        """Make a cursor."""
        return Cursor(self, self._raw.cursor())

    async def commit(self) -> None:
        """Write to the disk; raises `sqlite3.Error` when SQLite has rolled back by itself."""
        await self.do(self._commit, long=True)

    async def rollback(self) -> None:
        """Take back."""
        await self.do(self._raw.rollback, long=True)

    async def close(self) -> None:
        """Close the file."""
        await self.do(self._raw.close, long=True)
        self._thread.shutdown(wait=False)

    def _commit(self) -> None:
        if not self._raw.in_transaction:
            raise sqlite3.OperationalError("the transaction was lost")
        self._raw.commit()

    def stop(self) -> None:
        """Close the file when no one can wait for it."""
        with suppress(RuntimeError):  # the thread has ended already
            self._thread.submit(self._raw.close)
        self._thread.shutdown(wait=False)

    async def create_function(self, *args: Any, **options: Any) -> None:
        """Give SQLite a function of Python's."""
        self._raw.create_function(*args, **options)


class Span:
    """What happens together or, when the block raises, not at all."""

    def __init__(
        self, driver: Driver, begin: str, keep: str, drop: Sequence[str], *, brief: bool
    ) -> None:
        self._driver = driver
        self._begin = begin
        self._keep = keep
        self._drop = drop
        self._brief = brief

    async def __aenter__(self) -> None:
        self._driver.canceled = False
        self._driver.brief = self._brief
        try:
            await self._driver.run(self._begin)
        except BaseException:
            self._driver.brief = False
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        driver = self._driver
        try:
            if kind is None and not driver.canceled:
                await driver.run(self._keep)
            else:
                for statement in self._drop:
                    await driver.run(statement)
        finally:
            driver.brief = False
        # Also when it came with the last statement, or with a fault: anyone who cancelled waits.
        if driver.canceled and (kind is None or issubclass(kind, Exception)):
            raise asyncio.CancelledError


class Cursor:
    """One statement and its rows, which are fetched together with it."""

    def __init__(self, driver: Driver, raw: sqlite3.Cursor) -> None:
        self._driver = driver
        self._raw = raw
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """The names of the columns."""
        return self._raw.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._raw.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The key of the last row that was added."""
        return self._raw.lastrowid

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement."""
        await self._driver.do(partial(self._run, statement, values))

    async def executemany(self, statement: str, values: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row of values."""
        work = partial(self._raw.executemany, statement, values)
        await self._driver.do(work, long=len(values) > MOST_ROWS)

    async def fetchall(self) -> list[Any]:
        """Give the rows."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Let go of the statement."""
        self._raw.close()

    def _run(self, statement: str, values: Sequence[Any]) -> None:
        self._raw.execute(statement, values)
        if self._raw.description:
            self._rows = self._raw.fetchall()


def driver_of(connection: AsyncConnection) -> Driver:
    """The driver beneath SQLAlchemy's connection."""
    raw = connection.sync_connection
    driver = raw.connection.driver_connection if raw is not None else None
    if not isinstance(driver, Driver):
        raise TypeError("not a connection to SQLite")
    return driver


async def run_to_completion(work: Coroutine[Any, Any, T]) -> T:
    """Do it to its end, anyone who is cancelled meanwhile; only then is the cancellation told."""
    task = asyncio.create_task(work)
    if await _ended(task):
        task.exception()
        raise asyncio.CancelledError
    return task.result()


async def _ended(future: asyncio.Future[Any]) -> bool:
    """Wait for the end, whatever it is; True when there was a cancellation meanwhile."""
    canceled = False
    while not future.done():
        try:
            await asyncio.wait({future})
        except asyncio.CancelledError:
            canceled = True
    return canceled
