"""Works off one run: claims people in their order and has several under way at once."""

import asyncio
from collections import deque
from collections.abc import Coroutine, Sequence
from datetime import datetime
from typing import Any

import structlog

from engine.runs.attempt import Attempt
from engine.runs.batch_writer import BatchWriter
from engine.runs.change_notifier import ChangeNotifier
from engine.runs.concurrency import Concurrency
from engine.runs.context import RunContext
from engine.runs.execute import carry_out, most_tries, settled
from engine.runs.leases import LEASE, Leases
from engine.runs.outcomes import OutcomeBuilder
from engine.runs.ports import Item, Unit
from engine.runs.results import Finished, Later, LeaseLost, Sent, Settled, Step
from engine.runs.verify import prove
from licensing.errors import SignInNeeded, TenantError
from licensing.runs.control import Course
from observability.errors import error_fields

_log = structlog.get_logger(__name__)

#: Seconds until another try after a fault of our own, times the tries.
_FAULT_WAIT = 5.0
#: Seconds until the next look for somebody who is due and whom another run holds.
_LEAST_WAIT = 0.1
#: Seconds for which a stop waits for proofs; the rest is read again after the next start.
_GRACE = 2.0


class Worker:
    """Works off one run."""

    def __init__(
        self, run_id: str, desk: RunContext, limits: Concurrency, notifier: ChangeNotifier
    ) -> None:
        self._run = run_id
        self._desk = desk
        self._limits = limits
        self._news = notifier
        self._acting: set[asyncio.Task[None]] = set()
        self._proving: set[asyncio.Task[None]] = set()
        #: Whether its owner has to sign in.
        self._signed_out = False
        self._leases = Leases(desk.ledger, desk.clock)
        self._scribe = BatchWriter(desk.ledger, desk.clock)
        self._nudged = asyncio.Event()

    def nudge(self) -> None:
        """Say that a person may have paused, resumed or stopped the run."""
        self._nudged.set()

    async def work(self) -> bool:
        """Work until the run has ended, a person holds it, or the process stops.

        Then nobody is under way. False when its owner has to sign in before it can go on.
        """
        return await self._leases.during(self._work())

    async def _work(self) -> bool:
        if not (await self._course()).leads_on:
            return True
        # Looked at before anybody is claimed: each claim counts as a try.
        self._signed_out = not await self._signed_in()
        try:
            while not self._limits.stopping and not self._signed_out:
                if not await self._begin_next() and await self._rest():
                    break
        finally:
            await self._wind_down()
        return not self._signed_out

    async def _signed_in(self) -> bool:
        try:
            await self._desk.products()
        except SignInNeeded:
            return False
        except TenantError:
            # Whatever it is, it is each person's own trouble and is told there.
            return True
        return True

    async def _begin_next(self) -> bool:
        """Begin with some more people; False when nobody is due, on a stop, or after a nudge."""
        asked = self._desk.pace.turns(self._limits.together)
        turns = deque(await self._limits.or_stopped(asked, self._nudged.wait()) or ())
        if not turns:
            return False
        free = await self._limits.act(len(turns))
        items: Sequence[Item] = ()
        since = self._desk.clock.now()
        try:
            if not self._limits.stopping:
                items = await self._claim(free)
        finally:
            for _ in range(free - len(items)):
                self._limits.acting.release()
            while len(turns) > len(items):
                self._desk.pace.give_back(turns.pop())
        for item in items:
            self._leases.hold(item, since)
            self._spawn(self._acting, self._act(item, turns.popleft()))
        return bool(items)

    async def _claim(self, most: int) -> Sequence[Item]:
        async def work(unit: Unit) -> Sequence[Item]:
            return await unit.runs.claim(self._run, self._desk.clock.now(), LEASE, most)

        return await self._desk.ledger.write(work)

    async def _rest(self) -> bool:
        """Wait until somebody is due or somebody is through; True when nothing is left to do."""
        course = await self._course()
        under_way = self._acting | self._proving
        if not course.leads_on and not under_way:
            return True
        waits: list[Coroutine[Any, Any, object]] = [self._nudged.wait()]
        if course.wait is not None:
            seconds = max(_LEAST_WAIT, course.wait.total_seconds())
            waits.append(self._desk.clock.sleep(seconds))
        if under_way:
            waits.append(asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED))
        await self._limits.unless_stopped(*waits)
        return False

    async def _course(self) -> Course:
        """Look where the run stands, once everything is settled that can be."""
        self._nudged.clear()
        course = await self._desk.ledger.write(self._settle)
        while course.more and not self._limits.stopping:
            self._news.tell(self._run)
            course = await self._desk.ledger.write(self._settle)
        if not course.leads_on:
            self._news.tell(self._run)
        return course

    async def _settle(self, unit: Unit) -> Course:
        return await unit.runs.course(self._run, self._desk.clock.now())

    async def _act(self, item: Item, turn: datetime) -> None:
        sent = None
        attempt = Attempt(item, self._leases, self._scribe)
        try:
            step = await self._guarded(item, carry_out(attempt, self._desk))
            if isinstance(step, Sent):
                await self._limits.proving.acquire()
                sent = step
            else:
                await self._record(item, step)
        finally:
            if not attempt.wrote:
                self._desk.pace.give_back(turn)
            self._limits.acting.release()
            if sent is None:
                self._leases.let_go(item)
        if sent is not None:
            self._spawn(self._proving, self._prove(item, sent))

    async def _prove(self, item: Item, sent: Sent) -> None:
        try:
            step = await self._guarded(item, prove(item, sent, self._desk))
            if not isinstance(step, Sent):
                await self._record(item, step)
        finally:
            self._limits.proving.release()
            self._leases.let_go(item)

    async def _guarded(self, item: Item, attempt: Coroutine[Any, Any, Step]) -> Step:
        """Turn a fault of our own into another try, so that one person never stops a run."""
        try:
            return await attempt
        except Exception as error:
            _log.error("person_not_executed", **error_fields(error))
            return Later(_FAULT_WAIT * item.fence, type(error).__name__)

    async def _record(self, item: Item, step: Settled) -> None:
        """Store what a try came to. Where even that fails, the lease runs out and it is retried."""
        if isinstance(step, Later) and isinstance(step.error, SignInNeeded):
            self._signed_out = True
        elif isinstance(step, Later) and _tired(item, step):
            calls = item.calls if step.settled is None else step.settled
            judge = OutcomeBuilder(item, calls, self._desk.known)
            step = Finished(judge.needs_attention(step.reason, step.error))
        if isinstance(step, LeaseLost):
            return
        try:
            await self._scribe.record(item, step)
        except Exception as error:
            _log.error("outcome_not_stored", **error_fields(error))
        self._news.tell(self._run)

    async def _wind_down(self) -> None:
        """Let the calls under way end; watching the directory is left off after a while."""
        if self._acting:
            await asyncio.wait(self._acting)
        if self._proving:
            await asyncio.wait(self._proving, timeout=_GRACE)
        for task in self._proving:
            task.cancel()
        await asyncio.gather(*self._proving, return_exceptions=True)

    def _spawn(self, tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)


def _tired(item: Item, step: Later) -> bool:
    """Whether this was the last try. A call that led on to the next one is none."""
    led_on = step.settled is not None and len(step.settled) > settled(item)
    return item.fence >= most_tries(item) and not led_on
