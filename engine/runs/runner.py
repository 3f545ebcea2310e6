"""The runner: one worker for each run that has not ended, from the start of the process on."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import structlog

from engine.runs.change_notifier import Changed, ChangeNotifier
from engine.runs.concurrency import AT_ONCE, Concurrency
from engine.runs.context import SETTLE, RunContext
from engine.runs.ports import Clock, Directory, Run, RunLedger, WriteQuota
from engine.runs.replica_poller import ReplicaPoller
from engine.runs.worker import Worker
from engine.runs.write_quota import GRAPH, Quota, SharedWriteQuota
from licensing.errors import PlanMissing
from observability.correlation import CORRELATION
from observability.errors import error_fields

_log = structlog.get_logger(__name__)

#: Given tenant and owner: the tenant as that person may use it.
DirectoryFor = Callable[[str, str], Directory]
#: Given a tenant.
PaceFor = Callable[[str], WriteQuota]
#: Seconds until a worker goes on after a fault of the ledger.
_FAULT_WAIT = 5.0
#: After so long replicas try a run again that waits for a sign-in.
_AGAIN = timedelta(minutes=2)


class Runner:
    """Carries out all runs of the ledger.

    `changed` is called with a run's id whenever its card should be drawn again, `paused` when its
    owner has to sign in; `signed_in` lets it go on. A run of an earlier process is taken up where
    it stood. `shared`: other replicas work on the same ledger, and the runs are done together.
    """

    def __init__(
        self,
        ledger: RunLedger,
        directory_for: DirectoryFor,
        clock: Clock,
        changed: Changed,
        *,
        paused: Changed | None = None,
        pace_for: PaceFor | None = None,
        at_once: int = AT_ONCE,
        settle: timedelta = SETTLE,
        shared: bool = False,
        quota: Quota = GRAPH,
    ) -> None:
        self._ledger = ledger
        self._directory_for = directory_for
        self._clock = clock
        self._news = ChangeNotifier(changed)
        self._paces: dict[str, WriteQuota] = {}
        self._pace_for = pace_for or self._shared_pace
        self._limits = Concurrency(at_once)
        self._settle = settle
        self._paused = paused
        self._working: dict[str, asyncio.Task[None]] = {}
        self._workers: dict[str, Worker] = {}
        #: Runs that were woken while they were being worked off.
        self._woken: set[str] = set()
        self._waking: set[asyncio.Task[None]] = set()
        #: Runs whose owners were asked to sign in.
        self._asked: set[str] = set()
        self._lookout = ReplicaPoller(ledger, clock, self._join, self._news.tell)
        self._watching: asyncio.Task[None] | None = None
        self._shared = shared
        self._quota = quota

    async def start(self) -> None:
        """Take up what an earlier process left: runs that go on, and cards that are behind."""
        async with self._ledger.read() as unit:
            going = await unit.runs.open_runs()
            behind = await unit.runs.unannounced()
        for run in behind:
            self._news.tell(run.id)
        for run in going:
            self.wake(run.id)
        if self._shared:
            self._watching = asyncio.create_task(self._lookout.watch())

    def wake(self, run_id: str) -> None:
        """Begin with a run that was just stored, or look again at one that a person controls."""
        if self._limits.stopping:
            return
        if run_id in self._working:
            self._woken.add(run_id)
            if worker := self._workers.get(run_id):
                worker.nudge()
            return
        task = asyncio.create_task(self._work(run_id))
        self._working[run_id] = task
        task.add_done_callback(lambda _: self._ended(run_id))

    def signed_in(self, tenant: str, owner: str) -> None:
        """Go on with the runs of somebody who has just signed in."""
        task = asyncio.create_task(self._wake_all(tenant, owner))
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)

    async def stop(self) -> None:
        """Begin nothing new, let the calls under way end, and tell the last news."""
        self._limits.stop()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await asyncio.gather(*self._waking, return_exceptions=True)
        if self._working:
            await asyncio.wait(self._working.values())
        await self._news.close()

    def _join(self, run_id: str) -> None:
        """Help with a run, unless this process does already."""
        if run_id not in self._working:
            self.wake(run_id)

    def _ended(self, run_id: str) -> None:
        self._working.pop(run_id, None)
        self._workers.pop(run_id, None)
        if run_id in self._woken:
            self._woken.discard(run_id)
            self.wake(run_id)

    async def _wake_all(self, tenant: str, owner: str) -> None:
        try:
            for run in await self._ledger.write(lambda unit: unit.runs.rouse(tenant, owner)):
                self._asked.discard(run)
                self.wake(run)
        except Exception as error:
            _log.error("runs_not_woken", **error_fields(error))

    async def _work(self, run_id: str) -> None:
        with self._limits.working():
            await self._work_on(run_id)

    async def _work_on(self, run_id: str) -> None:
        while not self._limits.stopping:
            self._woken.discard(run_id)
            try:
                async with self._ledger.read() as unit:
                    run = await unit.runs.get(run_id)
                # Each call of the tenant says for which click it is made, also after a restart.
                with structlog.contextvars.bound_contextvars(**{CORRELATION: run.correlation}):
                    worker = Worker(run_id, self._desk(run), self._limits, self._news)
                    self._workers[run_id] = worker
                    done = await worker.work()
                if not done and run_id not in self._woken:
                    await self._rest(run_id)
            except PlanMissing as error:
                _log.error("run_missing", **error_fields(error))
            except Exception as error:
                _log.error("run_interrupted", **error_fields(error))
                await self._limits.unless_stopped(self._clock.sleep(_FAULT_WAIT))
                continue
            return

    async def _rest(self, run_id: str) -> None:
        """Ask the owner to sign in; other replicas leave the run alone meanwhile.

        A process asks once, for the one before may have died before it did.
        """
        now = self._clock.now()
        notifier = await self._ledger.write(lambda unit: unit.runs.rest(run_id, now, _AGAIN))
        if self._paused is not None and (notifier or run_id not in self._asked):
            await self._paused(run_id)
            self._asked.add(run_id)

    def _desk(self, run: Run) -> RunContext:
        directory = self._directory_for(run.tenant, run.owner)
        pace = self._pace_for(run.tenant)
        return RunContext(self._ledger, directory, self._clock, pace, self._settle)

    def _shared_pace(self, tenant: str) -> WriteQuota:
        if tenant not in self._paces:
            self._paces[tenant] = SharedWriteQuota(self._ledger, tenant, self._clock, self._quota)
        return self._paces[tenant]
