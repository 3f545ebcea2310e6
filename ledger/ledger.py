"""The ledger: opened once, it hands out transactions."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TypeVar

from sqlalchemy import URL, make_url, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ledger.database import postgres, sqlite
from ledger.database.config import Database
from ledger.database.db_clock import DatabaseClock
from ledger.database.reconnect import Reconnect
from ledger.database.sqlite_readers import Readers
from ledger.database.sqlite_writer import Writer
from ledger.errors import LedgerNotSupported, TablesNotReady
from ledger.lookups.case_views import CaseViews
from ledger.lookups.finding_scans import FindingScans
from ledger.lookups.mailbox_kinds import MailboxKinds
from ledger.mail.conversations import Conversations
from ledger.mail.inbox import Inbox
from ledger.mail.outbox import Outbox
from ledger.mail.person_languages import PersonLanguages
from ledger.mail.takeovers import OnTakeover, ignore_takeovers
from ledger.mail.timers import Timers
from ledger.migrations.schema import bring_up_to_date
from ledger.operations.forgetting import Forgetting
from ledger.operations.journal import Journal
from ledger.operations.metrics import QueueMetrics
from ledger.operations.retention import Retention
from ledger.plans.drafts import Drafts
from ledger.plans.people_lists import PeopleLists
from ledger.plans.plans import Plans
from ledger.requests.channels import Channels
from ledger.requests.consultations import Consultations
from ledger.requests.delegations import Delegations
from ledger.requests.fresh_sign_ins import FreshSignIns
from ledger.requests.store import Requests
from ledger.runs.calendars import Calendars
from ledger.runs.items import RunItems
from ledger.runs.journal import RunJournal
from ledger.runs.lifecycle import RunLifecycle
from ledger.runs.outcomes import RunOutcomes
from ledger.runs.people import KnownPeople
from ledger.runs.receipts import Receipts
from ledger.runs.store import Runs
from ledger.runs.trouble import RunTrouble
from ledger.runs.undo import Undos
from ledger.runs.views import RunViews
from ledger.runs.write_budgets import WriteBudgets
from ledger.sign_in.sign_ins import SignIns
from ledger.sign_in.tokens import Tokens
from ledger.tables import inbox, outbox, run_items, timers

T = TypeVar("T")


class Unit:
    """One transaction with all stores: all changes in it are stored, or none."""

    def __init__(
        self,
        connection: AsyncConnection,
        lists: PeopleLists,
        times: DatabaseClock,
        on_takeover: OnTakeover = ignore_takeovers,
    ) -> None:
        self.drafts = Drafts(connection, lists)
        self.plans = Plans(connection)
        self.journal = Journal(connection)
        self.people = KnownPeople(connection)
        run_journal = RunJournal(connection, self.journal, self.people)
        self.run_items = RunItems(connection, times, on_takeover)
        self.run_outcomes = RunOutcomes(connection, times, self.run_items, run_journal)
        self.run_trouble = RunTrouble(connection, times, run_journal)
        self.run_lifecycle = RunLifecycle(
            connection, times, self.run_items, self.run_outcomes, run_journal
        )
        self.run_views = RunViews(connection)
        self.runs = Runs(connection, times, self.plans, self.run_outcomes, run_journal)
        self.outbox = Outbox(connection, times, on_takeover)
        self.receipts = Receipts(connection)
        self.undo = Undos(connection)
        self.inbox = Inbox(connection, times, on_takeover)
        self.conversations = Conversations(connection)
        self.person_languages = PersonLanguages(connection)
        self.tokens = Tokens(connection)
        self.sign_ins = SignIns(connection)
        self.budgets = WriteBudgets(connection, times)
        self.case_views = CaseViews(connection)
        self.finding_scans = FindingScans(connection)
        self.mailbox_kinds = MailboxKinds(connection)
        self.calendars = Calendars(connection)
        self.timers = Timers(connection, times, on_takeover)
        self.queue_metrics = QueueMetrics(connection, times)
        self.forgetting = Forgetting(connection, lists, self.journal)
        self.requests = Requests(connection, self.people)
        self.consultations = Consultations(connection)
        self.channels = Channels(connection)
        self.delegations = Delegations(connection)
        self.fresh_sign_ins = FreshSignIns(connection)
        self.retention = Retention(connection)


class Ledger:
    """The database. Created by `open_ledger`."""

    def __init__(self, database: Database, on_takeover: OnTakeover = ignore_takeovers) -> None:
        self._database = database
        self._on_takeover = on_takeover
        self._writer = None if database.shared else Writer(database.writer)
        self._readers = None if database.shared else Readers(database.reader, sqlite.READERS)
        self._lists = PeopleLists()
        #: SQLite connections stay open, so each keeps its unit instead of creating one per turn.
        self._units: dict[int, Unit] = {}

    @property
    def shared(self) -> bool:
        """Whether other replicas may use it too."""
        return self._database.shared

    @asynccontextmanager
    async def begin(self, *, brief: bool = False) -> AsyncIterator[Unit]:
        """Start a write transaction: committed at the end of the block, rolled back if it raises.

        Pass `brief` if only a few rows are touched, each found by a key.
        """
        if self._writer is None:
            async with self._transaction(self._database.writer) as connection:
                yield self._unit(connection)
        else:
            async with self._writer.transaction(brief=brief) as connection:
                yield self._unit(connection)

    @asynccontextmanager
    async def read(self, *, brief: bool = False) -> AsyncIterator[Unit]:
        """Start a read transaction: a snapshot that never waits for a writer. Writes in it fail."""
        async with self._reading(brief=brief) as connection:
            yield self._unit(connection)

    async def write(self, work: Callable[[Unit], Awaitable[T]], *, brief: bool = False) -> T:
        """Run `work` in one write transaction; repeat it if the connection was lost.

        After a lost connection it is unknown whether the transaction was committed, so `work`
        must be safe to repeat.
        `brief` as for `begin`.
        """
        return await self._with_reconnect(partial(self.begin, brief=brief), work)

    async def query(self, work: Callable[[Unit], Awaitable[T]], *, brief: bool = False) -> T:
        """Run `work` in one read transaction; repeat it if the connection was lost."""
        return await self._with_reconnect(partial(self.read, brief=brief), work)

    async def ready(self) -> bool:
        """Whether the database answers."""
        async with self._reading(brief=True) as connection:
            await connection.execute(select(1))
        return True

    async def compact(self) -> None:
        """Remove deleted rows from the file for good; a database server does that by itself."""
        if self._writer is not None:
            await self._writer.compact()

    async def close(self) -> None:
        """Close all connections."""
        if self._writer is not None:
            await self._writer.close()
        if self._readers is not None:
            await self._readers.close()
        await self._database.reader.dispose()
        await self._database.writer.dispose()
        self._database.release()

    async def _with_reconnect(
        self,
        transaction: Callable[[], AbstractAsyncContextManager[Unit]],
        work: Callable[[Unit], Awaitable[T]],
    ) -> T:
        reconnect = Reconnect()
        while True:
            try:
                async with transaction() as unit:
                    result = await work(unit)
            except DBAPIError as error:
                if not self._database.is_transient(error) or not await reconnect.wait():
                    raise
            else:
                return result

    def _reading(self, *, brief: bool) -> AbstractAsyncContextManager[AsyncConnection]:
        if self._readers is None:
            return self._transaction(self._database.reader)
        return self._readers.transaction(brief=brief)

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        connection = await self._connected(engine)
        try:
            async with connection.begin():
                yield connection
        finally:
            await connection.close()

    def _unit(self, connection: AsyncConnection) -> Unit:
        unit = self._units.get(id(connection))
        if unit is None:
            unit = Unit(connection, self._lists, self._database.times, self._on_takeover)
            if not self.shared:
                self._units[id(connection)] = unit
        return unit

    async def _connected(self, engine: AsyncEngine) -> AsyncConnection:
        """Connect, and wait while the database restarts."""
        reconnect = Reconnect()
        while True:
            try:
                return await engine.connect()
            except DBAPIError as error:
                if not self._database.is_transient(error) or not await reconnect.wait():
                    raise


async def open_ledger(
    url: str, *, times: DatabaseClock | None = None, on_takeover: OnTakeover = ignore_takeovers
) -> Ledger:
    """Open the ledger, building or upgrading its tables.

    `sqlite+aiosqlite:///path/to/file` serves one process; missing folders are created, and
    `LedgerInUse` means that another process has it open. `postgresql+psycopg://user:password@host/name`
    serves several replicas; its clock decides about leases, unless `times` says otherwise.
    `on_takeover` is called when a lease expired and another process claimed the work.
    `LedgerNotSupported` for another kind of database,
    `TablesNotReady` where this account may not create or upgrade the tables.
    """
    database = _database(make_url(url))
    if times is not None:
        database = replace(database, times=times)
    try:
        await _prepare(database)
    except BaseException:
        await database.writer.dispose()
        database.release()
        raise
    return Ledger(database, on_takeover)


async def _prepare(database: Database) -> None:
    """Build or upgrade the tables once the database is up; it may start together with the bot."""
    reconnect = Reconnect()
    while True:
        try:
            async with database.writer.begin() as connection:
                if database.shared:
                    await postgres.lock_migrations(connection)
                await connection.run_sync(bring_up_to_date)
                if not database.shared:
                    await _forget_leases(connection)
        except DBAPIError as error:
            if database.shared and postgres.may_not(error):
                raise TablesNotReady from error
            if not database.is_transient(error) or not await reconnect.wait():
                raise
        else:
            return


def _database(url: URL) -> Database:
    if url.drivername in {"postgresql", "postgresql+psycopg"} and url.database:
        return postgres.opened(url.set(drivername="postgresql+psycopg"))
    if url.drivername == "sqlite+aiosqlite" and url.database not in {None, "", ":memory:"}:
        return sqlite.opened(url)
    raise LedgerNotSupported


async def _forget_leases(connection: AsyncConnection) -> None:
    """Clear all leases: the file is locked for this process, so no other worker is alive."""
    for table in (run_items, outbox, timers, inbox):
        held = table.c.lease_until.is_not(None)
        await connection.execute(update(table).where(held).values(lease_until=None))
