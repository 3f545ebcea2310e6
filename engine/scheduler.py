"""The bell: does what is due, once, whatever is killed in the middle.

What a timer leads to is worked out first, which may take a while; then it is stored in the
transaction that ends the timer. Who comes too late, because the timer was set anew or taken back
meanwhile, stores nothing. Timers of a kind that nobody here knows are left to newer replicas.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from engine.ports import Books, Clock, Timer, Unit
from licensing.errors import StaleDraft
from observability.errors import error_fields

#: After this time another process takes over.
LEASE: Final = timedelta(seconds=11)
#: What a timer leads to is worked out within this time, well before its lease ends.
PATIENCE: Final = timedelta(seconds=9)
#: So many are worked on at once.
AT_ONCE: Final = 8
_LONGEST_WAIT: Final = timedelta(minutes=30)
#: How often the bell looks without being called: another replica may have set a timer, or died.
_ROUND: Final = timedelta(seconds=3)

_log = structlog.get_logger(__name__)


async def nothing(unit: Unit) -> None:
    """Store nothing."""
    del unit


@dataclass(frozen=True, slots=True)
class TimerResult:
    """What comes of a timer: what to store, and when it is due again; None ends it."""

    store: Callable[[Unit], Awaitable[None]] = nothing
    again: datetime | None = None


#: Works out what a timer leads to; whatever it raises leads to another try, later.
Handler = Callable[[Timer], Awaitable[TimerResult]]


@dataclass(slots=True)
class Scheduler:
    """Rings until it is stopped. `post` is called when something may wait in the outbox."""

    ledger: Books
    clock: Clock
    post: Callable[[], None]
    #: How long a stop waits for what is being worked on.
    grace_period: timedelta = timedelta(seconds=2)
    _handlers: dict[str, Handler] = field(default_factory=dict)
    _called: asyncio.Event = field(default_factory=asyncio.Event)
    _ringing: set[asyncio.Task[None]] = field(default_factory=set)
    _task: asyncio.Task[None] | None = None
    _stopping: bool = False

    def on(self, kind: str, handler: Handler) -> None:
        """Do this for timers of a kind; a second handler for one is a mistake."""
        if kind in self._handlers:
            raise ValueError(f"{kind} has a handler already")
        self._handlers[kind] = handler

    def start(self) -> None:
        """Begin, with what became due while nobody was here."""
        self._task = asyncio.create_task(self._run())

    def call(self) -> None:
        """Say that a timer was set."""
        self._called.set()

    async def stop(self) -> None:
        """End. What takes too long is left, and taken up at the next start."""
        self._stopping = True
        self._called.set()
        if self._task is not None:
            await self._task
        if self._ringing:
            await asyncio.wait(self._ringing, timeout=self.grace_period.total_seconds())
        for task in self._ringing:
            task.cancel()
        await asyncio.gather(*self._ringing, return_exceptions=True)

    async def _run(self) -> None:
        while not self._stopping:
            self._called.clear()
            wait = _ROUND
            try:
                if await self._take():
                    continue
                wait = await self._until_due()
            except Exception as error:  # the ledger was out of reach: next round
                _log.error("bell_round_failed", **error_fields(error))
            await self._pause(wait)

    async def _take(self) -> bool:
        free = AT_ONCE - len(self._ringing)
        if not free:
            return False
        async with self.ledger.begin() as unit:
            due = await unit.timers.claim([*self._handlers], self.clock.now(), LEASE, free)
        for timer in due:
            task = asyncio.create_task(self._rung(timer))
            self._ringing.add(task)
            task.add_done_callback(self._ended)
        return bool(due)

    async def _until_due(self) -> timedelta:
        if len(self._ringing) >= AT_ONCE:
            return _ROUND
        async with self.ledger.read() as unit:
            due = await unit.timers.next_due([*self._handlers])
        return min(_ROUND, max(timedelta(), due - self.clock.now())) if due else _ROUND

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._ringing.discard(task)
        self._called.set()

    async def _pause(self, wait: timedelta) -> None:
        try:
            async with asyncio.timeout(wait.total_seconds()):
                await self._called.wait()
        except TimeoutError:
            pass

    async def _rung(self, timer: Timer) -> None:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                ring = await self._handlers[timer.kind](timer)
            async with self.ledger.begin() as unit:
                if await self._settled(unit, timer, ring):
                    await ring.store(unit)
        except Exception as error:
            await self._failed(timer, error)
        else:
            self.post()

    async def _settled(self, unit: Unit, timer: Timer, ring: TimerResult) -> bool:
        if ring.again is None:
            return await unit.timers.end(timer)
        return await unit.timers.again(timer, ring.again)

    async def _failed(self, timer: Timer, error: Exception) -> None:
        # Somebody decided while this was worked out: it is worked out again from there.
        log = _log.info if isinstance(error, StaleDraft) else _log.error
        log("timer_failed", kind=timer.kind, tries=timer.tries, **error_fields(error))
        wait = min(_LONGEST_WAIT, timedelta(seconds=2.0 ** min(timer.tries, 11)))
        try:
            async with self.ledger.begin() as unit:
                until = self.clock.now() + wait
                await unit.timers.postpone(timer, until, type(error).__name__)
        except Exception as again:  # its lease ends by itself, and then it is tried again
            _log.error("timer_not_postponed", **error_fields(again))
