"""Who stands in for whom, and until when."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.tables import delegations
from licensing.requests.delegation import Delegation
from licensing.requests.model import Participant


class Delegations:
    """The delegations within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, delegation: Delegation) -> None:
        """Store a new one."""
        row = {
            "id": delegation.id,
            "tenant": delegation.tenant,
            "giver": delegation.delegator.id,
            "taker": delegation.delegate.id,
            "starts_at": delegation.starts_at,
            "ends_at": delegation.ends_at,
            "ended_at": delegation.ended_at,
            "body": {"giver": asdict(delegation.delegator), "taker": asdict(delegation.delegate)},
        }
        await self._connection.execute(insert(delegations).values(**row))

    async def end(self, tenant: str, giver: str, id: str, at: datetime) -> bool:  # noqa: A002
        """Take one back; False when the giver has no such one that still holds."""
        mine = (delegations.c.tenant == tenant) & (delegations.c.giver == giver)
        open_ = (delegations.c.id == id) & delegations.c.ended_at.is_(None)
        change = update(delegations).where(mine & open_).values(ended_at=at)
        return (await self._connection.execute(change)).rowcount == 1

    async def to(self, tenant: str, taker: str, now: datetime) -> Sequence[Delegation]:
        """Read what was lent to someone and holds now."""
        return await self._holding(tenant, delegations.c.taker == taker, now)

    async def of(self, tenant: str, giver: str, now: datetime) -> Sequence[Delegation]:
        """Read what someone has lent and has not ended, also what begins later."""
        which = (
            (delegations.c.tenant == tenant)
            & (delegations.c.giver == giver)
            & delegations.c.ended_at.is_(None)
            & (delegations.c.ends_at > now)
        )
        return await self._read(which)

    async def _holding(
        self, tenant: str, which: ColumnElement[bool], now: datetime
    ) -> Sequence[Delegation]:
        holds = (
            (delegations.c.tenant == tenant)
            & delegations.c.ended_at.is_(None)
            & (delegations.c.starts_at <= now)
            & (delegations.c.ends_at > now)
        )
        return await self._read(holds & which)

    async def _read(self, which: ColumnElement[bool]) -> Sequence[Delegation]:
        query = select(delegations).where(which).order_by(delegations.c.ends_at, delegations.c.id)
        return tuple(_delegation(row) for row in await self._connection.execute(query))


def _delegation(row: AnyRow) -> Delegation:
    return Delegation(
        id=row.id,
        tenant=row.tenant,
        delegator=Participant(**row.body["giver"]),
        delegate=Participant(**row.body["taker"]),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
    )
