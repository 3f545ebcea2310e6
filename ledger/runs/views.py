"""Reading runs: what there is to do, how far each is, and what became of everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from ledger.database.column_types import AnyRow
from ledger.database.json_codec import from_json
from ledger.runs.course import RunCourse
from ledger.tables import plan_people, run_cards, run_counts, run_items, runs
from licensing.errors import PlanMissing
from licensing.plans.plan import PlannedPerson
from licensing.runs.control import GOING
from licensing.runs.outcome import LineOutcome, Mark, Outcome, PersonOutcome, RunState, Tally


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one plan."""

    id: str
    plan: str
    tenant: str
    #: The Entra object id of the person as whom it removes.
    owner: str
    conversation: str
    #: The card in the outbox that shows it.
    card_slot: str
    state: RunState
    started_at: datetime
    ended_at: datetime | None
    #: Counts what its card would show differently, and how far the card has followed.
    changed: int
    announced: int
    #: The click that began it.
    correlation: str
    #: The number of its receipt; 0 before it has one.
    receipt: int = 0


class RunViews(RunCourse):
    """The runs within one transaction, to look at."""

    async def get(self, run_id: str) -> Run:
        """Read a run; `PlanMissing` if there is none."""
        found = await self._runs(select(runs).where(runs.c.id == run_id))
        if not found:
            raise PlanMissing
        return found[0]

    async def by_plan(self, plan_id: str) -> Run | None:
        """Find the run of a plan."""
        found = await self._runs(select(runs).where(runs.c.plan_id == plan_id))
        return found[0] if found else None

    async def open_runs(self) -> tuple[Run, ...]:
        """All runs for which there is something to do, oldest first; those that are held wait."""
        going = runs.c.state.in_(GOING)
        return await self._runs(select(runs).where(going).order_by(runs.c.started_at, runs.c.id))

    async def awake(self, now: datetime) -> tuple[str, ...]:
        """The ids of all runs for which there is something to do and that do not rest."""
        rested = or_(
            runs.c.suspended_until.is_(None), runs.c.suspended_until <= self._times.at(now)
        )
        query = (
            select(runs.c.id)
            .where(runs.c.state.in_(GOING), rested)
            .order_by(runs.c.started_at, runs.c.id)
        )
        return tuple((await self._connection.execute(query)).scalars())

    async def unannounced(self) -> tuple[Run, ...]:
        """All runs whose card does not show the newest yet, oldest first."""
        behind = runs.c.announced < runs.c.changed
        return await self._runs(select(runs).where(behind).order_by(runs.c.started_at, runs.c.id))

    async def cards(self, run_id: str) -> tuple[str, ...]:
        """The drafts whose cards follow a run."""
        query = select(run_cards.c.slot).where(run_cards.c.run_id == run_id)
        return tuple((await self._connection.execute(query.order_by("slot"))).scalars())

    async def tally(self, run_id: str) -> Tally:
        """Count how far a run is, with the outcomes there are; `PlanMissing` if there is none."""
        row = await self._row(run_id)
        some = (run_counts.c.run_id == run_id) & (run_counts.c.lines > 0)
        counts = await self._connection.execute(select(run_counts).where(some))
        return Tally(
            run=row.id,
            plan=row.plan_id,
            state=RunState(row.state),
            people=row.people,
            finished=row.finished,
            outcomes={Outcome(count.outcome): count.lines for count in counts},
            mailboxes=row.mailboxes,
            receipt=row.receipt,
            owner=row.owner,
            first=row.canary if row.canary_end is not None else 0,
            held=row.wait_reason,
            problem=row.problem,
            marks=marks_of(row),
        )

    async def outcomes(self, run_id: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of a run, in the plan's order.

        While it goes on, whoever is not finished yet is left out of the page.
        """
        item = run_items.c
        inside = (item.position >= offset) & (item.position < offset + limit)
        query = _outcomes(run_id).where(inside).order_by(item.position)
        return tuple(_outcome(row) for row in await self._connection.execute(query))

    async def worst(self, run_id: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of those who are through, worst first, then in the plan's order."""
        item = run_items.c
        query = _outcomes(run_id).order_by(item.severity, item.position).offset(offset).limit(limit)
        return tuple(_outcome(row) for row in await self._connection.execute(query))

    async def _runs(self, query: Select[Any]) -> tuple[Run, ...]:
        return tuple(run_of(row) for row in await self._connection.execute(query))


def run_of(row: AnyRow) -> Run:
    """Read a row of the table of runs."""
    return Run(
        id=row.id,
        plan=row.plan_id,
        tenant=row.tenant,
        owner=row.owner,
        conversation=row.conversation,
        card_slot=row.card_slot,
        state=RunState(row.state),
        started_at=row.started_at,
        ended_at=row.ended_at,
        changed=row.changed,
        announced=row.announced,
        correlation=row.correlation,
        receipt=row.receipt,
    )


def _outcomes(run_id: str) -> Select[Any]:
    """Everybody of a run who is through, with the plan's view of them."""
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


def marks_of(row: AnyRow) -> tuple[Mark, ...]:
    """Read when a run was how far."""
    return tuple(Mark(datetime.fromisoformat(at), done) for at, done in row.marks or ())
