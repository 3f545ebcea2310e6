"""Trouble of the whole tenant: it pauses a run, which then continues with one person, the probe.

It is stored with the run, so that all replicas and every later process respect it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.db_clock import DatabaseClock
from ledger.mail.timers import Timers
from ledger.runs.journal import RunJournal
from ledger.tables import runs
from licensing.runs.breaker import LONGEST_OUTAGE, Trouble, pause
from licensing.runs.control import ACTIVE_STATES, WaitReason
from licensing.runs.outcome import RunState

#: Kind of the timer that asks a person whether a run should continue.
RUN_QUESTION: Final = "run_question"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure that may be caused by trouble of the tenant."""

    kind: Trouble
    #: Seconds that the tenant asks to wait.
    asked: float | None
    #: Whether it pauses the run.
    opens: bool
    #: Whether the person was the probe.
    probe: bool
    #: What the tenant said.
    said: str = ""


@dataclass(frozen=True, slots=True)
class FailureResult:
    """The effect of a failure."""

    #: Whether the run is paused.
    in_trouble: bool
    #: Whether it counts as an attempt for the person.
    counts: bool


class RunTrouble:
    """Tracks trouble of the tenant, per run, within one transaction."""

    def __init__(
        self, connection: AsyncConnection, times: DatabaseClock, journal: RunJournal
    ) -> None:
        self._connection = connection
        self._times = times
        self._journal = journal

    async def record_failure(self, run_id: str, failure: Failure, now: datetime) -> FailureResult:
        """Store a failure; pause the run, or pause it for longer, if the tenant caused it."""
        query = select(runs).where(runs.c.id == run_id).with_for_update()
        row = (await self._connection.execute(query)).one()
        new = not row.trouble
        if not new and (row.state not in ACTIVE_STATES or not failure.probe):
            return FailureResult(in_trouble=True, counts=False)
        if row.state not in ACTIVE_STATES or not failure.opens:
            return FailureResult(in_trouble=False, counts=failure.kind is not Trouble.THROTTLED)
        if failure.kind is Trouble.REFUSED and row.state != RunState.RUNNING:
            return FailureResult(in_trouble=False, counts=True)
        since = row.trouble_since or now
        times = row.trouble_times + 1
        values: dict[str, Any] = {
            "trouble": failure.kind,
            "trouble_since": since,
            "trouble_times": times,
            "trouble_until": self._times.at(now, pause(times, failure.asked)),
            "changed": runs.c.changed + 1,
        }
        if failure.kind is Trouble.REFUSED:
            waits = {"state": RunState.WAITING, "wait_reason": WaitReason.REFUSED}
            values |= {**waits, "refusal": failure.said}
        await self._connection.execute(update(runs).where(runs.c.id == run_id).values(**values))
        if new or failure.kind is Trouble.REFUSED:
            await self._journal.paused(run_id, now, failure.kind)
        if failure.kind is Trouble.REFUSED:
            await Timers(self._connection, self._times).set(RUN_QUESTION, run_id, row.tenant, now)
        long = failure.kind is Trouble.OUTAGE and now - since > LONGEST_OUTAGE
        return FailureResult(in_trouble=True, counts=long)

    async def end(self, run_id: str) -> None:
        """End the trouble: the tenant answers again."""
        values: dict[str, Any] = {
            "trouble": "",
            "refusal": None,
            "trouble_since": None,
            "trouble_times": 0,
            "trouble_until": None,
            "changed": runs.c.changed + 1,
        }
        mine = (runs.c.id == run_id) & (runs.c.trouble != "")
        await self._connection.execute(update(runs).where(mine).values(**values))
