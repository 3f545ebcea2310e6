"""Trouble of the whole tenant: a run pauses for it, and continues with one person first.

It is stored with the run, so that all replicas and every later process heed it.
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

#: The kind of the timer that asks a person what becomes of a run.
RUN_QUESTION: Final = "run_question"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure that may be the tenant's."""

    kind: Trouble
    #: Seconds that the tenant asks to wait.
    asked: float | None
    #: Whether the run pauses for it.
    opens: bool
    #: Whether the person was to show if the trouble has ended.
    probe: bool


@dataclass(frozen=True, slots=True)
class FailureResult:
    """What a failure was found to be."""

    #: Whether the run pauses.
    in_trouble: bool
    #: Whether it uses up one of the person's tries.
    counts: bool


class RunTrouble:
    """Trouble of the tenants of runs within one transaction."""

    def __init__(
        self, connection: AsyncConnection, times: DatabaseClock, journal: RunJournal
    ) -> None:
        self._connection = connection
        self._times = times
        self._journal = journal

    async def record_failure(self, run_id: str, failure: Failure, now: datetime) -> FailureResult:
        """Note a failure; pause the run, or pause it for longer, where it is the tenant's."""
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
            values |= {"state": RunState.WAITING, "wait_reason": WaitReason.REFUSED}
        await self._connection.execute(update(runs).where(runs.c.id == run_id).values(**values))
        if new or failure.kind is Trouble.REFUSED:
            await self._journal.paused(run_id, now, failure.kind)
        if failure.kind is Trouble.REFUSED:
            await Timers(self._connection, self._times).set(RUN_QUESTION, run_id, row.tenant, now)
        long = failure.kind is Trouble.OUTAGE and now - since > LONGEST_OUTAGE
        return FailureResult(in_trouble=True, counts=long)

    async def end(self, run_id: str) -> None:
        """The tenant answers again."""
        values: dict[str, Any] = {
            "trouble": "",
            "trouble_since": None,
            "trouble_times": 0,
            "trouble_until": None,
            "changed": runs.c.changed + 1,
        }
        mine = (runs.c.id == run_id) & (runs.c.trouble != "")
        await self._connection.execute(update(runs).where(mine).values(**values))
