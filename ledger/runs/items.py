"""The people of a run, leased while they are processed.

Each claim increases the person's fence (fencing token). A write is accepted only with the newest
fence, so a slow or dead worker can't overwrite later results.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import ColumnElement, case, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.database.db_clock import DatabaseClock
from ledger.database.json_codec import from_json
from ledger.mail.takeovers import OnTakeover, ignore_takeovers
from ledger.runs.other_runs import free_of_others
from ledger.tables import plan_people, run_items, runs
from licensing.plans.plan import row_hash
from licensing.plans.planned_person import (
    CHANGING_ACTIONS,
    Line,
    PlannedAction,
    PlannedPerson,
)
from licensing.runs.calls import Call, CallState
from licensing.runs.control import PAUSED_STATES
from licensing.runs.outcome import LineOutcome, Outcome, RunState

#: A person's position in the plan, and the fence: one claim on them.
Claim = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One claimed person of a run."""

    run: str
    #: The position in the plan.
    position: int
    #: Number of claims, including this one: the fencing token.
    fence: int
    person: PlannedPerson
    #: The outcomes of the lines that don't change.
    untouched: tuple[LineOutcome, ...]
    #: When it was claimed, by the ledger's clock.
    claimed_at: datetime
    #: When an earlier claim stored its intent to call Graph, by the same clock; None if certainly
    #: nothing was written yet.
    intended_at: datetime | None
    #: The calls of earlier claims; with an intent, the last one is open.
    calls: tuple[Call, ...] = ()
    #: Whether the run is stopping: then only the result of an earlier claim is read.
    stopping: bool = False
    #: Whether the person's row in the plan differs from its frozen hash.
    altered: bool = False
    #: Number of counted attempts, including this one.
    tries: int = 1
    #: Reason of the last postponement; a `Drift` if nothing will be done for them.
    reason: str = ""
    #: Whether this person is the probe that shows if the tenant's trouble has ended.
    probes: bool = False

    @property
    def claim(self) -> Claim:
        """This claim on the person."""
        return self.position, self.fence


class RunItems:
    """The claims on the people of runs within one transaction."""

    def __init__(
        self,
        connection: AsyncConnection,
        times: DatabaseClock,
        on_takeover: OnTakeover = ignore_takeovers,
    ) -> None:
        self._connection = connection
        self._times = times
        self._on_takeover = on_takeover

    async def claim(
        self, run_id: str, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Item, ...]:
        """Claim up to `limit` people who are due and not leased, in the plan's order.

        People who are leased in another run of the tenant are skipped. Claims no one while the run
        is paused by a person or by trouble of the tenant; after trouble, one probe, preferably a
        person who was not affected by it. Claims only the canary until it is finished, and while
        the run is stopping, only people for whom Graph may have been called.
        """
        free = await free_of_others(self._connection, self._times, run_id, now)
        item = run_items.c
        moment = self._times.at(now)
        query = (
            select(item.position, item.lease_until.is_not(None).label("held"))
            .join(runs, runs.c.id == item.run_id)
            .where(item.run_id == run_id, item.finished.is_(False), item.due_at <= moment)
            .where(or_(item.lease_until.is_(None), item.lease_until <= moment))
            .where(_may_be_begun(), free)
            .where(_past_trouble(moment))
            .order_by(case((runs.c.trouble != "", item.due_at)), item.position)
            .limit(limit)
            .with_for_update(skip_locked=True, of=run_items)
        )
        found = (await self._connection.execute(query)).all()
        if not found:
            return ()
        probes = await self._claim_probe(run_id, now, lease)
        if probes is None:
            return ()
        if probes:
            found = found[:1]
        if held := sum(row.held for row in found):
            self._on_takeover("run", held)
        mine = at(run_id, [row.position for row in found])
        claimed = {"lease_until": self._times.at(now, lease), "fence": item.fence + 1}
        claimed["tries"] = item.tries + 1
        await self._connection.execute(update(run_items).where(mine).values(**claimed))
        return await self._items(mine, lease, probes=probes)

    async def renew(self, items: Sequence[Item], now: datetime, lease: timedelta) -> frozenset[int]:
        """Renew the leases of people of one run.

        Returns the positions of those still leased; another worker claimed the others.
        """
        held = positions(await self.lock(items))
        until = self._times.at(now, lease)
        mine = at(items[0].run, held) & run_items.c.lease_until.is_not(None)
        await self._connection.execute(update(run_items).where(mine).values(lease_until=until))
        return held

    async def expired_while_paused(self, now: datetime) -> frozenset[str]:
        """The ids of paused runs that still list people whose worker has died."""
        item, expired = run_items.c, run_items.c.lease_until <= self._times.at(now)
        query = select(runs.c.id).join(run_items, item.run_id == runs.c.id)
        query = query.where(runs.c.state.in_(PAUSED_STATES), expired).distinct()
        return frozenset((await self._connection.execute(query)).scalars())

    async def release_expired(self, run_id: str, now: datetime) -> None:
        """Release the people of a paused run whose worker has died; its cards are outdated then.

        They are claimed again when the run is resumed or stopped.
        """
        item = run_items.c
        lapsed = (item.run_id == run_id) & (item.lease_until <= self._times.at(now))
        await self._connection.execute(update(run_items).where(lapsed).values(lease_until=None))
        change = {"changed": runs.c.changed + 1}
        await self._connection.execute(update(runs).where(runs.c.id == run_id).values(**change))

    async def lock(self, items: Sequence[Item]) -> frozenset[Claim]:
        """Lock the people of one run whose newest claims these are; returns these claims.

        Never compare positions alone: one process can have an expired claim and a newer one on the
        same person.
        """
        if not items:
            return frozenset()
        column = run_items.c
        mine = (column.run_id == items[0].run) & tuple_(column.position, column.fence).in_(
            [item.claim for item in items]
        )
        query = (
            select(column.position, column.fence)
            .where(mine, column.finished.is_(False))
            # Always in the same order, so that two writers never deadlock.
            .order_by(column.position)
            .with_for_update()
        )
        rows = await self._connection.execute(query)
        return frozenset((row.position, row.fence) for row in rows)

    async def wait_for_due(self, run_id: str, now: datetime) -> timedelta | None:
        """How long until someone can be claimed; None if no one can, see `claim`."""
        item = run_items.c
        free_at = case((item.lease_until > item.due_at, item.lease_until), else_=item.due_at)
        query = select(
            func.min(free_at, type_=item.due_at.type),
            self._times.at(now),
            func.max(runs.c.trouble_until, type_=item.due_at.type),
        )
        query = query.join_from(run_items, runs, runs.c.id == item.run_id)
        waiting = (item.run_id == run_id) & item.finished.is_(False)
        # A lease may end at any time without a notification.
        possible = or_(_may_be_begun(), item.lease_until > self._times.at(now))
        found = (await self._connection.execute(query.where(waiting, possible))).one()
        due, moment, trouble_until = found
        if due is None:
            return None
        wait: timedelta = max(due, trouble_until or due) - moment
        return max(timedelta(), wait)

    async def left(self, run_id: str, limit: int) -> int:
        """Number of people who can still be processed, at most `limit`."""
        item = run_items.c
        query = (
            select(item.position)
            .join_from(run_items, runs, runs.c.id == item.run_id)
            .where(item.run_id == run_id, item.finished.is_(False), _may_be_begun())
            .limit(limit)
        )
        return len((await self._connection.execute(query)).all())

    async def _claim_probe(self, run_id: str, now: datetime, lease: timedelta) -> bool | None:
        """Whether the next claim is a probe; None while no one may be claimed.

        The next person is claimed when the probe's result is known, or when its lease expires.
        """
        moment = self._times.at(now)
        in_trouble = (runs.c.id == run_id) & (runs.c.trouble != "")
        change = update(runs).where(in_trouble, runs.c.trouble_until <= moment)
        probing = change.values(trouble_until=self._times.at(now, lease))
        if (await self._connection.execute(probing)).rowcount == 1:
            return True
        query = select(runs.c.trouble).where(runs.c.id == run_id)
        return None if (await self._connection.execute(query)).scalar_one() else False

    async def _items(
        self, which: ColumnElement[bool], lease: timedelta, *, probes: bool
    ) -> tuple[Item, ...]:
        item = run_items.c
        query = (
            select(
                item.run_id,
                item.position,
                item.fence,
                item.tries,
                item.reason,
                item.lease_until,
                item.intended_at,
                item.calls,
                runs.c.state,
                plan_people.c.hash,
                plan_people.c.body,
            )
            .join(runs, runs.c.id == item.run_id)
            .join(
                plan_people,
                (plan_people.c.plan_id == runs.c.plan_id)
                & (plan_people.c.position == item.position),
            )
            .where(which)
            .order_by(item.position)
        )
        return tuple(
            _item(row, lease, probes=probes) for row in await self._connection.execute(query)
        )


def untouched(line: Line) -> LineOutcome:
    """The outcome of a line that the run does not touch.

    A group keeps the product, the person did not have it, its assignment is unknown, or it can't be
    restored.
    """
    match line.action:
        case PlannedAction.INHERITED:
            return LineOutcome(line.product, Outcome.KEPT, line.groups)
        case PlannedAction.NOT_HELD:
            return LineOutcome(line.product, Outcome.NOT_HELD, line.groups)
        case PlannedAction.UNEXPLAINED:
            return LineOutcome(line.product, Outcome.UNEXPLAINED, line.groups)
        case (
            PlannedAction.ALREADY_HELD
            | PlannedAction.NO_SEAT
            | PlannedAction.NO_LOCATION
            | PlannedAction.NOT_OWNED
            | PlannedAction.ACCOUNT_GONE
        ):
            return LineOutcome(line.product, Outcome.LEFT_OUT, line.groups, line.action)
        case PlannedAction.REMOVE | PlannedAction.STAYS_BY_GROUP | PlannedAction.RESTORE:
            raise AssertionError(line.action)
        case unreachable:
            assert_never(unreachable)


def positions(claims: frozenset[Claim]) -> frozenset[int]:
    """The positions of the people of these claims."""
    return frozenset(position for position, _ in claims)


def at(run_id: str, places: Collection[int]) -> ColumnElement[bool]:
    """A condition for the people at these positions of a run."""
    return (run_items.c.run_id == run_id) & run_items.c.position.in_(places)


def begun() -> ColumnElement[bool]:
    """A condition for people for whom Graph may have been called, also for some products only."""
    return or_(run_items.c.intended_at.is_not(None), run_items.c.calls.is_not(None))


def _may_be_begun() -> ColumnElement[bool]:
    item, run = run_items.c, runs.c
    allowed = or_(run.canary_end.is_(None), item.position <= run.canary_end)
    return or_(
        (run.state == RunState.RUNNING) & allowed,
        (run.state == RunState.STOPPING) & begun(),
    )


def _past_trouble(moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    return or_(runs.c.trouble_until.is_(None), runs.c.trouble_until <= moment)


def _item(row: AnyRow, lease: timedelta, *, probes: bool) -> Item:
    person = from_json(row.body, PlannedPerson)
    return Item(
        altered=row_hash(person) != row.hash,
        run=row.run_id,
        position=row.position,
        fence=row.fence,
        person=person,
        untouched=tuple(
            untouched(line) for line in person.lines if line.action not in CHANGING_ACTIONS
        ),
        claimed_at=row.lease_until - lease,
        intended_at=row.intended_at,
        calls=_calls(row, person),
        stopping=row.state == RunState.STOPPING,
        tries=row.tries,
        reason=row.reason,
        probes=probes,
    )


def _calls(row: AnyRow, person: PlannedPerson) -> tuple[Call, ...]:
    calls = from_json(row.calls or [], tuple[Call, ...])
    if row.intended_at is None or (calls and calls[-1].state is CallState.OPEN):
        return calls
    return (*calls, Call(person.touched))
