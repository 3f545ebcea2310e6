"""The write budget: one row for each tenant, shared by all replicas and runs.

It is a token bucket whose tokens can be reserved ahead of time: a caller learns when each of them
may be used. So replicas queue for the same quota without a query for every write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.database.db_clock import DatabaseClock
from ledger.database.upsert import insert_new
from ledger.tables import write_budgets


@dataclass(frozen=True, slots=True)
class WriteLimits:
    """What a tenant allows: `burst` writes immediately, and then `per_second`."""

    burst: int
    per_second: float


class WriteBudgets:
    """The budgets within one transaction."""

    def __init__(self, connection: AsyncConnection, times: DatabaseClock) -> None:
        self._connection = connection
        self._times = times

    async def take(
        self, tenant: str, number: int, limits: WriteLimits, now: datetime
    ) -> Sequence[float]:
        """Reserve tokens; returns for each the seconds until it may be used."""
        row = await self._locked(tenant, limits, now)
        tokens = refilled(row, limits)
        blocked = max(0.0, (row.blocked_until - row.moment).total_seconds())
        waits = [
            max(blocked, (taken - tokens) / limits.per_second, 0.0)
            for taken in range(1, number + 1)
        ]
        await self._store(tenant, available=tokens - number, refilled_at=row.moment)
        return waits

    async def block(
        self, tenant: str, seconds: float, limits: WriteLimits, now: datetime, *, spent: bool
    ) -> None:
        """Block all writes for this time, including fractions of a second.

        `spent` empties the bucket: the tenant's count differs from the one here.
        """
        row = await self._locked(tenant, limits, now)
        until = max(row.blocked_until, row.moment + timedelta(seconds=seconds))
        tokens = refilled(row, limits)
        tokens = min(1.0, tokens) if spent else tokens
        await self._store(tenant, available=tokens, refilled_at=row.moment, blocked_until=until)

    async def blocked(self, tenant: str, now: datetime) -> float:
        """Seconds until writes are allowed; 0 if they are allowed now."""
        query = select(write_budgets.c.blocked_until, self._times.at(now).label("moment"))
        query = query.where(write_budgets.c.tenant == tenant)
        row = (await self._connection.execute(query)).first()
        return max(0.0, (row.blocked_until - row.moment).total_seconds()) if row else 0.0

    async def _locked(self, tenant: str, limits: WriteLimits, now: datetime) -> AnyRow:
        """Lock a tenant's row, and read the current time; a new bucket is full."""
        # Waiting for the lock takes time, so the time is read afterwards.
        row = write_budgets.c.tenant == tenant
        lock = select(write_budgets.c.tenant).where(row).with_for_update()
        if (await self._connection.execute(lock)).first() is None:
            moment = self._times.at(now)
            await insert_new(
                self._connection,
                write_budgets,
                tenant=tenant,
                available=float(limits.burst),
                refilled_at=moment,
                blocked_until=moment,
            )
            await self._connection.execute(lock)
        query = select(write_budgets, self._times.at(now).label("moment")).where(row)
        return (await self._connection.execute(query)).one()

    async def _store(self, tenant: str, **values: object) -> None:
        row = write_budgets.c.tenant == tenant
        await self._connection.execute(update(write_budgets).where(row).values(**values))


def refilled(row: AnyRow, limits: WriteLimits) -> float:
    """Number of tokens at the row's `moment`."""
    passed: float = max(0.0, (row.moment - row.refilled_at).total_seconds())
    return min(float(limits.burst), float(row.available) + passed * limits.per_second)
