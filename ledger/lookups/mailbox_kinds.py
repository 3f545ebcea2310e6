"""Kinds of mailboxes, by id of person."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.upsert import insert_all_new
from ledger.tables import mailbox_kinds
from licensing.tenant.mailboxes import Mailbox

#: People per query; databases accept a few thousand values in one.
_CHUNK: Final = 900


class MailboxKinds:
    """The kinds of mailboxes within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def known(
        self, tenant: str, people: Sequence[str], since: datetime
    ) -> dict[str, Mailbox]:
        """Kinds that were read after `since`, by person."""
        found: dict[str, Mailbox] = {}
        for part in _chunks(people):
            query = select(mailbox_kinds.c.person, mailbox_kinds.c.kind).where(
                mailbox_kinds.c.tenant == tenant,
                mailbox_kinds.c.person.in_(part),
                mailbox_kinds.c.read_at >= since,
            )
            rows = await self._connection.execute(query)
            found |= {row.person: Mailbox(row.kind) for row in rows}
        return found

    async def want(self, tenant: str, people: Iterable[str], now: datetime) -> None:
        """Queue people whose mailboxes should be read; replaces old results.

        People who are queued already keep their position.
        """
        ids = list(dict.fromkeys(people))
        await self._forget(tenant, ids, mailbox_kinds.c.read_at.is_not(None))
        rows = [_row(tenant, person, now) for person in ids]
        await insert_all_new(self._connection, mailbox_kinds, rows)

    async def wanted(self, tenant: str, limit: int, now: datetime) -> tuple[str, ...]:
        """Return the people whose mailboxes are to be read now, longest waiting first."""
        query = (
            select(mailbox_kinds.c.person)
            .where(mailbox_kinds.c.tenant == tenant, mailbox_kinds.c.read_at.is_(None))
            .where(mailbox_kinds.c.asked_at <= now)
            .order_by(mailbox_kinds.c.asked_at, mailbox_kinds.c.person)
            .limit(limit)
        )
        return tuple((await self._connection.execute(query)).scalars())

    async def next_wanted(self, tenant: str) -> datetime | None:
        """When the next mailbox is to be read; None if none is queued."""
        query = select(func.min(mailbox_kinds.c.asked_at)).where(
            mailbox_kinds.c.tenant == tenant, mailbox_kinds.c.read_at.is_(None)
        )
        found: datetime | None = (await self._connection.execute(query)).scalar_one()
        return found

    async def fail(
        self,
        tenant: str,
        people: Sequence[str],
        now: datetime,
        wait: Callable[[int], timedelta | None],
    ) -> None:
        """Store failed reads. `wait` maps the number of failures to a delay; None deletes it."""
        for person in people:
            mine = (mailbox_kinds.c.tenant == tenant) & (mailbox_kinds.c.person == person)
            query = select(mailbox_kinds.c.failures).where(mine, mailbox_kinds.c.read_at.is_(None))
            failures = (await self._connection.execute(query)).scalar_one_or_none()
            if failures is None:
                continue
            if (later := wait(failures + 1)) is None:
                await self._connection.execute(delete(mailbox_kinds).where(mine))
                continue
            values = {"failures": failures + 1, "asked_at": now + later}
            await self._connection.execute(update(mailbox_kinds).where(mine).values(**values))

    async def keep(self, tenant: str, kinds: Mapping[str, Mailbox], now: datetime) -> None:
        """Store kinds that were read."""
        await self._forget(tenant, list(kinds))
        rows = [
            _row(tenant, person, now) | {"kind": kind, "read_at": now}
            for person, kind in kinds.items()
        ]
        await insert_all_new(self._connection, mailbox_kinds, rows)

    async def drop_wanted(self, tenant: str) -> None:
        """Empty the queue, because the app lacks the permission to read mailboxes."""
        unread = mailbox_kinds.c.read_at.is_(None)
        mine = mailbox_kinds.c.tenant == tenant
        await self._connection.execute(delete(mailbox_kinds).where(mine & unread))

    async def _forget(
        self, tenant: str, people: Sequence[str], *which: ColumnElement[bool]
    ) -> None:
        for part in _chunks(people):
            theirs = (mailbox_kinds.c.tenant == tenant) & mailbox_kinds.c.person.in_(part)
            await self._connection.execute(delete(mailbox_kinds).where(theirs, *which))


def _row(tenant: str, person: str, now: datetime) -> dict[str, object]:
    return {
        "tenant": tenant,
        "person": person,
        "kind": "",
        "asked_at": now,
        "read_at": None,
        "failures": 0,
    }


def _chunks(people: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(people), _CHUNK):
        yield people[start : start + _CHUNK]
