"""Runs: each plan is run at most once, and outcomes are counted as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Select, bindparam, false, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.database.db_clock import DatabaseClock
from ledger.database.json_codec import to_json
from ledger.database.upsert import insert_new
from ledger.plans.plans import Plans
from ledger.runs.items import untouched
from ledger.runs.journal import RunJournal
from ledger.runs.outcomes import RunOutcomes
from ledger.runs.views import marks_of, run_row
from ledger.tables import (
    drafts,
    plan_people,
    plans,
    receipt_numbers,
    run_cards,
    run_counts,
    run_items,
    runs,
)
from licensing.errors import PlanMissing
from licensing.plans.drift import Drift
from licensing.plans.plan import Plan
from licensing.runs.control import ACTIVE_STATES, NO_CANARY, PAUSED_STATES, CanaryRule, canary_size
from licensing.runs.estimate import add_mark
from licensing.runs.outcome import Outcome, PersonOutcome, ProgressMark, RunState
from licensing.runs.severity import severity_rank
from licensing.tenant.roles import ActingMode
from observability.correlation import correlation as bound_correlation

#: Places in one statement.
_PLACES: Final = 500

#: How many cards show a run in the conversation that has the most; none where it has no draft.
_MOST_CARDS: Final = (
    select(func.count())
    .select_from(run_cards.join(drafts, drafts.c.id == run_cards.c.slot))
    .where(run_cards.c.run_id == bindparam("run"))
    .group_by(drafts.c.conversation)
    .order_by(func.count().desc())
    .limit(1)
)

NO_ONE: Final[Mapping[int, Drift]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one plan."""

    id: str
    plan: str
    tenant: str
    #: The Entra object id of the person in whose name it removes.
    owner: str
    conversation: str
    #: The card in the outbox that shows it.
    card_slot: str
    state: RunState
    started_at: datetime
    ended_at: datetime | None
    #: Version of what its cards show, and the version that was last drawn.
    changed: int
    announced: int
    #: Correlation id of the click that started it.
    correlation: str
    #: The receipt number; 0 before it has one.
    receipt: int = 0


class Runs:
    """Starts and reads runs, and tracks their cards, within one transaction."""

    def __init__(
        self,
        connection: AsyncConnection,
        times: DatabaseClock,
        plans: Plans,
        outcomes: RunOutcomes,
        journal: RunJournal,
    ) -> None:
        self._connection = connection
        self._times = times
        self._plans = plans
        self._outcomes = outcomes
        self._journal = journal

    async def start(
        self,
        run_id: str,
        plan_id: str,
        tenant: str,
        owner: str,
        started_at: datetime,
        card_slot: str,
        conversation: str,
        acting: ActingMode = ActingMode.PERSON,
        *,
        owner_name: str = "",
        timezone: str = "UTC",
        canary: CanaryRule = NO_CANARY,
        held_back: Mapping[int, Drift] = NO_ONE,
    ) -> Run:
        """Start a plan's run, or return its existing one. `PlanMissing` if there is no plan.

        People whose licenses change wait to be processed; the others are settled immediately, so
        that the report covers everyone. The run gets the tenant's next receipt number. `card_slot`
        is the draft whose card shows it; `timezone` is the time zone of its days. `held_back` are
        people from whom nothing is removed, as the approvers were told, by position among the
        affected.
        """
        # Two replicas may start it concurrently: the second waits here for the first.
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
            "timezone": timezone,
            "people": plan.summary.people,
            "finished": 0,
            "mailboxes": 0,
            "changed": 0,
            "announced": 0,
            "wait_reason": "",
            "trouble": "",
            "trouble_times": 0,
            "acting_as": acting,
            "correlation": bound_correlation(),
            "receipt": await self._next_number(tenant),
            "owner_name": owner_name or None,
            **await self._canary(plan, canary),
        }
        await self._connection.execute(insert(runs).values(**row))
        counts = [{"run_id": run_id, "outcome": kind, "lines": 0} for kind in Outcome]
        await self._connection.execute(insert(run_counts), counts)
        await self._journal.started(run_id, started_at)
        await self._add_items(run_id, plan_id, started_at)
        await self._hold_back(run_id, plan_id, held_back)
        await self._settle_untouched(run_id, plan_id, started_at)
        await self.follow(run_id, card_slot)
        run = await run_row(self._connection, run_id)
        marks = [[started_at.isoformat(), run.finished]]
        await self._connection.execute(update(runs).where(runs.c.id == run_id).values(marks=marks))
        return run_of(run)

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
        """All active runs, oldest first; paused ones are not included."""
        going = runs.c.state.in_(ACTIVE_STATES)
        return await self._runs(select(runs).where(going).order_by(runs.c.started_at, runs.c.id))

    async def runnable(self, now: datetime) -> tuple[str, ...]:
        """The ids of all active runs that are not suspended."""
        rested = or_(
            runs.c.suspended_until.is_(None), runs.c.suspended_until <= self._times.at(now)
        )
        query = (
            select(runs.c.id)
            .where(runs.c.state.in_(ACTIVE_STATES), rested)
            .order_by(runs.c.started_at, runs.c.id)
        )
        return tuple((await self._connection.execute(query)).scalars())

    async def unannounced(self) -> tuple[Run, ...]:
        """All runs whose cards are outdated, oldest first."""
        behind = runs.c.announced < runs.c.changed
        return await self._runs(select(runs).where(behind).order_by(runs.c.started_at, runs.c.id))

    async def cards(self, run_id: str) -> tuple[str, ...]:
        """The drafts whose cards show a run."""
        query = select(run_cards.c.slot).where(run_cards.c.run_id == run_id)
        return tuple((await self._connection.execute(query.order_by("slot"))).scalars())

    async def suspend(self, run_id: str, now: datetime, pause: timedelta) -> bool:
        """Suspend a run because its owner has to sign in. True if it was not suspended before."""
        row = select(runs.c.suspended_until).where(runs.c.id == run_id).with_for_update()
        rested = (await self._connection.execute(row)).scalar_one()
        until = {"suspended_until": self._times.at(now, pause)}
        await self._connection.execute(update(runs).where(runs.c.id == run_id).values(**until))
        return rested is None

    async def resume_suspended(self, tenant: str, owner: str) -> tuple[str, ...]:
        """Resume the suspended runs of a person who has signed in; returns the ids of active ones.

        A run that someone paused meanwhile stays paused, but is no longer suspended.
        """
        theirs = (runs.c.tenant == tenant) & (runs.c.owner == owner)
        open_ = theirs & runs.c.state.in_(ACTIVE_STATES | PAUSED_STATES)
        change = update(runs).where(open_).values(suspended_until=None)
        rows = await self._connection.execute(change.returning(runs.c.id, runs.c.state))
        return tuple(row.id for row in rows if row.state in ACTIVE_STATES)

    async def draw(self, run_id: str, now: datetime, every: timedelta) -> bool:
        """Claim the right to draw a run's cards; False if they were drawn too short a time ago.

        That is `every` for each card of the conversation that has the most: Teams limits how often
        a bot may write in one, and all of them are drawn.
        """
        most = await self._connection.scalar(_MOST_CARDS, {"run": run_id})
        ago = -every * (most or 1)
        ripe = or_(runs.c.drawn_at.is_(None), runs.c.drawn_at <= self._times.at(now, ago))
        change = update(runs).where(runs.c.id == run_id, ripe)
        drawn = await self._connection.execute(change.values(drawn_at=self._times.at(now)))
        return drawn.rowcount == 1

    async def follow(self, run_id: str, slot: str) -> None:
        """Add a card that shows a run: the draft `slot`, in any chat, of any person."""
        if await insert_new(self._connection, run_cards, slot=slot, run_id=run_id):
            # The card may have been drawn before the newest change.
            more = {"changed": runs.c.changed + 1}
            await self._connection.execute(update(runs).where(runs.c.id == run_id).values(**more))

    async def announce(self, run_id: str, changed: int, now: datetime | None = None) -> None:
        """Store that the cards show version `changed`; with `now`, also the progress then."""
        older = (runs.c.id == run_id) & (runs.c.announced < changed)
        await self._connection.execute(update(runs).where(older).values(announced=changed))
        if now is not None:
            row = await run_row(self._connection, run_id)
            before = marks_of(row)
            marks = add_mark(before, ProgressMark(now, row.finished))
            if marks != before:
                kept = [[mark.at.isoformat(), mark.finished] for mark in marks]
                run = update(runs).where(runs.c.id == run_id)
                await self._connection.execute(run.values(marks=kept))

    async def _next_number(self, tenant: str) -> int:
        """Take a tenant's next receipt number; a failed transaction frees it again."""
        await insert_new(self._connection, receipt_numbers, tenant=tenant, last=0)
        counter = receipt_numbers.c
        taken = (
            update(receipt_numbers)
            .where(counter.tenant == tenant)
            .values(last=counter.last + 1)
            .returning(counter.last)
        )
        return int((await self._connection.execute(taken)).scalar_one())

    async def _add_items(self, run_id: str, plan_id: str, now: datetime) -> None:
        values = {
            "run_id": literal(run_id),
            "position": plan_people.c.position,
            "finished": false(),
            "due_at": self._times.at(now),
            "fence": literal(0),
            "tries": literal(0),
            "reason": literal(""),
            "lost_mailbox": false(),
        }
        affected = (plan_people.c.plan_id == plan_id) & plan_people.c.affected.is_not(None)
        rows = select(*values.values()).where(affected)
        await self._connection.execute(insert(run_items).from_select([*values], rows))

    async def _hold_back(self, run_id: str, plan_id: str, held_back: Mapping[int, Drift]) -> None:
        """Note why nothing is to be done for these people; the worker gives them their outcome."""
        for drift in set(held_back.values()):
            places = sorted(place for place, why in held_back.items() if why is drift)
            for start in range(0, len(places), _PLACES):
                some = plan_people.c.affected.in_(places[start : start + _PLACES])
                theirs = select(plan_people.c.position).where(
                    plan_people.c.plan_id == plan_id, some
                )
                mine = (run_items.c.run_id == run_id) & run_items.c.position.in_(theirs)
                await self._connection.execute(update(run_items).where(mine).values(reason=drift))

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
                    "tries": 0,
                    "reason": "",
                    "finished_at": now,
                    "lost_mailbox": False,
                    "lines": to_json(lines),
                    "severity": severity_rank(lines),
                }
                for place, lines in settled
            ]
            await self._connection.execute(insert(run_items), rows)
            await self._outcomes.count(run_id, [lines for _, lines in settled])
            outcomes = (
                PersonOutcome(person.id, person.name, person.address, lines)
                for (_, person), (_, lines) in zip(page, settled, strict=True)
            )
            await self._journal.people(run_id, now, *outcomes)

    async def _canary(self, plan: Plan, rule: CanaryRule) -> dict[str, object]:
        """The canary, as columns of a run."""
        first = canary_size(plan.summary.affected, rule)
        if not first:
            return {"canary": 0, "canary_end": None, "canary_waits": False}
        last = (plan_people.c.plan_id == plan.id) & (plan_people.c.affected == first - 1)
        query = select(plan_people.c.position).where(last)
        canary_end = (await self._connection.execute(query)).scalar_one()
        return {"canary": first, "canary_end": canary_end, "canary_waits": rule.confirm}

    async def _runs(self, query: Select[Any]) -> tuple[Run, ...]:
        return tuple(run_of(row) for row in await self._connection.execute(query))


def run_of(row: AnyRow) -> Run:
    """Convert a row of the table of runs."""
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
