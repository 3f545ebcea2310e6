"""The worker for everything that is claimed by a lease: inbox, outbox, timers and runs.

A worker claims jobs for the length of a lease, works on several concurrently and renews their
leases meanwhile. When its process dies, the leases expire and another process claims the jobs. A
process that was paused for longer learns from `owns` that it must not act any longer.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Generic, Protocol, TypeVar

import structlog

from licensing.backoff import backoff
from licensing.clock import Clock
from observability.errors import error_fields

#: With less than this left of a lease, its job must not act any longer.
MARGIN: Final = timedelta(seconds=3)
#: Seconds to wait after the first failed claim, and the longest wait.
_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 10.0

J = TypeVar("J")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

_log = structlog.get_logger(__name__)


class Jobs(Protocol[J, R_co]):
    """Where jobs come from, and what is done with each."""

    def key(self, job: J) -> Hashable:
        """Identify a job; claims of the same job have the same key."""

    async def claim(self, limit: int) -> tuple[datetime, Sequence[J]]:
        """Claim up to `limit` due jobs; returns when their leases started, and the jobs."""

    async def renew(self, jobs: Sequence[J]) -> tuple[datetime, Collection[Hashable]]:
        """Renew leases; returns when that was, and the keys of the jobs that are still leased."""

    async def work(self, job: J) -> R_co:
        """Do a job and store its result. After an error its lease expires, and it is retried."""

    async def idle(self) -> timedelta | None:
        """How long to wait after a claim that found nothing; None ends the worker."""


@dataclass(slots=True)
class LeasedWorker(Generic[J, R]):
    """Claims jobs and works on them until it is stopped."""

    #: For the log.
    name: str
    jobs: Jobs[J, R]
    clock: Clock
    lease: timedelta
    #: Maximum number of jobs in progress.
    concurrency: int
    #: Seconds between renewals; None where a job ends before its lease does.
    renew_every: float | None = None
    #: How long a stop waits for jobs in progress; None waits until they end.
    grace_period: timedelta | None = None
    #: Whether a stop still claims what is due.
    drains: bool = False
    #: Whether the end of a job leads to another claim.
    claims_again: bool = True
    #: Whether the lease of a finished job is kept until `release`.
    keeps: Callable[[J], bool] = lambda _: False
    #: Waits, in seconds; None for the event loop's own time.
    sleep: Callable[[float], Coroutine[Any, Any, None]] | None = None
    #: Set to claim now instead of at the next poll.
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    _leases: dict[Hashable, tuple[J, datetime]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[R]] = field(default_factory=set)
    _loops: list[asyncio.Task[None]] = field(default_factory=list)
    stopping: bool = False

    @property
    def free(self) -> int:
        """How many more jobs may be in progress."""
        return max(0, self.concurrency - len(self._tasks))

    @property
    def busy(self) -> bool:
        """Whether jobs are in progress."""
        return bool(self._tasks)

    async def run(self) -> None:
        """Work until `jobs.idle` ends it, then wait for the jobs in progress."""
        self.start()
        try:
            await asyncio.wait(self._loops[:1])
        finally:
            await self.stop()

    def start(self) -> None:
        """Start to claim, beginning with what an earlier process left."""
        self._loops.append(asyncio.create_task(self._claim_all()))
        if self.renew_every is not None:
            self._loops.append(asyncio.create_task(self._renew_all(self.renew_every)))

    def wake(self) -> None:
        """Claim now instead of at the next poll."""
        self.awake.set()

    def begin(self, job: J, since: datetime) -> asyncio.Task[R]:
        """Work on a job whose lease started at `since`."""
        self.hold(job, since)
        task = asyncio.create_task(self.jobs.work(job))
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, job))
        return task

    def hold(self, job: J, since: datetime) -> None:
        """Renew the lease of a job from now on; it started or was renewed at `since`."""
        self._leases[self.jobs.key(job)] = job, since

    def holds(self, job: J) -> bool:
        """Whether the lease of a job is being renewed."""
        held = self._leases.get(self.jobs.key(job))
        return held is not None and held[0] is job

    def owns(self, job: J) -> bool:
        """Whether no other process can have claimed a job by now."""
        held = self._leases.get(self.jobs.key(job))
        if held is None or held[0] is not job:
            return False
        return self.clock.now() - held[1] < self.lease - MARGIN

    def release(self, job: J) -> None:
        """Renew the lease of a job no longer."""
        if self.holds(job):
            del self._leases[self.jobs.key(job)]

    async def stop(self) -> None:
        """Claim nothing more, let jobs end within the grace period and cancel the rest."""
        self.stopping = True
        self.wake()
        grace = self.grace_period
        with suppress(TimeoutError):
            async with asyncio.timeout(None if grace is None else grace.total_seconds()):
                if self._loops:
                    await asyncio.wait(self._loops[:1])
                while self._tasks:
                    await asyncio.wait(self._tasks)
        if self._tasks:
            _log.info("jobs_left", worker=self.name, count=len(self._tasks))
        left = [*self._loops, *self._tasks]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _claim_all(self) -> None:
        failures = 0
        while not self.stopping or self.drains:
            self.awake.clear()
            try:
                if await self._claim():
                    continue
                if self.stopping and not self._leases:
                    return
                wait = await self.jobs.idle()
                failures = 0
            except Exception as error:  # the ledger is out of reach; the jobs stay there
                failures += 1
                _log.error("claim_failed", worker=self.name, **error_fields(error))
                wait = timedelta(
                    seconds=backoff(failures, first=_FIRST_WAIT, longest=_LONGEST_WAIT)
                )
            if wait is None:
                return
            await self._wait(wait.total_seconds())

    async def _claim(self) -> bool:
        since, found = await self.jobs.claim(self.free)
        for job in found:
            self.begin(job, since)
        return bool(found)

    async def _wait(self, seconds: float) -> None:
        """Wait to be woken, or until the time is over."""
        timer: asyncio.TimerHandle | asyncio.Task[None]
        if self.sleep is None:
            timer = asyncio.get_running_loop().call_later(seconds, self.wake)
        else:
            timer = asyncio.create_task(self.sleep(seconds))
            timer.add_done_callback(self._slept)
        try:
            await self.awake.wait()
        finally:
            timer.cancel()

    def _slept(self, timer: asyncio.Task[None]) -> None:
        if not timer.cancelled():
            self.wake()

    async def _renew_all(self, every: float) -> None:
        while True:
            await (self.sleep or asyncio.sleep)(every)
            jobs = [job for job, _ in self._leases.values()]
            if not jobs:
                continue
            try:
                since, keys = await self.jobs.renew(jobs)
            except Exception as error:
                _log.error("leases_not_renewed", worker=self.name, **error_fields(error))
                continue
            for job in filter(self.holds, jobs):
                if self.jobs.key(job) in keys:
                    self.hold(job, since)
                else:
                    self.release(job)

    def _ended(self, job: J, task: asyncio.Task[R]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            _log.error("job_failed", worker=self.name, **error_fields(error))
        if not self.keeps(job):
            self.release(job)
        if self.claims_again:
            self.wake()
