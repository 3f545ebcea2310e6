"""Plans: a head and one row a person, written once and never changed."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.plan_codec import decode_person, encode_person
from ledger.summary_codec import decode_summary, encode_summary
from ledger.tables import plan_people, plans
from licensing.errors import PlanMissing
from licensing.plan import Plan, PlannedPerson

#: Rows for each round trip.
_CHUNK = 1000


class Plans:
    """The plans within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save(self, plan: Plan) -> None:
        """Store a new plan with all its people."""
        head = {
            "id": plan.id,
            "tenant": plan.tenant,
            "owner": plan.owner,
            "made_at": plan.made_at,
            "day": plan.day,
            "products": dict(plan.products),
            "summary": encode_summary(plan.summary),
            "hash": plan.hash,
        }
        await self._connection.execute(insert(plans).values(**head))
        rows = _rows(plan)
        for start in range(0, len(rows), _CHUNK):
            await self._connection.execute(insert(plan_people), rows[start : start + _CHUNK])

    async def header(self, plan_id: str) -> Plan:
        """Read a plan with `people=()`; `PlanMissing` if there is none."""
        query = select(plans).where(plans.c.id == plan_id)
        row = (await self._connection.execute(query)).first()
        if row is None:
            raise PlanMissing
        return Plan(
            id=row.id,
            tenant=row.tenant,
            owner=row.owner,
            made_at=row.made_at,
            day=row.day,
            products=row.products,
            people=(),
            summary=decode_summary(row.summary),
            hash=row.hash,
        )

    async def people(self, plan_id: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of a plan, in its order; empty for a plan that is not there."""
        return await self._page(plan_id, plan_people.c.position, offset, limit)

    async def affected(self, plan_id: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of those from whom something is removed, in the plan's order."""
        return await self._page(plan_id, plan_people.c.affected, offset, limit)

    async def chunks(
        self, plan_id: str, size: int = _CHUNK
    ) -> AsyncIterator[tuple[PlannedPerson, ...]]:
        """Go through all people in the plan's order, `size` at a time: for a CSV or the hash."""
        offset = 0
        while page := await self.people(plan_id, offset, size):
            yield page
            offset += len(page)

    async def untouched(self, plan_id: str) -> AsyncIterator[tuple[tuple[int, PlannedPerson], ...]]:
        """Go through those from whom nothing is removed, with their places, some at a time."""
        after = -1
        none_removed = plan_people.c.affected.is_(None)
        while page := await self._rows(
            plan_id, none_removed & (plan_people.c.position > after), _CHUNK
        ):
            yield page
            after = page[-1][0]

    async def _page(
        self, plan_id: str, place: ColumnElement[int], offset: int, limit: int
    ) -> tuple[PlannedPerson, ...]:
        inside = (place >= offset) & (place < offset + limit)
        return tuple(person for _, person in await self._rows(plan_id, inside, limit))

    async def _rows(
        self, plan_id: str, which: ColumnElement[bool], limit: int
    ) -> tuple[tuple[int, PlannedPerson], ...]:
        query = (
            select(plan_people.c.position, plan_people.c.body)
            .where(plan_people.c.plan_id == plan_id, which)
            .order_by(plan_people.c.position)
            .limit(limit)
        )
        rows = await self._connection.execute(query)
        return tuple((row.position, decode_person(row.body)) for row in rows)


def _rows(plan: Plan) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    places = _places(plan.people)
    for position, (person, affected) in enumerate(zip(plan.people, places, strict=True)):
        body = encode_person(person)
        row = {"plan_id": plan.id, "position": position, "affected": affected, "body": body}
        rows.append(row)
    return rows


def _places(people: Iterable[PlannedPerson]) -> Iterable[int | None]:
    """Number those from whom something is removed."""
    place = 0
    for person in people:
        if person.removals:
            yield place
            place += 1
        else:
            yield None
