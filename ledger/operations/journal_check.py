"""Verifies and exports the journal, read-only, whether the bot runs or not."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import inspect, make_url, select
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.read_only import reading
from ledger.errors import JournalMissing, LedgerMissing
from ledger.operations.journal import Journal
from ledger.tables import journal, journal_heads, runs
from licensing.journal import Break, Entry, Fault, Head, canonical

#: Hashes per query.
_HASHES: Final = 500
_WORDS: Final[Mapping[Fault, str]] = {
    Fault.NUMBER: "entry {} is missing or not in its place",
    Fault.PREVIOUS: "entry {} does not follow the entry before it",
    Fault.CHANGED: "entry {} is not what it was when it was written",
    Fault.TENANT: "entry {} belongs to another tenant",
    Fault.UNREADABLE: "entry {} is missing, or damaged so that it can't be read",
    Fault.END: "the chain does not end where it was left: from entry {} on it was cut or rewritten",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The result for one tenant's chain."""

    tenant: str
    head: Head
    broken: Break | None

    def __str__(self) -> str:
        if self.broken is None:
            entries = "1 entry" if self.head.number == 1 else f"{self.head.number} entries"
            return f"Tenant {self.tenant}: {entries}, unbroken, last hash {self.head.hash}"
        words = _WORDS[self.broken.fault].format(self.broken.number)
        return f"Tenant {self.tenant}: BROKEN, {words}"


@asynccontextmanager
async def open_journal(url: str) -> AsyncIterator[Journal]:
    """Open a snapshot of the journal, without the bot's file lock.

    `JournalMissing` if there is no ledger yet, or it has no journal;
    `LedgerNotSupported` for another kind of database.
    """
    async with _opened(url) as connection:
        yield Journal(connection)


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[AsyncConnection]:
    try:
        engine = reading(make_url(url))
    except LedgerMissing as error:
        raise JournalMissing from error
    try:
        async with engine.begin() as connection:
            if not await connection.run_sync(_has_journal):
                raise JournalMissing
            yield connection
    finally:
        await engine.dispose()


async def verify(url: str) -> tuple[Finding, ...]:
    """Verify the chain of each tenant."""
    async with open_journal(url) as entries:
        return tuple(
            [
                Finding(tenant, await entries.head(tenant), await entries.verify(tenant))
                for tenant in await entries.tenants()
            ]
        )


async def has_runs(url: str) -> bool:
    """Whether there are runs, so that there must be a journal."""
    async with _opened(url) as connection:
        return (await connection.execute(select(runs.c.id).limit(1))).first() is not None


async def missing(url: str, kept: Sequence[str]) -> str | None:
    """Return the first of these hashes, stored elsewhere, that no entry has; None if all exist.

    In an intact chain an entry's hash proves everything before it.
    """
    async with _opened(url) as connection:
        for start in range(0, len(kept), _HASHES):
            some = kept[start : start + _HASHES]
            query = select(journal.c.hash).where(journal.c.hash.in_(some))
            there = set((await connection.execute(query)).scalars())
            for each in some:
                if each not in there:
                    return each
    return None


async def export(url: str) -> AsyncIterator[str]:
    """Yield each tenant's entries as lines of JSON; ValueError or TypeError for a damaged one."""
    async with open_journal(url) as entries:
        for tenant in await entries.tenants():
            async for entry in entries.entries(tenant):
                yield line(entry)


def line(entry: Entry) -> str:
    """Return an entry as it is hashed, plus the two hashes."""
    hashes = {"previous": entry.previous, "hash": entry.hash}
    return json.dumps({"entry": canonical(entry), **hashes}, separators=(",", ":"))


def _has_journal(connection: Connection) -> bool:
    tables = set(inspect(connection).get_table_names())
    return {journal.name, journal_heads.name} <= tables
