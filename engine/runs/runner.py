"""The runner: one worker for each run that has not ended, from the start of the process on."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog

from engine.runs.change_notifier import Changed, ChangeNotifier
from engine.runs.concurrency import EXECUTING, Concurrency
from engine.runs.context import SETTLE, Directory, RunContext
from engine.runs.replica_poller import ReplicaPoller
from engine.runs.worker import Worker
from engine.runs.write_quota import GRAPH_LIMITS, WriteQuota
from ledger import Ledger
from ledger.runs.store import Run
from ledger.runs.write_budgets import WriteLimits
from licensing.clock import SleepingClock
from licensing.errors import PlanMissing
from observability.correlation import CORRELATION
from observability.errors import error_fields

#: Given tenant and owner: the tenant with that person's rights.
DirectoryFor = Callable[[str, str], Directory]
#: Given a tenant.
QuotaFor = Callable[[str], WriteQuota]
#: Seconds until a worker starts again after a fault of the ledger.
_FAULT_WAIT: Final = 5.0
#: How long replicas leave a run alone that waits for a sign-in.
_PAUSE: Final = timedelta(minutes=2)

_log = structlog.get_logger(__name__)


class Runner:
    """Executes all runs of the ledger.

    `changed` is called with a run's id whenever its card should be drawn again, `paused` when its
    owner has to sign in; `signed_in` continues it. Runs of an earlier process continue where they
    were. `shared`: other replicas work on the same ledger, and the runs are executed together.
    """

    def __init__(
        self,
        ledger: Ledger,
        directory_for: DirectoryFor,
        clock: SleepingClock,
        changed: Changed,
        *,
        paused: Changed | None = None,
        quota_for: QuotaFor | None = None,
        executing: int = EXECUTING,
        settle: timedelta = SETTLE,
        shared: bool = False,
        limits: WriteLimits = GRAPH_LIMITS,
    ) -> None:
        self._ledger = ledger
        self._directory_for = directory_for
        self._clock = clock
        self._notifier = ChangeNotifier(changed)
        self._quotas: dict[str, WriteQuota] = {}
        self._quota_for = quota_for or self._own_quota
        self._concurrency = Concurrency(executing)
        self._settle = settle
        self._paused = paused
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._workers: dict[str, Worker] = {}
        #: Runs that were woken while a worker was at them.
        self._woken: set[str] = set()
        self._waking: set[asyncio.Task[None]] = set()
        #: Runs whose owners were asked to sign in.
        self._asked: set[str] = set()
        self._poller = ReplicaPoller(ledger, clock, self._join, self._notifier.notify)
        self._polling: asyncio.Task[None] | None = None
        self._shared = shared
        self._limits = limits

    async def start(self) -> None:
        """Continue what an earlier process left: open runs, and cards that are outdated."""
        async with self._ledger.read() as unit:
            going = await unit.runs.open_runs()
            outdated = await unit.runs.unannounced()
        for run in outdated:
            self._notifier.notify(run.id)
        for run in going:
            self.wake(run.id)
        if self._shared:
            self._polling = asyncio.create_task(self._poller.run())

    def wake(self, run_id: str) -> None:
        """Start a run that was just stored, or look again at one that a person controls."""
        if self._concurrency.stopping:
            return
        if run_id in self._tasks:
            self._woken.add(run_id)
            if worker := self._workers.get(run_id):
                worker.wake()
            return
        task = asyncio.create_task(self._work(run_id))
        self._tasks[run_id] = task
        task.add_done_callback(lambda _: self._ended(run_id))

    def signed_in(self, tenant: str, owner: str) -> None:
        """Continue the runs of a person who has just signed in."""
        task = asyncio.create_task(self._wake_all(tenant, owner))
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)

    async def stop(self) -> None:
        """Start nothing new, let the calls in progress end, and announce the last changes."""
        self._concurrency.stop()
        for worker in self._workers.values():
            worker.wake()
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
        await asyncio.gather(*self._waking, return_exceptions=True)
        if self._tasks:
            await asyncio.wait(self._tasks.values())
        await self._notifier.close()

    def _join(self, run_id: str) -> None:
        """Help with a run, unless this process does already."""
        if run_id not in self._tasks:
            self.wake(run_id)

    def _ended(self, run_id: str) -> None:
        self._tasks.pop(run_id, None)
        self._workers.pop(run_id, None)
        if run_id in self._woken:
            self._woken.discard(run_id)
            self.wake(run_id)

    async def _wake_all(self, tenant: str, owner: str) -> None:
        try:
            for run in await self._ledger.write(
                lambda unit: unit.runs.resume_suspended(tenant, owner)
            ):
                self._asked.discard(run)
                self.wake(run)
        except Exception as error:
            _log.error("runs_not_woken", **error_fields(error))

    async def _work(self, run_id: str) -> None:
        with self._concurrency.working():
            while not self._concurrency.stopping:
                self._woken.discard(run_id)
                try:
                    await self._execute(run_id)
                except PlanMissing as error:
                    _log.error("run_missing", **error_fields(error))
                except Exception as error:
                    _log.error("run_interrupted", **error_fields(error))
                    await self._concurrency.or_stopped(self._clock.sleep(_FAULT_WAIT))
                    continue
                return

    async def _execute(self, run_id: str) -> None:
        async with self._ledger.read() as unit:
            run = await unit.runs.get(run_id)
        # Each call of the tenant names the click that it is made for, also after a restart.
        with structlog.contextvars.bound_contextvars(**{CORRELATION: run.correlation}):
            worker = Worker(run_id, self._context(run), self._concurrency, self._notifier)
            self._workers[run_id] = worker
            signed_in = await worker.run()
        if not signed_in and run_id not in self._woken:
            await self._ask_to_sign_in(run_id)

    async def _ask_to_sign_in(self, run_id: str) -> None:
        """Ask the owner to sign in; other replicas leave the run alone meanwhile.

        Every process asks once, for an earlier one may have died before it did.
        """
        now = self._clock.now()
        is_new = await self._ledger.write(lambda unit: unit.runs.suspend(run_id, now, _PAUSE))
        if self._paused is not None and (is_new or run_id not in self._asked):
            await self._paused(run_id)
            self._asked.add(run_id)

    def _context(self, run: Run) -> RunContext:
        directory = self._directory_for(run.tenant, run.owner)
        quota = self._quota_for(run.tenant)
        return RunContext(self._ledger, directory, self._clock, quota, self._settle)

    def _own_quota(self, tenant: str) -> WriteQuota:
        if tenant not in self._quotas:
            self._quotas[tenant] = WriteQuota(self._ledger, tenant, self._clock, self._limits)
        return self._quotas[tenant]
