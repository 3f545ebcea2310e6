"""Reads runs: progress and outcomes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.database.json_codec import from_json
from ledger.runs.items import begun
from ledger.tables import plan_people, run_counts, run_items, runs
from licensing.errors import PlanMissing
from licensing.plans.planned_person import PlannedPerson
from licensing.runs.outcome import (
    LineOutcome,
    Outcome,
    PeopleEnds,
    PersonOutcome,
    ProgressMark,
    RunProgress,
    RunState,
)
from licensing.runs.outcome_filter import RANKS, OutcomeFilter
from licensing.runs.removal_days import RemovalDays, local_day


class RunViews:
    """The progress and the outcomes of runs within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def tally(self, run_id: str) -> RunProgress:
        """Count the progress and the outcomes of a run; `PlanMissing` if there is no run."""
        row = await run_row(self._connection, run_id)
        some = (run_counts.c.run_id == run_id) & (run_counts.c.lines > 0)
        counts = (await self._connection.execute(select(run_counts).where(some))).all()
        return RunProgress(
            run=row.id,
            plan=row.plan_id,
            state=RunState(row.state),
            people=row.people,
            finished=row.finished,
            outcomes={Outcome(count.outcome): count.lines for count in counts},
            mailboxes=row.mailboxes,
            receipt=row.receipt,
            owner=row.owner,
            canary=row.canary if row.canary_end is not None else 0,
            wait_reason=row.wait_reason,
            refusal=row.refusal or "",
            trouble=row.trouble,
            under_way=await self._under_way(row),
            problem=row.problem,
            marks=marks_of(row),
            removal=removal_of(row),
            ends=ends_of(counts),
        )

    async def _under_way(self, run: AnyRow) -> int:
        """How many people a held run still finishes; no one else is claimed."""
        if run.state not in {RunState.PAUSED, RunState.STOPPING}:
            return 0
        item = run_items.c
        asked = begun()
        if run.state == RunState.PAUSED:
            asked = item.lease_until.is_not(None) & item.intended_at.is_not(None)
        query = select(func.count()).where(item.run_id == run.id, item.finished.is_(False), asked)
        return int((await self._connection.execute(query)).scalar_one())

    async def outcomes(self, run_id: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of outcomes, in the plan's order.

        While the run is open, unfinished people are omitted.
        """
        item = run_items.c
        inside = (item.position >= offset) & (item.position < offset + limit)
        query = _outcomes(run_id).where(inside).order_by(item.position)
        return tuple(_outcome(row) for row in await self._connection.execute(query))

    async def worst(
        self,
        run_id: str,
        offset: int,
        limit: int,
        which: OutcomeFilter = OutcomeFilter.EVERYONE,
    ) -> tuple[PersonOutcome, ...]:
        """Read a page of what a filter shows, worst first, then in the plan's order."""
        item = run_items.c
        query = _outcomes(run_id).order_by(item.severity, item.position).offset(offset).limit(limit)
        if which is OutcomeFilter.MAILBOX:
            query = query.where(item.lost_mailbox.is_(True))
        elif which in RANKS:
            query = query.where(item.severity.in_(sorted(RANKS[which])))
        return tuple(_outcome(row) for row in await self._connection.execute(query))

    async def filters(self, run_id: str) -> dict[OutcomeFilter, int]:
        """How many finished people each filter shows; a filter that shows no one is not there."""
        item = run_items.c
        # Only finished people have a severity, so the index answers.
        query = (
            select(item.severity, func.count())
            .where(item.run_id == run_id, item.severity.is_not(None))
            .group_by(item.severity)
        )
        rows = (await self._connection.execute(query)).all()
        ranks = {rank: count for rank, count in rows}  # noqa: C416 - rows are no pairs to mypy
        row = await run_row(self._connection, run_id)
        counts = {
            OutcomeFilter.EVERYONE: sum(ranks.values()),
            OutcomeFilter.MAILBOX: row.mailboxes,
            **{which: sum(ranks.get(rank, 0) for rank in some) for which, some in RANKS.items()},
        }
        return {which: counts[which] for which in OutcomeFilter if counts[which]}


async def run_row(connection: AsyncConnection, run_id: str, *, lock: bool = False) -> AnyRow:
    """Read a row of the table of runs, optionally locked; `PlanMissing` if there is none."""
    query = select(runs).where(runs.c.id == run_id)
    row = (await connection.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise PlanMissing
    return row


def _outcomes(run_id: str) -> Select[Any]:
    """A query for the finished people of a run, with their rows of the plan."""
    item = run_items.c
    return (
        select(plan_people.c.body, item.lines, item.lost_mailbox, item.finished_at)
        .join_from(run_items, runs, runs.c.id == item.run_id)
        .join(
            plan_people,
            (plan_people.c.plan_id == runs.c.plan_id) & (plan_people.c.position == item.position),
        )
        .where(item.run_id == run_id, item.finished.is_(True))
    )


def _outcome(row: AnyRow) -> PersonOutcome:
    person = from_json(row.body, PlannedPerson)
    return PersonOutcome(
        id=person.id,
        name=person.name,
        address=person.address,
        lines=from_json(row.lines, tuple[LineOutcome, ...]),
        lost_mailbox=row.lost_mailbox,
        at=row.finished_at,
    )


def ends_of(counts: Sequence[AnyRow]) -> PeopleEnds:
    """Read how the people of a run ended, from its rows of counts."""
    return PeopleEnds(
        {Outcome(row.outcome): row.people for row in counts if row.people},
        {Outcome(row.outcome): row.partly for row in counts if row.partly},
    )


def removal_of(row: AnyRow) -> RemovalDays | None:
    """Read on which days a run removed licenses."""
    if row.first_removal is None:
        return None
    zone = row.timezone
    return RemovalDays(local_day(row.first_removal, zone), local_day(row.last_removal, zone))


def marks_of(row: AnyRow) -> tuple[ProgressMark, ...]:
    """Read the progress over time."""
    return tuple(ProgressMark(datetime.fromisoformat(at), done) for at, done in row.marks or ())
