"""Runs: each plan is run at most once, and its outcomes are counted as they come in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, false, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.journal import Journal, bound_correlation
from ledger.outcome_codec import decode_lines, encode_lines, untouched
from ledger.plan_codec import decode_person
from ledger.plans import Plans
from ledger.run_journal import RunJournal
from ledger.run_outcomes import RunOutcomes
from ledger.tables import plan_people, plans, run_counts, run_items, runs
from ledger.takeovers import TookOver, nobody
from ledger.times import Times
from ledger.types import AnyRow
from licensing.errors import PlanMissing
from licensing.outcome import Outcome, PersonOutcome, RunState, Tally
from licensing.roles import Acting


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


class Runs(RunOutcomes):
    """The runs within one transaction, and through `RunOutcomes` the people of a run."""

    def __init__(
        self,
        connection: AsyncConnection,
        times: Times,
        plans: Plans,
        journal: Journal,
        took_over: TookOver = nobody,
    ) -> None:
        super().__init__(connection, times, RunJournal(connection, journal), took_over)
        self._plans = plans

    async def start(
        self,
        run_id: str,
        plan_id: str,
        tenant: str,
        owner: str,
        started_at: datetime,
        card_slot: str,
        conversation: str,
        acting: Acting = Acting.PERSON,
    ) -> Run:
        """Start a plan's run, or give the one it has already. `PlanMissing` without a plan.

        Whoever loses something waits to be carried out; the others are settled at once, so that
        the report covers everybody.
        """
        # Two replicas may be asked at once: the second waits here for the first.
        one = select(plans.c.id).where(plans.c.id == plan_id).with_for_update()
        await self._connection.execute(one)
        if existing := await self.by_plan(plan_id):
            return existing
        plan = await self._plans.header(plan_id)
        row = {
            "id": run_id,
            "plan_id": plan_id,
            "tenant": tenant,
            "owner": owner,
            "conversation": conversation,
            "card_slot": card_slot,
            "state": RunState.RUNNING,
            "started_at": started_at,
            "people": plan.summary.people,
            "finished": 0,
            "mailboxes": 0,
            "changed": 0,
            "announced": 0,
            "acting_as": acting,
            "correlation": bound_correlation(),
        }
        await self._connection.execute(insert(runs).values(**row))
        counts = [{"run_id": run_id, "outcome": kind, "lines": 0} for kind in Outcome]
        await self._connection.execute(insert(run_counts), counts)
        await self._story.started(run_id, started_at)
        await self._add_items(run_id, plan_id, started_at)
        await self._settle_untouched(run_id, plan_id, started_at)
        return await self.get(run_id)

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
        """All runs that have not ended, oldest first."""
        going = runs.c.state == RunState.RUNNING
        return await self._runs(select(runs).where(going).order_by(runs.c.started_at, runs.c.id))

    async def rest(self, run_id: str, now: datetime, pause: timedelta) -> bool:
        """Let nobody work on a run for a while: its owner has to sign in. True when that is new."""
        row = select(runs.c.rests_until).where(runs.c.id == run_id).with_for_update()
        rested = (await self._connection.execute(row)).scalar_one()
        until = {"rests_until": self._times.at(now, pause)}
        await self._connection.execute(update(runs).where(runs.c.id == run_id).values(**until))
        return rested is None

    async def rouse(self, tenant: str, owner: str) -> tuple[str, ...]:
        """Let the runs of somebody go on who has just signed in; returns their ids."""
        theirs = (runs.c.tenant == tenant) & (runs.c.owner == owner)
        going = theirs & (runs.c.state == RunState.RUNNING)
        change = update(runs).where(going).values(rests_until=None).returning(runs.c.id)
        return tuple((await self._connection.execute(change)).scalars())

    async def awake(self, now: datetime) -> tuple[str, ...]:
        """The ids of all runs that have not ended and do not rest, oldest first."""
        rested = or_(runs.c.rests_until.is_(None), runs.c.rests_until <= self._times.at(now))
        query = (
            select(runs.c.id)
            .where(runs.c.state == RunState.RUNNING, rested)
            .order_by(runs.c.started_at, runs.c.id)
        )
        return tuple((await self._connection.execute(query)).scalars())

    async def draw(self, run_id: str, now: datetime, every: timedelta) -> bool:
        """Claim to draw a run's card; False when it was drawn a moment ago, by whomever."""
        ripe = or_(runs.c.drawn_at.is_(None), runs.c.drawn_at <= self._times.at(now, -every))
        change = update(runs).where(runs.c.id == run_id, ripe)
        drawn = await self._connection.execute(change.values(drawn_at=self._times.at(now)))
        return drawn.rowcount == 1

    async def unannounced(self) -> tuple[Run, ...]:
        """All runs whose card does not show the newest yet, oldest first."""
        behind = runs.c.announced < runs.c.changed
        return await self._runs(select(runs).where(behind).order_by(runs.c.started_at, runs.c.id))

    async def announce(self, run_id: str, changed: int) -> None:
        """Note that the card shows the run as it was at `changed`."""
        older = (runs.c.id == run_id) & (runs.c.announced < changed)
        await self._connection.execute(update(runs).where(older).values(announced=changed))

    async def complete(self, run_id: str, now: datetime) -> bool:
        """End a run in which everybody is finished; False while somebody is not."""
        ripe = (
            (runs.c.id == run_id)
            & (runs.c.state == RunState.RUNNING)
            & (runs.c.finished == runs.c.people)
        )
        values = {"state": RunState.DONE, "ended_at": now, "changed": runs.c.changed + 1}
        ended = await self._connection.execute(update(runs).where(ripe).values(**values))
        if ended.rowcount == 1:
            await self._story.ended(run_id, now)
            return True
        return (await self.get(run_id)).state is RunState.DONE

    async def tally(self, run_id: str) -> Tally:
        """Count how far a run is, with the outcomes there are; `PlanMissing` if there is none."""
        row = (await self._connection.execute(select(runs).where(runs.c.id == run_id))).first()
        if row is None:
            raise PlanMissing
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
        )

    async def outcomes(self, run_id: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of a run, in the plan's order.

        While it goes on, whoever is not finished yet is left out of the page.
        """
        item = run_items.c
        query = (
            select(plan_people.c.body, item.lines, item.lost_mailbox)
            .join(runs, runs.c.plan_id == plan_people.c.plan_id)
            .join(run_items, (item.run_id == runs.c.id) & (item.position == plan_people.c.position))
            .where(runs.c.id == run_id, item.finished.is_(True))
            .where(item.position >= offset, item.position < offset + limit)
            .order_by(item.position)
        )
        return tuple(_outcome(row) for row in await self._connection.execute(query))

    async def _add_items(self, run_id: str, plan_id: str, now: datetime) -> None:
        values = {
            "run_id": literal(run_id),
            "position": plan_people.c.position,
            "finished": false(),
            "due_at": self._times.at(now),
            "fence": literal(0),
            "reason": literal(""),
            "lost_mailbox": false(),
        }
        affected = (plan_people.c.plan_id == plan_id) & plan_people.c.affected.is_not(None)
        rows = select(*values.values()).where(affected)
        await self._connection.execute(insert(run_items).from_select([*values], rows))

    async def _settle_untouched(self, run_id: str, plan_id: str, now: datetime) -> None:
        async for page in self._plans.untouched(plan_id):
            settled = [(place, tuple(map(untouched, person.lines))) for place, person in page]
            rows = [
                {
                    "run_id": run_id,
                    "position": place,
                    "finished": True,
                    "due_at": now,
                    "fence": 0,
                    "reason": "",
                    "finished_at": now,
                    "lost_mailbox": False,
                    "lines": encode_lines(lines),
                }
                for place, lines in settled
            ]
            await self._connection.execute(insert(run_items), rows)
            await self._count(run_id, [line for _, lines in settled for line in lines], len(page))
            outcomes = (
                PersonOutcome(person.id, person.name, person.address, lines)
                for (_, person), (_, lines) in zip(page, settled, strict=True)
            )
            await self._story.people(run_id, now, *outcomes)

    async def _runs(self, query: Select[Any]) -> tuple[Run, ...]:
        return tuple(_run(row) for row in await self._connection.execute(query))


def _run(row: AnyRow) -> Run:
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
    )


def _outcome(row: AnyRow) -> PersonOutcome:
    person = decode_person(row.body)
    lines = decode_lines(row.lines)
    return PersonOutcome(person.id, person.name, person.address, lines, row.lost_mailbox)
