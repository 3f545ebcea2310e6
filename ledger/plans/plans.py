"""Plans: a header and one row per person, written once and never changed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.json_codec import from_json, to_json
from ledger.database.upsert import insert_all_new, insert_new
from ledger.tables import plan_people, plans, runs
from licensing.errors import PlanMissing
from licensing.plans.people_filter import FILTER_BITS, PeopleFilter, filter_bits
from licensing.plans.plan import Plan, UndoneRun, combined_hash, row_hash
from licensing.plans.planned_person import PlannedPerson
from licensing.plans.summary import Summary
from licensing.runs.removal_days import local_day

#: People per query.
CHUNK: Final = 1000
#: Hashes per query.
_HASHES: Final = 10_000


class Plans:
    """The plans within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save(self, plan: Plan) -> None:
        """Store a new plan with all its people."""
        await self.begin(plan)
        affected = 0
        for start in range(0, len(plan.people), CHUNK):
            affected += await self.add(plan, start, affected)
        await self.mark_complete(plan.id)

    async def begin(self, plan: Plan) -> None:
        """Store the header of a new plan; its people follow, possibly in later transactions."""
        head = {
            "id": plan.id,
            "tenant": plan.tenant,
            "owner": plan.owner,
            "made_at": plan.made_at,
            "day": plan.day,
            "products": dict(plan.products),
            "summary": to_json(plan.summary),
            "hash": plan.hash,
            "undoes": plan.undoes.run if plan.undoes else None,
            "complete": False,
        }
        await insert_new(self._connection, plans, **head)

    async def add(self, plan: Plan, start: int, affected: int) -> int:
        """Store the next `CHUNK` people of a plan, from position `start`.

        `affected` is the number of affected people before; returns how many were added. Safe to
        repeat.
        """
        rows = _rows(plan, start, affected)
        await insert_all_new(self._connection, plan_people, rows)
        return sum(row["affected"] is not None for row in rows)

    async def mark_complete(self, plan_id: str) -> None:
        """Mark a plan as complete; the retention job deletes incomplete ones."""
        change = update(plans).where(plans.c.id == plan_id)
        await self._connection.execute(change.values(complete=True))

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
            summary=from_json(row.summary, Summary),
            hash=row.hash,
            undoes=await self._undone(row.undoes) if row.undoes else None,
        )

    async def people(self, plan_id: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of a plan, in its order; empty if there is no such plan."""
        return await self._page(plan_id, plan_people.c.position, offset, limit)

    async def affected(self, plan_id: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of the people whose licenses change, in the plan's order."""
        return await self._page(plan_id, plan_people.c.affected, offset, limit)

    async def filtered(
        self, plan_id: str, which: PeopleFilter, offset: int, limit: int
    ) -> tuple[PlannedPerson, ...]:
        """Read a page of the people whom a filter shows, in the plan's order."""
        if which is PeopleFilter.EVERYONE:
            return await self.people(plan_id, offset, limit)
        if which is PeopleFilter.AFFECTED:
            return await self.affected(plan_id, offset, limit)
        places = self.places(plan_id, which, offset, limit)
        found = (await self._connection.execute(places)).scalars().all()
        rows = await self._rows(plan_id, plan_people.c.position.in_(found), limit)
        return tuple(person for _, person in rows)

    def places(
        self, plan_id: str, which: PeopleFilter, offset: int, limit: int
    ) -> Select[tuple[int]]:
        """A query for the positions of a page of the people whom a filter shows."""
        person = plan_people.c
        shown = person.filters.bitwise_and(FILTER_BITS[which]) != 0
        query = select(person.position).where(person.plan_id == plan_id, shown)
        return query.order_by(person.position).offset(offset).limit(limit)

    async def affected_ids(self, plan_id: str) -> tuple[str, ...]:
        """Read the ids of the people whose licenses change, in the plan's order."""
        person = plan_people.c
        query = (
            select(person.body["id"].as_string())
            .where(person.plan_id == plan_id, person.affected.is_not(None))
            .order_by(person.affected)
        )
        return tuple((await self._connection.execute(query)).scalars())

    async def chunks(
        self, plan_id: str, size: int = CHUNK
    ) -> AsyncIterator[tuple[PlannedPerson, ...]]:
        """Iterate over all people in the plan's order, `size` at a time: for a file or the hash."""
        offset = 0
        while page := await self.people(plan_id, offset, size):
            yield page
            offset += len(page)

    async def untouched(self, plan_id: str) -> AsyncIterator[tuple[tuple[int, PlannedPerson], ...]]:
        """Iterate over the people whose licenses don't change, with their positions, in chunks."""
        after = -1
        none_removed = plan_people.c.affected.is_(None)
        while page := await self._rows(
            plan_id, none_removed & (plan_people.c.position > after), CHUNK
        ):
            yield page
            after = page[-1][0]

    async def is_unchanged(self, plan_id: str) -> bool:
        """Whether the hashes of a plan's people, in order, still give the plan's hash.

        Each person's row is compared with its hash when it is read for a run. `PlanMissing` if
        there is no plan.
        """
        plan = await self.header(plan_id)
        hashes: list[str] = []
        query = select(plan_people.c.position, plan_people.c.hash).order_by(plan_people.c.position)
        query = query.where(plan_people.c.plan_id == plan_id).limit(_HASHES)
        after = -1
        while rows := (
            await self._connection.execute(query.where(plan_people.c.position > after))
        ).all():
            hashes += [row.hash for row in rows]
            after = rows[-1].position
        made = await asyncio.to_thread(combined_hash, plan.tenant, hashes, plan.undoes)
        return made == plan.hash and len(hashes) == plan.summary.people

    async def _undone(self, run_id: str) -> UndoneRun:
        query = select(
            runs.c.receipt,
            runs.c.first_removal,
            runs.c.started_at,
            runs.c.timezone,
            plans.c.summary,
        ).join(plans, plans.c.id == runs.c.plan_id)
        row = (await self._connection.execute(query.where(runs.c.id == run_id))).one()
        terms = from_json(row.summary, Summary).terms
        day = local_day(row.first_removal or row.started_at, row.timezone)
        return UndoneRun(run_id, row.receipt, day, terms)

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
        return tuple((row.position, from_json(row.body, PlannedPerson)) for row in rows)


def _rows(plan: Plan, start: int, affected: int) -> list[dict[str, Any]]:
    """Rows of a chunk of people; affected people are numbered."""
    rows: list[dict[str, Any]] = []
    for position, person in enumerate(plan.people[start : start + CHUNK], start):
        place = affected if person.touched else None
        affected += place is not None
        body = to_json(person)
        rows.append(
            {
                "plan_id": plan.id,
                "position": position,
                "affected": place,
                "hash": row_hash(person),
                "filters": filter_bits(person),
                "body": body,
            }
        )
    return rows
