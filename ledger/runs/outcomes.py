"""The outcomes of the people of a run: intended, postponed, then finished exactly once.

Writes are batched: one transaction stores all results that are ready.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, bindparam, case, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import UtcTime
from ledger.database.db_clock import DatabaseClock
from ledger.database.json_codec import to_json
from ledger.runs.items import Claim, Item, RunItems, at, positions
from ledger.runs.journal import RunJournal
from ledger.tables import run_counts, run_items, runs
from licensing.runs.calls import Call, CallState
from licensing.runs.counts import REMOVED_OUTCOMES, count_people
from licensing.runs.outcome import LineOutcome, PersonOutcome, RunState
from licensing.runs.severity import PROBLEMS, severity_rank

#: A person, and the calls so far; the last one is open.
Intent = tuple[Item, Sequence[Call]]
End = tuple[Item, PersonOutcome]


class RunOutcomes:
    """The outcomes of people within one transaction.

    All people of one call belong to one run. Methods return the claims whose result was stored; for
    the others there is a newer claim.
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
    ) -> frozenset[Claim]:
        """Store the intent to call Graph, and renew the leases; commit before the call.

        Do not call Graph for people who are not returned: another worker claimed them, or the run
        was paused or stopped, which ends their claim.
        """
        held = await self._items.lock([item for item, _ in intents])
        if held and not await self._goes_on(intents[0][0].run):
            free = update(run_items).where(at(intents[0][0].run, positions(held)))
            # A pause does not count as an attempt.
            values = {"lease_until": None, "tries": run_items.c.tries - 1}
            await self._connection.execute(free.values(**values))
            return frozenset()
        # Usually one call covers all products, which is the default and not stored.
        mine = [(item, calls) for item, calls in intents if item.claim in held]
        usual = [i for i, calls in mine if tuple(calls) == (Call(i.person.touched),)]
        values = {"intended_at": self._times.at(now), "lease_until": self._times.at(now, lease)}
        places = {item.position for item in usual}
        if places:
            change = update(run_items).where(at(usual[0].run, places))
            await self._connection.execute(change.values(calls=None, asked_at=now, **values))
        for item, calls in mine:
            if item.position not in places:
                said = to_json(calls)
                change = update(run_items).where(at(item.run, [item.position]))
                # Days count from the first call that removed something.
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
        """Postpone a person; `counts` is whether this counts as an attempt.

        `settled` are all calls so far if each result is known: the intent is then cleared. False if
        another claim was made meanwhile.
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
        # The card of a paused run shows how many calls are in progress.
        held = (runs.c.id == item.run) & (runs.c.state != RunState.RUNNING)
        more = {"changed": runs.c.changed + 1}
        await self._connection.execute(update(runs).where(held).values(**more))
        return True

    async def finish(self, ends: Sequence[End], now: datetime) -> frozenset[Claim]:
        """Store the outcomes of people, count them, and add them to the journal."""
        held = await self._items.lock([item for item, _ in ends])
        mine = [(item, outcome) for item, outcome in ends if item.claim in held]
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
        mailboxes = sum(outcome.lost_mailbox for outcome in outcomes)
        trouble = [item.position for item, outcome in mine if _troubled(outcome)]
        problem = trouble[-1] if trouble else None
        taken = [
            item.position
            for item, outcome in mine
            if any(line.outcome in REMOVED_OUTCOMES for line in outcome.lines)
        ]
        await self.count(run_id, [one.lines for one in outcomes], mailboxes, problem)
        # After the counts: the run is locked last, which prevents a deadlock.
        await self._count_removals(run_id, taken, now)
        await self._journal.people(run_id, now, *outcomes)
        return held

    async def _count_removals(self, run_id: str, places: Sequence[int], now: datetime) -> None:
        """Store when licenses of these people were removed."""
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
        people: Sequence[Sequence[LineOutcome]],
        mailboxes: int = 0,
        problem: int | None = None,
    ) -> None:
        """Count people of a run as finished, and each of their lines, by outcome.

        `problem` is the position of the last one who did not end as planned.
        """
        lines = Counter(line.outcome for one in people for line in one)
        ends, counts = count_people(people), run_counts.c
        # Always in the same order, so that two writers never deadlock.
        for outcome, number in sorted(lines.items()):
            row = (counts.run_id == run_id) & (counts.outcome == outcome)
            more = {
                "lines": counts.lines + number,
                "people": counts.people + ends.people.get(outcome, 0),
                "partly": counts.partly + ends.partly.get(outcome, 0),
            }
            await self._connection.execute(update(run_counts).where(row).values(**more))
        further: dict[str, Any] = {
            "finished": runs.c.finished + len(people),
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
