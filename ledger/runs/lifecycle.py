"""The lifecycle of a run: pause, resume and stop, the canary decision, and the end.

Locks are taken in the same order as in `RunOutcomes` (people, counts, the run, the journal), which
prevents deadlocks.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.database.db_clock import DatabaseClock
from ledger.database.json_codec import from_json, to_json
from ledger.mail.timers import Timers
from ledger.runs.items import RunItems, begun, untouched
from ledger.runs.journal import RunJournal
from ledger.runs.outcomes import RunOutcomes
from ledger.runs.views import run_row
from ledger.tables import plan_people, run_counts, run_items, runs
from licensing.errors import PlanMissing
from licensing.plans.planned_person import CHANGING_ACTIONS, PlannedPerson
from licensing.reminders.schedule import TIMER
from licensing.runs.control import (
    ACTIVE_STATES,
    PAUSED_STATES,
    PLAN_ALTERED,
    Control,
    PendingWork,
    WaitReason,
    as_planned,
    canary_wait,
    next_state,
    untouched_outcome,
)
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome, RunState
from licensing.runs.severity import severity_rank

#: People of a stopped run that are settled in one transaction.
_CHUNK: Final = 1000


class RunLifecycle:
    """Changes the state of runs within one transaction."""

    def __init__(
        self,
        connection: AsyncConnection,
        times: DatabaseClock,
        items: RunItems,
        outcomes: RunOutcomes,
        journal: RunJournal,
    ) -> None:
        self._connection = connection
        self._times = times
        self._items = items
        self._outcomes = outcomes
        self._journal = journal

    async def control(self, run_id: str, control: Control, actor: str, now: datetime) -> RunState:
        """Pause, resume or stop a run; returns its state, changed or not.

        `actor` is the Entra object id of the person who asks. `PlanMissing` without such a run.
        """
        query = select(runs.c.state, runs.c.finished, runs.c.wait_reason, runs.c.trouble)
        query = query.where(runs.c.id == run_id).with_for_update()
        row = (await self._connection.execute(query)).first()
        if row is None:
            raise PlanMissing
        state = RunState(row.state)
        to = next_state(state, control)
        if to is None:
            return state
        values: dict[str, Any] = {"state": to, "wait_reason": "", "changed": runs.c.changed + 1}
        if control is Control.RESUME:
            values["marks"] = [[now.isoformat(), row.finished]]
            if state is RunState.WAITING and row.wait_reason != WaitReason.REFUSED:
                values["canary_end"] = None
            if row.trouble:
                values["trouble_until"] = self._times.at(now)
        await self._connection.execute(update(runs).where(runs.c.id == run_id).values(**values))
        await self._journal.controlled(run_id, now, control, actor, state)
        return to

    async def stop_altered(self, run_id: str, now: datetime) -> None:
        """Stop a run whose plan differs from what was confirmed; an ended run is not changed."""
        query = select(runs.c.state).where(runs.c.id == run_id).with_for_update()
        state = RunState((await self._connection.execute(query)).scalar_one())
        to = next_state(state, Control.STOP)
        if to is None:
            return
        values = {"state": to, "wait_reason": PLAN_ALTERED, "changed": runs.c.changed + 1}
        await self._connection.execute(update(runs).where(runs.c.id == run_id).values(**values))
        await self._journal.controlled(run_id, now, Control.STOP, "", state, why=PLAN_ALTERED)

    async def advance(self, run_id: str, now: datetime) -> PendingWork:
        """Settle what can be settled, and return the pending work.

        A stopped run settles people who were not started; a run whose canary is finished continues
        or waits; a run in which everyone is finished ends.
        """
        row = await run_row(self._connection, run_id)
        if row.state == RunState.STOPPING and await self._settle_unstarted(row, now):
            return PendingWork(RunState.STOPPING, check_again=True)
        # Everything below uses one state: a worker that finishes a person meanwhile waits here.
        row = await run_row(self._connection, run_id, lock=True)
        if row.state == RunState.RUNNING and row.canary_end is not None:
            await self._judge(row, now)
        # In this order: a last person who ends in between is not counted yet, but next time.
        wait = await self._items.wait_for_due(run_id, now)
        if wait is None:
            await self.complete(run_id, now)
        newer = await run_row(self._connection, run_id)
        state = RunState(newer.state)
        if (newer.state, newer.canary_end) != (row.state, row.canary_end):
            return PendingWork(state, check_again=state in ACTIVE_STATES)
        if state is RunState.RUNNING and wait is None:
            raise RuntimeError("everyone is finished, but the count says otherwise")
        return PendingWork(state, wait if state in ACTIVE_STATES else None)

    async def complete(self, run_id: str, now: datetime) -> bool:
        """End a run in which everyone is finished; False if someone is not."""
        ripe = (
            (runs.c.id == run_id)
            & runs.c.state.in_(ACTIVE_STATES | PAUSED_STATES)
            & (runs.c.finished == runs.c.people)
        )
        state = RunState.STOPPED if await self._left_out(run_id) else RunState.DONE
        values = {"state": state, "wait_reason": "", "ended_at": now, "changed": runs.c.changed + 1}
        ended = await self._connection.execute(update(runs).where(ripe).values(**values))
        row = await run_row(self._connection, run_id)
        if ended.rowcount == 1:
            await self._journal.ended(run_id, now)
            # The calendar of the run's removals starts here.
            await Timers(self._connection, self._times).set(TIMER, run_id, row.tenant, now)
            return True
        return row.state not in ACTIVE_STATES | PAUSED_STATES

    async def _judge(self, run: AnyRow, now: datetime) -> None:
        """Decide whether the rest continues once the canary is finished."""
        item = run_items.c
        inside = (item.run_id == run.id) & (item.position <= run.canary_end)
        behind = (item.run_id == run.id) & (item.position > run.canary_end)
        if await self._any_open(inside) or not await self._any_open(behind):
            return
        first = await self._first(run)
        wait = canary_wait(first, asks=run.canary_waits)
        same = (
            (runs.c.id == run.id)
            & (runs.c.state == RunState.RUNNING)
            & (runs.c.canary_end == run.canary_end)
        )
        values: dict[str, Any] = {"changed": runs.c.changed + 1}
        if wait is None:
            values["canary_end"] = None
        else:
            values |= {"state": RunState.WAITING, "wait_reason": wait}
        judged = await self._connection.execute(update(runs).where(same).values(**values))
        if judged.rowcount == 1:
            well = sum(as_planned(planned, outcome) for planned, outcome in first)
            await self._journal.judged(run.id, now, len(first), well, wait)

    async def _any_open(self, where: ColumnElement[bool]) -> bool:
        query = select(run_items.c.position).where(where, run_items.c.finished.is_(False))
        return (await self._connection.execute(query.limit(1))).first() is not None

    async def _first(self, run: AnyRow) -> list[tuple[PlannedPerson, PersonOutcome]]:
        """The people of the canary, as planned and with their outcomes."""
        item = run_items.c
        query = (
            select(plan_people.c.body, item.lines)
            .join_from(
                run_items,
                plan_people,
                (plan_people.c.plan_id == run.plan_id) & (plan_people.c.position == item.position),
            )
            .where(item.run_id == run.id, item.position <= run.canary_end)
            .where(plan_people.c.affected.is_not(None))
            .order_by(item.position)
        )
        found = []
        for row in await self._connection.execute(query):
            person = from_json(row.body, PlannedPerson)
            lines = from_json(row.lines, tuple[LineOutcome, ...])
            found.append((person, PersonOutcome(person.id, person.name, person.address, lines)))
        return found

    async def _settle_unstarted(self, run: AnyRow, now: datetime) -> bool:
        """Settle people of a stopped run who were not started; whether there may be more."""
        item = run_items.c
        moment = self._times.at(now)
        query = (
            select(item.position)
            .where(item.run_id == run.id, item.finished.is_(False), not_(begun()))
            .where(or_(item.lease_until.is_(None), item.lease_until <= moment))
            .order_by(item.position)
            .limit(_CHUNK)
            .with_for_update(skip_locked=True)
        )
        places = (await self._connection.execute(query)).scalars().all()
        if not places:
            return False
        outcomes = await self._untouched(run, places)
        mine = (item.run_id == run.id) & (item.position == bindparam("place"))
        # A worker with an expired claim must find that its claim is no longer the newest.
        settled = (
            update(run_items)
            .where(mine)
            .values(
                finished=True,
                lease_until=None,
                fence=item.fence + 1,
                finished_at=now,
                lines=bindparam("ended"),
                severity=bindparam("rank"),
            )
        )
        rows = [
            {"place": place, "ended": to_json(outcome.lines), "rank": severity_rank(outcome.lines)}
            for place, outcome in outcomes
        ]
        await self._connection.execute(settled, rows)
        await self._outcomes.count(run.id, [outcome.lines for _, outcome in outcomes])
        await self._journal.people(run.id, now, *(outcome for _, outcome in outcomes))
        return len(places) == _CHUNK

    async def _untouched(
        self, run: AnyRow, places: Sequence[int]
    ) -> list[tuple[int, PersonOutcome]]:
        query = (
            select(plan_people.c.position, plan_people.c.body)
            .where(plan_people.c.plan_id == run.plan_id, plan_people.c.position.in_(places))
            .order_by(plan_people.c.position)
        )
        found = []
        for row in await self._connection.execute(query):
            person = from_json(row.body, PlannedPerson)
            settled = {
                line.product: untouched(line)
                for line in person.lines
                if line.action not in CHANGING_ACTIONS
            }
            why = run.wait_reason if run.wait_reason == PLAN_ALTERED else ""
            found.append((row.position, untouched_outcome(person, settled, why)))
        return found

    async def _left_out(self, run_id: str) -> bool:
        query = select(run_counts.c.lines).where(
            run_counts.c.run_id == run_id, run_counts.c.outcome == Outcome.NOT_TOUCHED
        )
        return bool((await self._connection.execute(query)).scalar_one_or_none())
