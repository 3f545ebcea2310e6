"""Scanned eDiscovery cases, as each viewer may see them.

Names of cases and addresses of people are in JSON bodies only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.database.upsert import insert_new
from ledger.tables import case_members, case_views
from licensing.tenant.checks import NotChecked


@dataclass(frozen=True, slots=True)
class CaseViewRow:
    """Progress of the scan of the cases that one viewer may see."""

    viewer: str
    generation: int
    sweeping: int
    cursor: Mapping[str, Any]
    why: NotChecked | None
    looked_at: datetime | None
    refused_at: datetime | None
    wanted_at: datetime


class CaseViews:
    """The views of all viewers within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def want(self, tenant: str, viewer: str, now: datetime) -> None:
        """Store that a viewer's cases are needed."""
        row = {
            "generation": 0,
            "scanning": 0,
            "cursor": {},
            "reason": "",
            "wanted_at": now,
        }
        if not await insert_new(self._connection, case_views, tenant=tenant, viewer=viewer, **row):
            await self._change(tenant, viewer, wanted_at=now)

    async def get(self, tenant: str, viewer: str) -> CaseViewRow | None:
        """Progress of one viewer's scan."""
        query = select(case_views).where(_is(tenant, viewer))
        row = (await self._connection.execute(query)).first()
        return _read(row) if row else None

    async def all(self, tenant: str) -> tuple[CaseViewRow, ...]:
        """Progress of all scans, ordered by viewer."""
        query = select(case_views).where(case_views.c.tenant == tenant)
        rows = await self._connection.execute(query.order_by(case_views.c.viewer))
        return tuple(map(_read, rows))

    async def advance(
        self,
        tenant: str,
        viewer: str,
        sweeping: int,
        cursor: Mapping[str, Any],
        members: Mapping[str, Any] | None,
    ) -> None:
        """Store one step of a scan: the people found, and the new cursor."""
        if members is not None:
            place = _look(tenant, viewer, sweeping)
            count = select(func.count()).select_from(case_members).where(place)
            number = (await self._connection.execute(count)).scalar_one()
            key = {"tenant": tenant, "viewer": viewer, "generation": sweeping, "number": number}
            await self._connection.execute(insert(case_members).values(**key, body=dict(members)))
        await self._change(tenant, viewer, scanning=sweeping, cursor=dict(cursor))

    async def finish(
        self,
        tenant: str,
        viewer: str,
        sweeping: int,
        now: datetime,
        why: NotChecked | None = None,
    ) -> None:
        """Store that a scan is complete, except for `why`; earlier scans are deleted."""
        await self._change(
            tenant,
            viewer,
            generation=sweeping,
            scanning=0,
            cursor={},
            reason=why or "",
            looked_at=now,
            refused_at=now if why else None,
        )
        await self._drop(tenant, viewer, case_members.c.generation != sweeping)

    async def refuse(self, tenant: str, viewer: str, why: NotChecked, now: datetime) -> None:
        """Store that a scan failed; the result of an earlier one is kept."""
        view = await self.get(tenant, viewer)
        if view is None:
            return
        # Failures in a row determine the time until the next scan.
        times = int(view.cursor.get("refusals", 0)) + 1
        values = {"scanning": 0, "cursor": {"refusals": times}, "reason": why, "refused_at": now}
        await self._change(tenant, viewer, **values)
        await self._drop(tenant, viewer, case_members.c.generation != view.generation)

    async def forget(self, tenant: str, viewer: str) -> None:
        """Delete the scans of a viewer."""
        await self._drop(tenant, viewer, case_members.c.generation >= 0)
        await self._connection.execute(delete(case_views).where(_is(tenant, viewer)))

    async def members(
        self, tenant: str, viewer: str, generation: int
    ) -> tuple[Mapping[str, Any], ...]:
        """The complete result of one scan, in parts."""
        query = select(case_members.c.body).where(_look(tenant, viewer, generation))
        rows = await self._connection.execute(query.order_by(case_members.c.number))
        return tuple(row.body for row in rows)

    async def _change(self, tenant: str, viewer: str, **values: object) -> None:
        change = update(case_views).where(_is(tenant, viewer)).values(**values)
        await self._connection.execute(change)

    async def _drop(self, tenant: str, viewer: str, which: ColumnElement[bool]) -> None:
        mine = (case_members.c.tenant == tenant) & (case_members.c.viewer == viewer)
        await self._connection.execute(delete(case_members).where(mine & which))


def _is(tenant: str, viewer: str) -> ColumnElement[bool]:
    return (case_views.c.tenant == tenant) & (case_views.c.viewer == viewer)


def _look(tenant: str, viewer: str, generation: int) -> ColumnElement[bool]:
    return (
        (case_members.c.tenant == tenant)
        & (case_members.c.viewer == viewer)
        & (case_members.c.generation == generation)
    )


def _read(row: AnyRow) -> CaseViewRow:
    return CaseViewRow(
        row.viewer,
        row.generation,
        row.scanning,
        row.cursor,
        NotChecked(row.reason) if row.reason else None,
        row.looked_at,
        row.refused_at,
        row.wanted_at,
    )
