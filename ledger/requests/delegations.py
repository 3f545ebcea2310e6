"""Delegations: who may approve for whom, and until when."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.requests.tables import delegations
from licensing.requests.delegation import Delegation
from licensing.requests.model import Participant


class Delegations:
    """The delegations within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, delegation: Delegation) -> None:
        """Store a new delegation."""
        row = {
            "id": delegation.id,
            "tenant": delegation.tenant,
            "delegator": delegation.delegator.id,
            "delegate": delegation.delegate.id,
            "starts_at": delegation.starts_at,
            "ends_at": delegation.ends_at,
            "ended_at": delegation.ended_at,
            "body": {
                "delegator": asdict(delegation.delegator),
                "delegate": asdict(delegation.delegate),
            },
        }
        await self._connection.execute(insert(delegations).values(**row))

    async def end(self, tenant: str, delegator: str, id: str, at: datetime) -> bool:  # noqa: A002
        """End a delegation; False if the delegator has no such active one."""
        mine = (delegations.c.tenant == tenant) & (delegations.c.delegator == delegator)
        open_ = (delegations.c.id == id) & delegations.c.ended_at.is_(None)
        change = update(delegations).where(mine & open_).values(ended_at=at)
        return (await self._connection.execute(change)).rowcount == 1

    async def to(self, tenant: str, delegate: str, now: datetime) -> Sequence[Delegation]:
        """Read delegations to someone that are active now."""
        return await self._active(tenant, delegations.c.delegate == delegate, now)

    async def of(self, tenant: str, delegator: str, now: datetime) -> Sequence[Delegation]:
        """Read delegations by someone that have not ended, including future ones."""
        which = (
            (delegations.c.tenant == tenant)
            & (delegations.c.delegator == delegator)
            & delegations.c.ended_at.is_(None)
            & (delegations.c.ends_at > now)
        )
        return await self._read(which)

    async def _active(
        self, tenant: str, which: ColumnElement[bool], now: datetime
    ) -> Sequence[Delegation]:
        active = (
            (delegations.c.tenant == tenant)
            & delegations.c.ended_at.is_(None)
            & (delegations.c.starts_at <= now)
            & (delegations.c.ends_at > now)
        )
        return await self._read(active & which)

    async def _read(self, which: ColumnElement[bool]) -> Sequence[Delegation]:
        query = select(delegations).where(which).order_by(delegations.c.ends_at, delegations.c.id)
        return tuple(_delegation(row) for row in await self._connection.execute(query))


def _delegation(row: AnyRow) -> Delegation:
    return Delegation(
        id=row.id,
        tenant=row.tenant,
        delegator=Participant(**row.body["delegator"]),
        delegate=Participant(**row.body["delegate"]),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
    )
