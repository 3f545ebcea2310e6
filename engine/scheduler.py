"""The scheduler: does what is due, once, whatever fails in between.

A handler first computes what a timer leads to; then that is stored in the transaction that ends the
timer. A handler that is late, because its timer was set again or canceled meanwhile, stores
nothing. Timers of a kind without a handler are left to newer replicas.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from engine.leased_worker import LeasedWorker
from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from licensing.backoff import backoff
from licensing.clock import Clock
from licensing.errors import StaleDraft
from observability.errors import error_fields

#: Lease duration.
LEASE: Final = timedelta(seconds=11)
#: Time limit of a handler, well before its lease ends.
TIMEOUT: Final = timedelta(seconds=9)
#: Maximum number of handlers that run concurrently.
CONCURRENCY: Final = 8
#: Seconds until a failed handler runs again: after its first failure, and at most.
_FIRST_RETRY: Final = 2.0
_LONGEST_RETRY: Final = 30 * 60.0
#: How often to look without being woken: another replica may have set a timer, or died.
_POLL: Final = timedelta(seconds=3)

_log = structlog.get_logger(__name__)


async def nothing(unit: Unit) -> None:
    """Store nothing."""
    del unit


@dataclass(frozen=True, slots=True)
class TimerResult:
    """What a timer leads to: what to store, and when it is due again; None ends it."""

    store: Callable[[Unit], Awaitable[None]] = nothing
    again: datetime | None = None


#: Computes what a timer leads to; after any error it runs again later.
Handler = Callable[[Timer], Awaitable[TimerResult]]


@dataclass(slots=True)
class Scheduler:
    """Runs the handlers of due timers, by kind."""

    ledger: Ledger
    clock: Clock
    handlers: Mapping[str, Handler]
    #: Called when the outbox may have messages.
    post: Callable[[], None]
    #: Set to look for due timers now: one was set.
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    worker: LeasedWorker[Timer, None] = field(init=False)

    def __post_init__(self) -> None:
        self.worker = LeasedWorker(
            "scheduler",
            self,
            self.clock,
            LEASE,
            CONCURRENCY,
            grace_period=timedelta(seconds=2),
            awake=self.awake,
        )

    def start(self) -> None:
        """Start, beginning with what became due before."""
        self.worker.start()

    def wake(self) -> None:
        """Look for due timers now: one was set."""
        self.worker.wake()

    async def stop(self) -> None:
        """Stop. Handlers that take too long are canceled; their timers run after the next start."""
        await self.worker.stop()

    def key(self, job: Timer) -> Hashable:
        """Identify a timer."""
        return job.kind, job.subject

    async def claim(self, limit: int) -> tuple[datetime, Sequence[Timer]]:
        """Claim due timers."""
        now = self.clock.now()
        if not limit:
            return now, ()
        async with self.ledger.begin() as unit:
            return now, await unit.timers.claim([*self.handlers], now, LEASE, limit)

    async def renew(self, jobs: Sequence[Timer]) -> tuple[datetime, Collection[Hashable]]:
        """A handler ends before its lease does."""
        return self.clock.now(), ()

    async def idle(self) -> timedelta:
        """Wait until the next timer is due, or until a handler ends."""
        if not self.worker.free:
            return _POLL
        async with self.ledger.read() as unit:
            due = await unit.timers.next_due([*self.handlers])
        return min(_POLL, max(timedelta(), due - self.clock.now())) if due else _POLL

    async def work(self, job: Timer) -> None:
        """Run a timer's handler and store what it returns."""
        try:
            async with asyncio.timeout(TIMEOUT.total_seconds()):
                result = await self.handlers[job.kind](job)
            async with self.ledger.begin() as unit:
                if await _end(unit, job, result):
                    await result.store(unit)
        except Exception as error:
            await self._failed(job, error)
        else:
            self.post()

    async def _failed(self, timer: Timer, error: Exception) -> None:
        # A stale draft means that someone decided meanwhile: the handler starts from there again.
        log = _log.info if isinstance(error, StaleDraft) else _log.error
        log("timer_failed", kind=timer.kind, tries=timer.tries, **error_fields(error))
        seconds = backoff(timer.tries, first=_FIRST_RETRY, longest=_LONGEST_RETRY)
        async with self.ledger.begin() as unit:
            until = self.clock.now() + timedelta(seconds=seconds)
            await unit.timers.postpone(timer, until, type(error).__name__)


async def schedule_first(ledger: Ledger, kind: str, due_at: datetime) -> None:
    """Set the timer of a periodic job, one for all replicas, unless it is set already."""

    async def work(unit: Unit) -> None:
        if await unit.timers.due_at(kind, kind) is None:
            await unit.timers.set(kind, kind, "", due_at)

    await ledger.write(work)


async def _end(unit: Unit, timer: Timer, result: TimerResult) -> bool:
    if result.again is None:
        return await unit.timers.end(timer)
    return await unit.timers.again(timer, result.again)
