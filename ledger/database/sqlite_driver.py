"""SQLite driver for SQLAlchemy; replaces aiosqlite's connection and uses its dialect.

aiosqlite switches to a thread and back four times per statement. Here a statement switches once,
and a statement of a brief transaction (ledger/database/sqlite_connections.py) not at all: it finds
a few rows by key in SQLite's cache, which takes less time than the thread switch. Work that waits
for the disk (opening, COMMIT) or touches many rows never runs on the event loop.
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

#: Inserts of more rows than this run in the thread.
MOST_ROWS: Final = 100
#: The execution option that tells SQLAlchemy not to begin transactions on its own.
MANUAL_TRANSACTIONS: Final = "unassign_manual_transactions"
#: Seconds to wait for another process that locks the file: a backup, the sqlite3 shell.
BUSY_TIMEOUT_S: Final = 10.0
_LOOK_AGAIN: Final = 0.02

T = TypeVar("T")


class Driver:
    """One connection with its own thread, which runs one call after another."""

    #: SQLAlchemy's dialect checks this to see whether the connection is open.
    _connection = True

    def __init__(self, raw: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._raw = raw
        self._thread = thread
        #: Whether statements run on the event loop, not in the thread.
        self.brief = False
        #: Whether this class begins and ends transactions, as spans.
        self.manual = False
        #: Whether the task was canceled while it waited for the thread.
        self.canceled = False

    @classmethod
    async def connect(cls, *args: Any, **options: Any) -> "Driver":
        """Open the file, with the arguments of `sqlite3.connect`."""
        thread = ThreadPoolExecutor(1, "ledger")
        # The event loop's thread and the connection's thread alternate; SQLite supports that.
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
        """The connection of Python's sqlite3 module."""
        return self._raw

    def savepoint(self, *, brief: bool) -> "Span":
        """Create a savepoint: released at the end of the block, rolled back if it raises."""
        drop = ("ROLLBACK TO part", "RELEASE part")
        return Span(self, "SAVEPOINT part", "RELEASE part", drop, brief=brief)

    def snapshot(self, *, brief: bool) -> "Span":
        """Create a read transaction."""
        return Span(self, "BEGIN", "COMMIT", ("ROLLBACK",), brief=brief)

    async def prepare(self) -> None:
        """Prepare to write: `begin` waits for other processes itself, instead of SQLite."""
        await self.run("PRAGMA busy_timeout=0")

    async def begin(self) -> None:
        """Start a write transaction; waits while another process writes.

        Raises `sqlite3.OperationalError` after `BUSY_TIMEOUT_S`.
        """
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
        """Run a statement without parameters."""
        await self.do(partial(self._raw.execute, statement))

    async def do(self, work: Callable[[], T], *, long: bool = False) -> T:
        """Run `work` on the event loop or in the thread.

        A cancellation takes effect at the end of the span: otherwise SQLAlchemy would discard the
        connection, and with it what others wrote in the same transaction. Outside of spans a
        cancellation takes effect immediately.
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
        """Create a cursor."""
        return Cursor(self, self._raw.cursor())

    async def commit(self) -> None:
        """Commit; raises `sqlite3.Error` if SQLite has rolled back by itself."""
        await self.do(self._commit, long=True)

    async def rollback(self) -> None:
        """Roll back."""
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
        """Close the file without waiting."""
        with suppress(RuntimeError):  # the thread has ended already
            self._thread.submit(self._raw.close)
        self._thread.shutdown(wait=False)

    async def create_function(self, *args: Any, **options: Any) -> None:
        """Register a Python function in SQLite."""
        self._raw.create_function(*args, **options)


class Span:
    """A transaction or savepoint: kept at the end of the block, rolled back if it raises."""

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
        # Also if the cancellation came during the last statement, or together with an error.
        if driver.canceled and (kind is None or issubclass(kind, Exception)):
            raise asyncio.CancelledError


class Cursor:
    """One statement and its rows, which are fetched immediately."""

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
        """Number of changed rows."""
        return self._raw.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The key of the last row that was added."""
        return self._raw.lastrowid

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement."""
        await self._driver.do(partial(self._run, statement, values))

    async def executemany(self, statement: str, values: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row of parameters."""
        work = partial(self._raw.executemany, statement, values)
        await self._driver.do(work, long=len(values) > MOST_ROWS)

    async def fetchall(self) -> list[Any]:
        """Return the rows."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Close the cursor."""
        self._raw.close()

    def _run(self, statement: str, values: Sequence[Any]) -> None:
        self._raw.execute(statement, values)
        if self._raw.description:
            self._rows = self._raw.fetchall()


def driver_of(connection: AsyncConnection) -> Driver:
    """Return the driver of SQLAlchemy's connection."""
    raw = connection.sync_connection
    driver = raw.connection.driver_connection if raw is not None else None
    if not isinstance(driver, Driver):
        raise TypeError("not a connection to SQLite")
    return driver


async def run_to_completion(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end even if the caller is canceled; then raise the cancellation."""
    task = asyncio.create_task(work)
    if await _ended(task):
        task.exception()
        raise asyncio.CancelledError
    return task.result()


async def _ended(future: asyncio.Future[Any]) -> bool:
    """Wait until the future is done; True if the caller was canceled meanwhile."""
    canceled = False
    while not future.done():
        try:
            await asyncio.wait({future})
        except asyncio.CancelledError:
            canceled = True
    return canceled
