"""The journal: an entry is stored in the transaction of the event that it describes."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import insert, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.database.upsert import insert_new
from ledger.tables import journal, journal_heads
from licensing.journal import Break, Chain, Entry, Fault, Head, Note, next_entry
from observability.correlation import correlation as bound_correlation

#: Entries per page.
_PAGE: Final = 500
#: Below every number, including those of forged entries.
_BEFORE_ALL: Final = -(2**31)


class Journal:
    """The chains of all tenants within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def append(
        self, tenant: str, at: datetime, *notes: Note, correlation: str | None = None
    ) -> None:
        """Add entries to a tenant's chain, in this order.

        Writers are serialized: the end of the chain stays locked until the transaction ends.
        Without a correlation id, the one bound to the context is used.
        """
        if not notes:
            return
        if correlation is None:
            correlation = bound_correlation()
        head = await self._hold(tenant)
        rows = []
        for note in notes:
            entry = next_entry(head, tenant, at, note, correlation)
            head = Head(entry.number, entry.hash)
            rows.append(_row(entry))
        await self._connection.execute(insert(journal), rows)
        moved = {"number": head.number, "hash": head.hash}
        end = update(journal_heads).where(journal_heads.c.tenant == tenant)
        await self._connection.execute(end.values(**moved))

    async def tenants(self) -> Sequence[str]:
        """All tenants with a chain, even a damaged one."""
        found = union(select(journal.c.tenant), select(journal_heads.c.tenant)).order_by("tenant")
        return (await self._connection.execute(found)).scalars().all()

    async def head(self, tenant: str) -> Head:
        """Read the end of a chain."""
        return await self._head(tenant) or Head()

    async def page(self, tenant: str, after: int, limit: int = _PAGE) -> tuple[Entry, ...]:
        """Read entries with a number above `after`, in order.

        ValueError or TypeError if one of them is too damaged to read.
        """
        query = (
            select(journal)
            .where(journal.c.tenant == tenant, journal.c.number > after)
            .order_by(journal.c.number)
            .limit(limit)
        )
        return tuple(_entry(row) for row in await self._connection.execute(query))

    async def entries(self, tenant: str) -> AsyncIterator[Entry]:
        """Iterate over a chain, one page at a time."""
        after = _BEFORE_ALL
        while page := await self.page(tenant, after):
            for entry in page:
                yield entry
            after = page[-1].number

    async def verify(self, tenant: str) -> Break | None:
        """Find the first break in a tenant's chain; None for an intact chain."""
        chain = Chain(tenant)
        page = await self._readable(tenant, _BEFORE_ALL)
        while page:
            for entry in page:
                if broken := chain.follow(entry):
                    return broken
            page = await self._readable(tenant, chain.head.number)
        if page is None:
            return Break(chain.head.number + 1, Fault.UNREADABLE)
        return chain.end(await self.head(tenant))

    async def _readable(self, tenant: str, after: int) -> tuple[Entry, ...] | None:
        """Read a page, or a single entry before a damaged one; None if the next one is damaged."""
        for limit in (_PAGE, 1):
            try:
                return await self.page(tenant, after, limit)
            except (ValueError, TypeError):
                continue
        return None

    async def _hold(self, tenant: str) -> Head:
        """Lock the end of a chain; on SQLite there is one writer at a time anyway."""
        if head := await self._head(tenant, lock=True):
            return head
        first = {"tenant": tenant, "number": 0, "hash": Head().hash}
        await insert_new(self._connection, journal_heads, **first)
        # Another replica may have started and extended the chain at the same time.
        return await self._head(tenant, lock=True) or Head()

    async def _head(self, tenant: str, *, lock: bool = False) -> Head | None:
        query = select(journal_heads.c.number, journal_heads.c.hash)
        query = query.where(journal_heads.c.tenant == tenant)
        row = (await self._connection.execute(query.with_for_update() if lock else query)).first()
        return Head(row.number, row.hash) if row else None


def _row(entry: Entry) -> dict[str, object]:
    note = entry.note
    return {
        "tenant": entry.tenant,
        "number": entry.number,
        "at": entry.at,
        "kind": note.kind,
        "actor": note.actor,
        "acting_as": note.acting_as,
        "subject": note.subject,
        "run": note.run,
        "plan_hash": note.plan_hash,
        "what": dict(note.what),
        "answer": note.answer,
        "request_id": note.request_id,
        "correlation": entry.correlation,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _entry(row: AnyRow) -> Entry:
    note = Note(
        kind=row.kind,
        actor=row.actor,
        acting_as=row.acting_as,
        subject=row.subject,
        run=row.run,
        plan_hash=row.plan_hash,
        what=row.what,
        answer=row.answer,
        request_id=row.request_id,
    )
    return Entry(row.tenant, row.number, row.at, note, row.correlation, row.previous, row.hash)
