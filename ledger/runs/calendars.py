"""The calendars of runs: which data people lost through a run, and what they can still get back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow, UtcTime
from ledger.database.json_codec import from_json
from ledger.database.upsert import insert_all_new, insert_new
from ledger.requests.store import approved_plans
from ledger.tables import calendars, grace_periods, plan_people, run_items, runs
from licensing.losses.services import Data
from licensing.plans.planned_person import PlannedPerson
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.runs.outcome import LineOutcome
from licensing.runs.removal_days import local_day
from licensing.tenant.people import PersonRef

#: People per query; databases accept a few thousand values in one.
_CHUNK: Final = 900


class Calendars:
    """The calendars within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(self, run_id: str) -> None:
        """Create the calendar of an ended run; an existing one is not changed."""
        run = runs.c
        query = select(run.tenant, run.ended_at, run.first_removal, run.timezone)
        ended = (runs.c.id == run_id) & runs.c.ended_at.is_not(None)
        row = (await self._connection.execute(query.where(ended))).first()
        if row is not None:
            fresh = {
                "days": "",
                "kinds": "",
                "filled_to": -1,
                "announced": False,
                "checked_to": -1,
                "notified_to": -1,
                "closed": False,
            }
            day = local_day(row.first_removal or row.ended_at, row.timezone)
            head = {"tenant": row.tenant, "day": day, "ended_at": row.ended_at}
            await insert_new(self._connection, calendars, run_id=run_id, **head, **fresh)

    async def ended(self, run_id: str) -> bool:
        """Whether there is such a run and it has ended."""
        query = select(runs.c.id).where(runs.c.id == run_id, runs.c.ended_at.is_not(None))
        return (await self._connection.execute(query)).first() is not None

    async def has_pending(self, tenant: str, owner: str | None, since: datetime) -> bool:
        """Whether a run that ended after `since` has an incomplete calendar."""
        query = (
            select(runs.c.id)
            .join(calendars, calendars.c.run_id == runs.c.id, isouter=True)
            .where(runs.c.tenant == tenant, runs.c.ended_at >= since)
            .where(or_(calendars.c.run_id.is_(None), calendars.c.filled_to.is_not(None)))
            .limit(1)
        )
        if owner is not None:
            query = query.where(_theirs(tenant, owner))
        return (await self._connection.execute(query)).first() is not None

    async def get(self, run_id: str) -> Calendar | None:
        """Read a calendar."""
        found = await self._calendars(_calendars().where(calendars.c.run_id == run_id))
        return found[0] if found else None

    async def ahead(self, tenant: str, owner: str | None) -> tuple[Calendar, ...]:
        """Read the open calendars of a tenant, oldest first; of one person's runs, or all.

        A person's are in their name, or of their approved requests.
        """
        query = _calendars().where(calendars.c.tenant == tenant, calendars.c.closed.is_(False))
        if owner is not None:
            query = query.where(_theirs(tenant, owner))
        return await self._calendars(query.order_by(calendars.c.ended_at, calendars.c.run_id))

    async def outcomes(
        self, run_id: str, after: int, limit: int
    ) -> tuple[tuple[int, PlannedPerson, tuple[LineOutcome, ...], date], ...]:
        """Read people of a run after this position whose licenses should change.

        Each with the outcome and the day of the removal.
        """
        item = run_items.c
        here = (plan_people.c.plan_id == runs.c.plan_id) & (plan_people.c.position == item.position)
        query = (
            select(
                item.position,
                item.lines,
                func.coalesce(item.asked_at, item.finished_at, type_=UtcTime).label("removed_at"),
                runs.c.timezone,
                plan_people.c.body,
            )
            .join_from(run_items, runs, runs.c.id == item.run_id)
            .join(plan_people, here)
            .where(item.run_id == run_id, item.finished.is_(True), item.position > after)
            .where(plan_people.c.affected.is_not(None))
            .order_by(item.position)
            .limit(limit)
        )
        return tuple(
            (
                row.position,
                from_json(row.body, PlannedPerson),
                from_json(row.lines, tuple[LineOutcome, ...]),
                local_day(row.removed_at, row.timezone),
            )
            for row in await self._connection.execute(query)
        )

    async def fill(
        self, calendar: Calendar, people: Iterable[GracePeriod], filled_to: int | None
    ) -> None:
        """Add people to a calendar, and store its last position; None if it is complete."""
        run_id, people = calendar.run, tuple(people)
        rows = [
            {
                "run_id": run_id,
                "tenant": calendar.tenant,
                "position": one.position,
                "person": one.person,
                "day": one.day or calendar.day,
                "kinds": _text(one.kinds),
                "remaining": _text(one.missing),
                "products": _text(one.products),
                "account_gone": one.account_deleted,
                "checked_at": one.checked_at,
            }
            for one in people
        ]
        await insert_all_new(self._connection, grace_periods, rows)
        kinds = calendar.kinds.union(*(one.kinds for one in people))
        days = {*calendar.days, *(one.day for one in people if one.day)}
        text = ",".join(day.isoformat() for day in sorted(days))
        await self._change(run_id, kinds=_text(kinds), days=text, filled_to=filled_to)

    async def page(self, run_id: str, after: int, limit: int) -> tuple[GracePeriod, ...]:
        """Read people of a calendar after this position."""
        query = select(grace_periods).where(
            grace_periods.c.run_id == run_id, grace_periods.c.position > after
        )
        query = query.order_by(grace_periods.c.position).limit(limit)
        return tuple(_grace(row) for row in await self._connection.execute(query))

    async def all_periods(self, run_id: str) -> tuple[GracePeriod, ...]:
        """Read all people of a calendar, in the order of the plan."""
        query = (
            select(grace_periods)
            .where(grace_periods.c.run_id == run_id)
            .order_by(grace_periods.c.position)
        )
        return tuple(_grace(row) for row in await self._connection.execute(query))

    async def newer(
        self, tenant: str, people: Sequence[str], ended_at: datetime
    ) -> Mapping[str, frozenset[Data]]:
        """Data of these people that later runs removed, by person: for it the later dates count."""
        found: dict[str, frozenset[Data]] = {}
        for part in _chunks(people):
            query = (
                select(grace_periods.c.person, grace_periods.c.kinds)
                .join(calendars, calendars.c.run_id == grace_periods.c.run_id)
                .where(grace_periods.c.tenant == tenant, grace_periods.c.person.in_(part))
                .where(calendars.c.ended_at > ended_at)
            )
            for row in await self._connection.execute(query):
                found[row.person] = found.get(row.person, frozenset()) | _kinds(row.kinds)
        return found

    async def check(self, run_id: str, checked: Sequence[GracePeriod]) -> None:
        """Store the result of a check."""
        if not checked:
            return
        here = (grace_periods.c.run_id == run_id) & (grace_periods.c.position == bindparam("place"))
        change = update(grace_periods).where(here)
        values: dict[str, Any] = {
            name: bindparam(f"new_{name}") for name in ("remaining", "account_gone", "checked_at")
        }
        rows = [
            {
                "place": one.position,
                "new_remaining": _text(one.missing),
                "new_account_gone": one.account_deleted,
                "new_checked_at": one.checked_at,
            }
            for one in checked
        ]
        await self._connection.execute(change.values(**values), rows)

    async def note_checked_to(self, run_id: str, checked_to: int) -> None:
        """Store the last position that the current reminder has checked."""
        await self._change(run_id, checked_to=checked_to)

    async def note_notified_to(self, run_id: str, notified_to: int) -> None:
        """Store the last position whose person was notified."""
        await self._change(run_id, notified_to=notified_to)

    async def mark_announced(self, run_id: str) -> None:
        """Store that the people who lost something were notified."""
        await self._change(run_id, announced=True, checked_to=-1, notified_to=-1)

    async def mark_reminded(self, run_id: str, on: date) -> None:
        """Store that the reminder of this day was handled."""
        await self._change(run_id, reminded_on=on, checked_to=-1, notified_to=-1)

    async def end(self, run_id: str) -> None:
        """Close a calendar without upcoming dates: delete its people, keep its row."""
        await self._connection.execute(
            delete(grace_periods).where(grace_periods.c.run_id == run_id)
        )
        await self._change(run_id, closed=True, filled_to=None, checked_to=-1)

    async def names(self, plan: str, positions: Sequence[int]) -> Mapping[int, PersonRef]:
        """Names of people of a plan, by position."""
        found: dict[int, PersonRef] = {}
        for part in _chunks(positions):
            query = select(plan_people.c.position, plan_people.c.body).where(
                plan_people.c.plan_id == plan, plan_people.c.position.in_(part)
            )
            for row in await self._connection.execute(query):
                body = row.body
                found[row.position] = PersonRef(body["id"], body["name"], body["address"])
        return found

    async def _change(self, run_id: str, **values: object) -> None:
        change = update(calendars).where(calendars.c.run_id == run_id).values(**values)
        await self._connection.execute(change)

    async def _calendars(self, query: Select[Any]) -> tuple[Calendar, ...]:
        return tuple(_calendar(row) for row in await self._connection.execute(query))


def _theirs(tenant: str, person: str) -> ColumnElement[bool]:
    asked = runs.c.plan_id.in_(approved_plans(tenant, person))
    return (runs.c.owner == person) | asked


def _calendars() -> Select[Any]:
    run = runs.c
    of_run = (run.plan_id, run.owner, run.conversation, run.card_slot, run.receipt)
    head = select(calendars, *of_run)
    return head.join(runs, runs.c.id == calendars.c.run_id)


def _calendar(row: AnyRow) -> Calendar:
    return Calendar(
        run=row.run_id,
        plan=row.plan_id,
        tenant=row.tenant,
        owner=row.owner,
        conversation=row.conversation,
        day=row.day,
        days=tuple(map(date.fromisoformat, filter(None, row.days.split(",")))),
        ended_at=row.ended_at,
        card_slot=row.card_slot,
        receipt=row.receipt,
        kinds=_kinds(row.kinds),
        filled_to=row.filled_to,
        announced=row.announced,
        reminded_until=row.reminded_on,
        checked_to=row.checked_to,
        notified_to=row.notified_to,
        finished=row.closed,
    )


def _grace(row: AnyRow) -> GracePeriod:
    return GracePeriod(
        position=row.position,
        person=row.person,
        kinds=_kinds(row.kinds),
        missing=_kinds(row.remaining),
        products=frozenset(filter(None, row.products.split(","))),
        account_deleted=row.account_gone,
        checked_at=row.checked_at,
        day=row.day,
    )


def _text(kinds: Iterable[str]) -> str:
    return ",".join(sorted(kinds))


def _kinds(text: str) -> frozenset[Data]:
    return frozenset(map(Data, filter(None, text.split(","))))


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
