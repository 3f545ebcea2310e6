"""What becomes of the people of a run: intended, put off, and then finished exactly once.

Everything is written for many people at once, so that a transaction serves all who are ready.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, bindparam, case, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import UtcTime
from ledger.database.db_clock import DatabaseClock
from ledger.database.json_codec import to_json
from ledger.runs.items import Item, RunItems, at
from ledger.runs.journal import RunJournal
from ledger.tables import run_counts, run_items, runs
from licensing.runs.calls import Call, CallState
from licensing.runs.counts import TAKEN
from licensing.runs.outcome import LineOutcome, PersonOutcome, RunState
from licensing.runs.severity import PROBLEMS, severity_rank

#: A person, and the calls so far with the open one last.
Intent = tuple[Item, Sequence[Call]]
End = tuple[Item, PersonOutcome]


class RunOutcomes:
    """The outcomes of people within one transaction.

    All people of one call are of one run. What is returned are the places of those for whom it was
    stored; the others have been claimed by another worker since.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        times: DatabaseClock,
        items: RunItems,
        journal: RunJournal,
    ) -> None:
        self._connection = connection
        self._times = times
        self._items = items
        self._journal = journal

    async def intend(
        self, intents: Sequence[Intent], now: datetime, lease: timedelta
    ) -> frozenset[int]:
        """Note that Graph is about to be called, and hold the people from now on; commit before.

        Anyone who is not among those returned must not be called for: another claim came meanwhile,
        or a person who holds or stops the run, and then no one has them any longer.
        """
        held = await self._items.lock([item for item, _ in intents])
        if held and not await self._goes_on(intents[0][0].run):
            free = update(run_items).where(at(intents[0][0].run, held))
            # Being held is no attempt.
            values = {"lease_until": None, "tries": run_items.c.tries - 1}
            await self._connection.execute(free.values(**values))
            return frozenset()
        # Nearly always it is one call for everything, which needs no words.
        usual = [i for i, calls in intents if tuple(calls) == (Call(i.person.touched),)]
        values = {"intended_at": self._times.at(now), "lease_until": self._times.at(now, lease)}
        places = held.intersection(item.position for item in usual)
        if places:
            change = update(run_items).where(at(usual[0].run, places))
            await self._connection.execute(change.values(calls=None, asked_at=now, **values))
        for item, calls in intents:
            if item.position in held - places:
                said = to_json(calls)
                change = update(run_items).where(at(item.run, [item.position]))
                # Days count from the first call that took something.
                took = any(call.state is CallState.SUCCEEDED for call in calls)
                asked_at = func.coalesce(run_items.c.asked_at, now) if took else now
                await self._connection.execute(
                    change.values(calls=said, asked_at=asked_at, **values)
                )
        return held

    async def postpone(
        self,
        item: Item,
        now: datetime,
        wait: timedelta,
        reason: str,
        settled: Sequence[Call] | None = None,
        *,
        counts: bool = True,
    ) -> bool:
        """Let go of a person for a while; `counts` is whether this uses up one of their tries.

        `settled` are all calls so far, where it is known what came of each: the intent is taken
        back. False when another claim came meanwhile.
        """
        if not await self._items.lock([item]):
            return False
        due_at = self._times.at(now, wait)
        values: dict[str, Any] = {"due_at": due_at, "lease_until": None, "reason": reason}
        if not counts:
            values["tries"] = run_items.c.tries - 1
        if settled is not None:
            values |= {"intended_at": None, "calls": to_json(settled) or None}
        change = update(run_items).where(at(item.run, [item.position]))
        await self._connection.execute(change.values(**values))
        # The card of a run that is held says how many calls are under way.
        held = (runs.c.id == item.run) & (runs.c.state != RunState.RUNNING)
        more = {"changed": runs.c.changed + 1}
        await self._connection.execute(update(runs).where(held).values(**more))
        return True

    async def finish(self, ends: Sequence[End], now: datetime) -> frozenset[int]:
        """Store the end of people, count it and write it into the journal."""
        held = await self._items.lock([item for item, _ in ends])
        mine = [(item, outcome) for item, outcome in ends if item.position in held]
        if not mine:
            return held
        rows = [
            {
                "the_position": item.position,
                "the_mailbox": outcome.lost_mailbox,
                "the_lines": to_json(outcome.lines),
                "the_rank": severity_rank(outcome.lines),
            }
            for item, outcome in mine
        ]
        run_id = mine[0][0].run
        await self._connection.execute(_ended(run_id, now), rows)
        outcomes = [outcome for _, outcome in mine]
        lines = (line for outcome in outcomes for line in outcome.lines)
        mailboxes = sum(outcome.lost_mailbox for outcome in outcomes)
        trouble = [item.position for item, outcome in mine if _troubled(outcome)]
        problem = trouble[-1] if trouble else None
        taken = [
            item.position
            for item, outcome in mine
            if any(line.outcome in TAKEN for line in outcome.lines)
        ]
        await self.count(run_id, lines, len(outcomes), mailboxes, problem)
        # After the counts: the run is locked last, or two writers wait for each other.
        await self._count_removals(run_id, taken, now)
        await self._journal.people(run_id, now, *outcomes)
        return held

    async def _count_removals(self, run_id: str, places: Sequence[int], now: datetime) -> None:
        """Note when licenses were taken from these people of a run."""
        if not places:
            return
        item, run = run_items.c, runs.c
        query = select(item.asked_at).where(at(run_id, places))
        asked = [moment or now for moment in (await self._connection.execute(query)).scalars()]
        first, last = min(asked), max(asked)
        earlier = or_(run.first_removal.is_(None), run.first_removal > first)
        later = or_(run.last_removal.is_(None), run.last_removal < last)
        values = {
            "first_removal": case((earlier, literal(first, UtcTime)), else_=run.first_removal),
            "last_removal": case((later, literal(last, UtcTime)), else_=run.last_removal),
        }
        await self._connection.execute(update(runs).where(run.id == run_id).values(**values))

    async def _goes_on(self, run_id: str) -> bool:
        state = select(runs.c.state).where(runs.c.id == run_id)
        return bool((await self._connection.execute(state)).scalar_one() == RunState.RUNNING)

    async def count(
        self,
        run_id: str,
        lines: Iterable[LineOutcome],
        people: int,
        mailboxes: int = 0,
        problem: int | None = None,
    ) -> None:
        """Count people of a run as finished, and their lines by outcome.

        `problem` is the place of the last of them who did not end as planned.
        """
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


def _troubled(outcome: PersonOutcome) -> bool:
    return any(line.outcome in PROBLEMS for line in outcome.lines)


def _ended(run_id: str, now: datetime) -> Update:
    column = run_items.c
    return (
        update(run_items)
        .where(column.run_id == run_id, column.position == bindparam("the_position"))
        .values(
            finished=True,
            lease_until=None,
            finished_at=now,
            lost_mailbox=bindparam("the_mailbox"),
            lines=bindparam("the_lines"),
            severity=bindparam("the_rank"),
        )
    )
