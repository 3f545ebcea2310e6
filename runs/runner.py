"""The runner: one worker for each run that has not ended, from the start of the process on."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from licensing.errors import PlanMissing
from runs.desk import SETTLE, Desk
from runs.faults import report
from runs.limits import AT_ONCE, Limits
from runs.news import Changed, News
from runs.pace import TokenBucket
from runs.ports import Clock, Directory, Pace, Run, RunLedger
from runs.worker import Worker

#: Given tenant and owner: the tenant as that person may use it.
DirectoryFor = Callable[[str, str], Directory]
#: Given a tenant.
PaceFor = Callable[[str], Pace]
#: Seconds until a worker goes on after a fault of the ledger.
_FAULT_WAIT = 5.0


class Runner:
    """Carries out all runs of the ledger.

    `changed` is called with a run's id whenever its card should be drawn again. A run of an earlier
    process is taken up where it stood.
    """

    def __init__(
        self,
        ledger: RunLedger,
        directory_for: DirectoryFor,
        clock: Clock,
        changed: Changed,
        *,
        pace_for: PaceFor | None = None,
        at_once: int = AT_ONCE,
        settle: timedelta = SETTLE,
    ) -> None:
        self._ledger = ledger
        self._directory_for = directory_for
        self._clock = clock
        self._news = News(changed)
        self._paces: dict[str, Pace] = {}
        self._pace_for = pace_for or self._bucket
        self._limits = Limits(at_once)
        self._settle = settle
        self._working: dict[str, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Take up what an earlier process left: runs that go on, and cards that are behind."""
        async with self._ledger.read() as unit:
            going = await unit.runs.open_runs()
            behind = await unit.runs.unannounced()
        for run in behind:
            self._news.tell(run.id)
        for run in going:
            self.wake(run.id)

    def wake(self, run_id: str) -> None:
        """Begin with a run that was just stored; one that is being worked off goes on."""
        if run_id in self._working or self._limits.stopping:
            return
        task = asyncio.create_task(self._work(run_id))
        self._working[run_id] = task
        task.add_done_callback(lambda _: self._working.pop(run_id, None))

    async def stop(self) -> None:
        """Begin nothing new, let the calls under way end, and tell the last news."""
        self._limits.stop()
        if self._working:
            await asyncio.wait(self._working.values())
        await self._news.close()

    async def _work(self, run_id: str) -> None:
        while not self._limits.stopping:
            try:
                async with self._ledger.read() as unit:
                    run = await unit.runs.get(run_id)
                await Worker(run_id, self._desk(run), self._limits, self._news).work()
            except PlanMissing as error:
                report("a run is not in the ledger", error)
            except Exception as error:
                report("a run was interrupted", error)
                await self._limits.unless_stopped(self._clock.sleep(_FAULT_WAIT))
                continue
            return

    def _desk(self, run: Run) -> Desk:
        directory = self._directory_for(run.tenant, run.owner)
        pace = self._pace_for(run.tenant)
        return Desk(self._ledger, directory, self._clock, pace, self._settle)

    def _bucket(self, tenant: str) -> Pace:
        if tenant not in self._paces:
            self._paces[tenant] = TokenBucket(self._clock)
        return self._paces[tenant]
