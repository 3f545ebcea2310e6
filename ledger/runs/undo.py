"""Licenses that a run removed and that were not restored since, read in chunks of people."""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow, UtcTime
from ledger.database.json_codec import from_json
from ledger.tables import plan_people, plans, run_items, runs
from licensing.plans.planned_person import PlannedPerson
from licensing.runs.outcome import LineOutcome, PersonOutcome
from licensing.runs.removal_days import local_day
from licensing.runs.undo import RemovedLicenses, removed_licenses, restored_products
from licensing.tenant.people import PersonRef

_CHUNK: Final = 1000
#: Number of names that are read at a time.
_MANY: Final = 4000
#: A person of a run, the outcome, and the day of the removal.
_Ended = tuple[PlannedPerson, PersonOutcome, date]


class Undos:
    """Reads runs and their undo runs, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def removed(
        self, run_id: str, among: Collection[str] | None = None
    ) -> AsyncIterator[tuple[RemovedLicenses, ...]]:
        """Iterate over people with licenses to restore, in the plan's order.

        `among` are ids of people; None means everyone. Licenses that an undo run restored, or is
        verifying, are excluded.
        """
        wanted = None if among is None else set(among)
        back = await self._restored(run_id)
        async for page in self._pages(run_id):
            yield _undoable((one for one in page if wanted is None or one[0].id in wanted), back)

    async def search(
        self, run_id: str, fits: Callable[[PersonRef], bool], limit: int
    ) -> list[PersonRef]:
        """The first people who fit and have something to restore, in the plan's order.

        Everyone's name is compared; the rest is read only of those who fit.
        """
        found: list[PersonRef] = []
        async for names in self._names(run_id):
            fitting = [position for position, ref in names if fits(ref)]
            for start in range(0, len(fitting), _CHUNK):
                part = fitting[start : start + _CHUNK]
                these = run_items.c.position.in_(part)
                rows = (await self._connection.execute(_people(run_id).where(these))).all()
                ended = [_person(row) for row in rows]
                back = await self._restored(run_id, [planned.id for planned, _, _ in ended])
                found += [one.person for one in _undoable(ended, back)]
                if len(found) >= limit:
                    return found[:limit]
        return found

    async def _names(self, run_id: str) -> AsyncIterator[list[tuple[int, PersonRef]]]:
        """Iterate over the names, with their place, of people whose licenses should change."""
        after = -1
        while rows := (await self._connection.execute(_names(run_id, after))).all():
            yield [(row[0], PersonRef(*row[1:])) for row in rows]
            after = rows[-1][0]

    async def _restored(
        self, run_id: str, among: Sequence[str] | None = None
    ) -> dict[str, frozenset[str]]:
        """Restored products by person: ids. `among` are ids of people, None is everyone."""
        query = select(runs.c.id).join(plans, plans.c.id == runs.c.plan_id)
        undoing = (await self._connection.execute(query.where(plans.c.undoes == run_id))).scalars()
        found: dict[str, frozenset[str]] = {}
        for restoration in undoing.all():
            async for page in self._pages(restoration, among):
                for planned, outcome, _ in page:
                    if products := restored_products(outcome):
                        found[planned.id] = found.get(planned.id, frozenset()) | products
        return found

    async def _pages(
        self, run_id: str, among: Sequence[str] | None = None
    ) -> AsyncIterator[list[_Ended]]:
        """Iterate over the finished people of a run whose licenses should change."""
        after = -1
        while True:
            query = _people(run_id, after)
            if among is not None:
                query = query.where(plan_people.c.body["id"].as_string().in_(among))
            rows = (await self._connection.execute(query)).all()
            if not rows:
                return
            yield [_person(row) for row in rows]
            after = rows[-1].position


def _undoable(
    ended: Iterable[_Ended], back: Mapping[str, frozenset[str]]
) -> tuple[RemovedLicenses, ...]:
    found = (
        (removed_licenses(planned, outcome, back.get(planned.id, frozenset())), day)
        for planned, outcome, day in ended
    )
    return tuple(replace(one, removed_on=day) for one, day in found if one)


def _names(run_id: str, after: int) -> Select[Any]:
    place, body = plan_people.c.position, plan_people.c.body
    names = (body[key].as_string() for key in ("id", "name", "address"))
    return (
        select(place, *names)
        .join(runs, runs.c.plan_id == plan_people.c.plan_id)
        .where(runs.c.id == run_id, plan_people.c.affected.is_not(None), place > after)
        .order_by(place)
        .limit(_MANY)
    )


def _people(run_id: str, after: int = -1) -> Select[Any]:
    item = run_items.c
    return (
        select(
            item.position,
            item.lines,
            item.lost_mailbox,
            func.coalesce(item.asked_at, item.finished_at, type_=UtcTime).label("removed_at"),
            runs.c.timezone,
            plan_people.c.body,
        )
        .join_from(run_items, runs, runs.c.id == item.run_id)
        .join(
            plan_people,
            (plan_people.c.plan_id == runs.c.plan_id) & (plan_people.c.position == item.position),
        )
        .where(item.run_id == run_id, item.finished.is_(True), item.position > after)
        .where(plan_people.c.affected.is_not(None))
        .order_by(item.position)
        .limit(_CHUNK)
    )


def _person(row: AnyRow) -> _Ended:
    planned = from_json(row.body, PlannedPerson)
    lines = from_json(row.lines, tuple[LineOutcome, ...])
    outcome = PersonOutcome(planned.id, planned.name, planned.address, lines, row.lost_mailbox)
    return planned, outcome, local_day(row.removed_at, row.timezone)
