"""What the tests of whole bots ask of the ledger, on either database and while the bot runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy import make_url, select, update

from ledger import Unit, open_ledger
from ledger.database.db_clock import DatabaseClock
from ledger.database.read_only import reading
from ledger.plans.people_lists import PeopleLists
from ledger.tables import inbox, metadata, outbox, run_items, timers


@asynccontextmanager
async def looked_into(url: str) -> AsyncIterator[Unit]:
    """Read a ledger that a bot may have open."""
    engine = reading(make_url(url))
    try:
        async with engine.begin() as connection:
            yield Unit(connection, PeopleLists(), DatabaseClock(database=False))
    finally:
        await engine.dispose()


async def everything(url: str) -> bytes:
    """All rows of all tables, as bytes in which a test can look for something."""
    rows: list[str] = []
    async with looked_into(url) as unit:
        for table in metadata.sorted_tables:
            found = await unit.journal._connection.execute(select(table))
            rows += [repr(value) for row in found for value in row]
    return "\n".join(rows).encode()


async def end_leases(url: str) -> None:
    """Let the leases of a bot that was killed run out, by whichever clock counts."""
    ledger = await open_ledger(url)
    try:
        async with ledger.begin() as unit:
            for table in (run_items, inbox, outbox, timers):
                leased = update(table).where(table.c.lease_until.is_not(None))
                past = leased.values(lease_until=datetime(2000, 1, 1, tzinfo=UTC))
                await unit.journal._connection.execute(past)
    finally:
        await ledger.close()
