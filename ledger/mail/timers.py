"""Timers: work for a later time, unless it is canceled.

There is one timer for each kind and subject. A process leases a timer while it works on it. The
result and the end of the timer are stored in one transaction, so a crash in between leads to
another attempt, and never to a second effect.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.db_clock import DatabaseClock
from ledger.database.upsert import insert_new
from ledger.mail.takeovers import OnTakeover, ignore_takeovers
from ledger.tables import timers


@dataclass(frozen=True, slots=True)
class Timer:
    """One claimed timer."""

    #: What to do, and the id of the subject.
    kind: str
    subject: str
    tenant: str
    due_at: datetime
    #: Changes with every claim, and when the timer is reset.
    fence: int
    #: Number of claims since it was set, including this one.
    tries: int


class Timers:
    """The timers within one transaction."""

    def __init__(
        self,
        connection: AsyncConnection,
        times: DatabaseClock,
        on_takeover: OnTakeover = ignore_takeovers,
    ) -> None:
        self._connection = connection
        self._times = times
        self._on_takeover = on_takeover

    async def set(self, kind: str, subject: str, tenant: str, due_at: datetime) -> None:
        """Set or reset a timer; a claim of the earlier one can no longer end it."""
        values = {"tenant": tenant, "due_at": due_at, "tries": 0, "lease_until": None}
        row = {"kind": kind, "subject": subject, "fence": 0, "reason": "", **values}
        if not await insert_new(self._connection, timers, **row):
            newer = {"fence": timers.c.fence + 1, **values}
            await self._connection.execute(update(timers).where(_is(kind, subject)).values(**newer))

    async def cancel(self, kind: str, subject: str) -> bool:
        """Cancel a timer; False if there was none."""
        gone = await self._connection.execute(delete(timers).where(_is(kind, subject)))
        return gone.rowcount == 1

    async def claim(
        self, kinds: Collection[str], now: datetime, lease: timedelta, limit: int
    ) -> tuple[Timer, ...]:
        """Claim up to `limit` timers of these kinds that are due and not leased, oldest first.

        Due times are compared with the caller's clock; the lease runs by the ledger's.
        """
        moment = self._times.at(now)
        query = (
            select(timers.c.kind, timers.c.subject, timers.c.lease_until.is_not(None).label("held"))
            .where(timers.c.kind.in_(kinds), timers.c.due_at <= now)
            .where(or_(timers.c.lease_until.is_(None), timers.c.lease_until <= moment))
            .order_by(timers.c.due_at, timers.c.kind, timers.c.subject)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found = (await self._connection.execute(query)).all()
        if not found:
            return ()
        if held := sum(row.held for row in found):
            self._on_takeover("timers", held)
        # SQLite reads the whole table for a list of pairs.
        mine = or_(*(_is(row.kind, row.subject) for row in found))
        claim = {
            "lease_until": self._times.at(now, lease),
            "fence": timers.c.fence + 1,
            "tries": timers.c.tries + 1,
        }
        await self._connection.execute(update(timers).where(mine).values(**claim))
        return await self._found(mine)

    async def end(self, timer: Timer) -> bool:
        """End a timer. False if it was reset, canceled or claimed meanwhile."""
        gone = await self._connection.execute(delete(timers).where(_claimed(timer)))
        return gone.rowcount == 1

    async def again(self, timer: Timer, due_at: datetime) -> bool:
        """Schedule a finished timer again. False as for `end`."""
        return await self._let_go(timer, due_at=due_at, tries=0, reason="")

    async def postpone(self, timer: Timer, until: datetime, reason: str) -> bool:
        """Try again later. False as for `end`."""
        return await self._let_go(timer, due_at=until, reason=reason)

    async def next_due(self, kinds: Collection[str]) -> datetime | None:
        """When the next timer of these kinds that is not leased is due; None if there is none."""
        if not kinds:
            return None
        # The first of each kind: the smallest of all would be found by reading all.
        first = [
            select(timers.c.due_at)
            .where(timers.c.kind == kind, timers.c.lease_until.is_(None))
            .order_by(timers.c.due_at)
            .limit(1)
            .scalar_subquery()
            .label(kind)
            for kind in kinds
        ]
        found = (await self._connection.execute(select(*first))).one()
        return min((due for due in found if due is not None), default=None)

    async def due_at(self, kind: str, subject: str) -> datetime | None:
        """When a timer is due; None if it is not set."""
        query = select(timers.c.due_at).where(_is(kind, subject))
        due: datetime | None = (await self._connection.execute(query)).scalar_one_or_none()
        return due

    async def _let_go(self, timer: Timer, **values: object) -> bool:
        change = update(timers).where(_claimed(timer)).values(lease_until=None, **values)
        return (await self._connection.execute(change)).rowcount == 1

    async def _found(self, which: ColumnElement[bool]) -> tuple[Timer, ...]:
        order: Sequence[ColumnElement[object]] = (timers.c.due_at, timers.c.kind, timers.c.subject)
        rows = await self._connection.execute(select(timers).where(which).order_by(*order))
        return tuple(
            Timer(row.kind, row.subject, row.tenant, row.due_at, row.fence, row.tries)
            for row in rows
        )


def _is(kind: str, subject: str) -> ColumnElement[bool]:
    return (timers.c.kind == kind) & (timers.c.subject == subject)


def _claimed(timer: Timer) -> ColumnElement[bool]:
    return _is(timer.kind, timer.subject) & (timers.c.fence == timer.fence)
