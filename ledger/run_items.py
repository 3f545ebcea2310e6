"""The people of a run: claimed for a while, intended, and then finished exactly once.

Each claim raises the person's fence by one. What a claim wants to write counts only while its fence
is the newest, so whoever was slow or dead meanwhile can't overwrite what came after.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, case, exists, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.outcome_codec import encode_lines, untouched
from ledger.plan_codec import decode_person
from ledger.run_journal import RunJournal
from ledger.tables import plan_people, run_counts, run_items, runs
from ledger.takeovers import TookOver, nobody
from ledger.times import Times
from ledger.types import AnyRow
from licensing.outcome import LineOutcome, PersonOutcome, RunState
from licensing.plan import TOUCHED, PlannedPerson
from licensing.severity import TROUBLE, rank


@dataclass(frozen=True, slots=True)
class Item:
    """One claimed person of a run."""

    run: str
    #: The place in the plan.
    position: int
    #: How often the person was claimed, this time included.
    fence: int
    person: PlannedPerson
    #: The outcomes of the lines for which nothing is asked.
    untouched: tuple[LineOutcome, ...]
    #: When it was claimed, by the clock that counts in the ledger.
    claimed_at: datetime
    #: When an earlier claim was about to call Graph, by the same clock; None when surely nothing
    #: was written yet.
    intended_at: datetime | None
    #: Whether the run is being stopped: then what an earlier claim did is read, and no more done.
    stopping: bool = False


class Claim(Protocol):
    """What of an item says which claim it is."""

    @property
    def run(self) -> str:
        """The run's id."""

    @property
    def position(self) -> int:
        """The place in the plan."""

    @property
    def fence(self) -> int:
        """The number of the claim."""


class RunItems:
    """The people of runs within one transaction."""

    def __init__(
        self,
        connection: AsyncConnection,
        times: Times,
        story: RunJournal,
        took_over: TookOver = nobody,
    ) -> None:
        self._connection = connection
        self._times = times
        self._took_over = took_over
        #: Writes what becomes of a run into the journal.
        self._story = story

    async def claim(
        self, run_id: str, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Item, ...]:
        """Take up to `limit` people who are due and whom nobody holds, in the plan's order.

        Nobody while a person holds the run; only the first people while the others wait for them;
        and while the run is being stopped, only those for whom Graph was perhaps called.
        """
        item = run_items.c
        moment = self._times.at(now)
        query = (
            select(item.position, item.lease_until.is_not(None).label("held"))
            .join(runs, runs.c.id == item.run_id)
            .where(item.run_id == run_id, item.finished.is_(False), item.due_at <= moment)
            .where(or_(item.lease_until.is_(None), item.lease_until <= moment))
            .where(_may_be_begun())
            .order_by(item.position)
            .limit(limit)
            .with_for_update(skip_locked=True, of=run_items)
        )
        found = (await self._connection.execute(query)).all()
        if not found:
            return ()
        if held := sum(row.held for row in found):
            self._took_over("run", held)
        places = [row.position for row in found]
        mine = (item.run_id == run_id) & item.position.in_(places)
        taken = {"lease_until": self._times.at(now, lease), "fence": item.fence + 1}
        await self._connection.execute(update(run_items).where(mine).values(**taken))
        return await self._items(mine, lease)

    async def renew(self, items: Sequence[Claim], now: datetime, lease: timedelta) -> None:
        """Hold people for longer who are still being worked on; those of another claim stay so."""
        item = run_items.c
        mine = tuple_(item.run_id, item.position, item.fence).in_(
            [(claim.run, claim.position, claim.fence) for claim in sorted(items, key=_place)]
        )
        until = self._times.at(now, lease)
        held = mine & item.finished.is_(False) & item.lease_until.is_not(None)
        await self._connection.execute(update(run_items).where(held).values(lease_until=until))

    async def wait_for_due(self, run_id: str, now: datetime) -> timedelta | None:
        """How long until somebody can be claimed; None while nobody can, see `claim`."""
        item = run_items.c
        free_at = case((item.lease_until > item.due_at, item.lease_until), else_=item.due_at)
        query = select(func.min(free_at, type_=item.due_at.type), self._times.at(now))
        query = query.join_from(run_items, runs, runs.c.id == item.run_id)
        waiting = (item.run_id == run_id) & item.finished.is_(False)
        # Whoever is held at the moment may come free without a word.
        possible = or_(_may_be_begun(), item.lease_until > self._times.at(now))
        query = query.where(waiting, possible)
        due, moment = (await self._connection.execute(query)).one()
        return max(timedelta(), due - moment) if due else None

    async def intend(self, item: Claim, now: datetime, lease: timedelta) -> bool:
        """Note that Graph is about to be called, and hold the person from now on; commit before.

        False when another claim came meanwhile, or a person who holds or stops the run: then do not
        call, and the person is free again.
        """
        until = self._times.at(now, lease)
        going = exists().where(runs.c.id == item.run, runs.c.state == RunState.RUNNING)
        values = {"intended_at": self._times.at(now), "lease_until": until}
        if await self._write(item, going, **values):
            return True
        await self._write(item, lease_until=None)
        return False

    async def postpone(
        self,
        item: Claim,
        now: datetime,
        wait: timedelta,
        reason: str,
        *,
        nothing_written: bool = False,
    ) -> bool:
        """Let go of a person for a while. `nothing_written` takes the intent back: Graph said no.

        False when another claim came meanwhile.
        """
        due_at = self._times.at(now, wait)
        values: dict[str, Any] = {"due_at": due_at, "lease_until": None, "reason": reason}
        if nothing_written:
            values["intended_at"] = None
        return await self._write(item, **values)

    async def finish(self, item: Claim, outcome: PersonOutcome, now: datetime) -> bool:
        """Store the end of a person, count it and write it into the journal.

        False when another claim came meanwhile.
        """
        stored = await self._write(
            item,
            finished=True,
            lease_until=None,
            finished_at=now,
            lost_mailbox=outcome.lost_mailbox,
            lines=encode_lines(outcome.lines),
            worst=rank(outcome.lines),
        )
        if stored:
            trouble = any(line.outcome in TROUBLE for line in outcome.lines)
            await self._count(
                item.run,
                outcome.lines,
                1,
                int(outcome.lost_mailbox),
                problem=item.position if trouble else None,
            )
            await self._story.people(item.run, now, outcome)
        return stored

    async def _write(self, item: Claim, *only: ColumnElement[bool], **values: object) -> bool:
        column = run_items.c
        current = (
            (column.run_id == item.run)
            & (column.position == item.position)
            & (column.fence == item.fence)
            & column.finished.is_(False)
        )
        change = update(run_items).where(current, *only).values(**values)
        return (await self._connection.execute(change)).rowcount == 1

    async def _count(
        self,
        run_id: str,
        lines: Sequence[LineOutcome],
        people: int,
        mailboxes: int = 0,
        problem: int | None = None,
    ) -> None:
        # Always in the same order, so that two writers never wait for each other's rows.
        for outcome, number in sorted(Counter(line.outcome for line in lines).items()):
            row = (run_counts.c.run_id == run_id) & (run_counts.c.outcome == outcome)
            more = {"lines": run_counts.c.lines + number}
            await self._connection.execute(update(run_counts).where(row).values(**more))
        further: dict[str, Any] = {
            "finished": runs.c.finished + people,
            "mailboxes": runs.c.mailboxes + mailboxes,
            "changed": runs.c.changed + 1,
        }
        if problem is not None:
            further["problem"] = problem
        await self._connection.execute(update(runs).where(runs.c.id == run_id).values(**further))

    async def _items(self, which: ColumnElement[bool], lease: timedelta) -> tuple[Item, ...]:
        item = run_items.c
        query = (
            select(
                item.run_id,
                item.position,
                item.fence,
                item.lease_until,
                item.intended_at,
                runs.c.state,
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
        return tuple(_item(row, lease) for row in await self._connection.execute(query))


def _may_be_begun() -> ColumnElement[bool]:
    item, run = run_items.c, runs.c
    allowed = or_(run.gate.is_(None), item.position <= run.gate)
    return or_(
        (run.state == RunState.RUNNING) & allowed,
        (run.state == RunState.STOPPING) & item.intended_at.is_not(None),
    )


def _place(claim: Claim) -> tuple[str, int]:
    return claim.run, claim.position


def _item(row: AnyRow, lease: timedelta) -> Item:
    person = decode_person(row.body)
    return Item(
        run=row.run_id,
        position=row.position,
        fence=row.fence,
        person=person,
        untouched=tuple(untouched(line) for line in person.lines if line.fate not in TOUCHED),
        claimed_at=row.lease_until - lease,
        intended_at=row.intended_at,
        stopping=row.state == RunState.STOPPING,
    )
