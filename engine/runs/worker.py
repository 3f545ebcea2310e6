"""Works on one run: claims its people in order, and executes and verifies several concurrently.

A person is executed as a job of the leased worker. Verification only reads and takes longer, so it
goes on after the job has ended and its place is free; the lease is kept until it ends.
"""

import asyncio
from collections import deque
from collections.abc import Collection, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog

from engine.leased_worker import LeasedWorker
from engine.runs.batch_writer import LEASE, BatchWriter
from engine.runs.change_notifier import ChangeNotifier
from engine.runs.concurrency import EXECUTING, Concurrency
from engine.runs.context import RunContext
from engine.runs.execute import Attempt, answered_calls, execute, max_attempts
from engine.runs.outcomes import OutcomeBuilder
from engine.runs.results import Finished, LeaseLost, Result, Retry, Sent
from engine.runs.verify import verify
from ledger import Unit
from ledger.runs.items import Claim, Item
from ledger.runs.trouble import Failure, FailureResult
from licensing.errors import SignInNeeded, SlowDown, TenantError
from licensing.runs.breaker import IN_A_ROW, Breaker, Trouble, trouble_of
from licensing.runs.calls import Call
from licensing.runs.control import PendingWork
from observability.errors import error_fields

#: Seconds until another attempt after a fault of this program, times the attempts.
_FAULT_WAIT: Final = 5.0
#: Shortest wait for people who are due but claimed by another run, and longest wait without news.
_SHORTEST_WAIT: Final = timedelta(seconds=0.1)
_LONGEST_WAIT: Final = timedelta(minutes=5)
#: Seconds between renewals: one may fail and the next is still in time.
_RENEW: Final = 3.0
#: Seconds for which a stop waits for verification; what is left is read again after a restart.
_GRACE_PERIOD: Final = 2.0

_log = structlog.get_logger(__name__)


class Worker:
    """Works on one run."""

    def __init__(
        self, run_id: str, context: RunContext, concurrency: Concurrency, notifier: ChangeNotifier
    ) -> None:
        self._run = run_id
        self._context = context
        self._concurrency = concurrency
        self._notifier = notifier
        self._signed_out = False
        self._breaker = Breaker()
        self._writer = BatchWriter(context.ledger, context.clock)
        #: Set when a person pauses, resumes or stops the run.
        self._controlled = asyncio.Event()
        #: When each write was taken from the quota.
        self._taken: dict[Claim, datetime] = {}
        self._verifying: dict[Claim, asyncio.Task[None]] = {}
        self._leased = LeasedWorker(
            "runs",
            self,
            context.clock,
            LEASE,
            EXECUTING,
            renew_every=_RENEW,
            keeps=lambda item: item.claim in self._verifying,
            sleep=context.clock.sleep,
        )

    def wake(self) -> None:
        """Look again: a person may have paused, resumed or stopped the run, or all runs stop."""
        self._controlled.set()
        self._leased.wake()

    async def run(self) -> bool:
        """Work until the run ends, a person pauses it, or the process stops.

        Then none of its people is in progress. False when its owner has to sign in first.
        """
        # At the start, after a pause and when another process takes over.
        if not await self._context.ledger.query(self._plan_unchanged):
            _log.error("plan_altered", run=self._run)
            await self._context.ledger.write(self._stop_altered)
        if not (await self._course()).is_active:
            return True
        # Checked before anyone is claimed: each claim counts as an attempt.
        self._signed_out = not await self._is_signed_in()
        try:
            await self._leased.run()
        finally:
            await self._end_verification()
        return not self._signed_out

    def key(self, item: Item) -> int:
        """A person's place in the plan."""
        return item.position

    async def claim(self, limit: int) -> tuple[datetime, Sequence[Item]]:
        """Claim people who are due, as far as the quota and the concurrency of all runs allow."""
        del limit
        if self._concurrency.stopping or self._signed_out:
            return self._context.clock.now(), ()
        acquired = self._context.quota.acquire(self._concurrency.batch)
        taken = deque(await self._concurrency.or_stopped(acquired, self._controlled.wait()) or ())
        if not taken:
            return self._context.clock.now(), ()
        places = await self._concurrency.acquire(len(taken))
        items: Sequence[Item] = ()
        since = self._context.clock.now()
        try:
            if not self._concurrency.stopping:
                items = await self._context.ledger.write(partial(self._claim, limit=places))
        finally:
            for _ in range(places - len(items)):
                self._concurrency.executing.release()
            while len(taken) > len(items):
                self._context.quota.release(taken.pop())
        self._taken.update({item.claim: taken.popleft() for item in items})
        return since, items

    async def renew(self, items: Sequence[Item]) -> tuple[datetime, Collection[int]]:
        """Renew the leases of people who are executed or verified."""
        since = self._context.clock.now()

        async def work(unit: Unit) -> Collection[int]:
            nonlocal since
            since = self._context.clock.now()
            return await unit.run_items.renew(items, since, LEASE)

        renewed = await self._context.ledger.write(work)
        return since, renewed

    async def work(self, item: Item) -> None:
        """Execute one attempt, and store its result or start its verification."""
        attempt = Attempt(
            item,
            self._context,
            intend=partial(self._intend, item),
            owns=partial(self._leased.owns, item),
        )
        try:
            result = await self._guarded(item, execute(attempt))
            if isinstance(result, Sent):
                if result.doubt is None:
                    await self._recovered(item)
                await self._concurrency.verifying.acquire()
                task = asyncio.create_task(self._verify(item, result))
                self._verifying[item.claim] = task
            else:
                await self._record(item, result)
        finally:
            taken_at = self._taken.pop(item.claim)
            if not attempt.wrote:
                self._context.quota.release(taken_at)
            self._concurrency.executing.release()

    async def idle(self) -> timedelta | None:
        """How long until someone is due; None when the run has ended or can't go on for now."""
        if self._concurrency.stopping or self._signed_out:
            return None
        course = await self._course()
        if not course.is_active and not self._leased.busy and not self._verifying:
            return None
        return _LONGEST_WAIT if course.wait is None else max(_SHORTEST_WAIT, course.wait)

    async def _is_signed_in(self) -> bool:
        try:
            await self._context.products()
        except SignInNeeded:
            return False
        except TenantError:
            # Any other trouble is each person's own and is reported there.
            return True
        return True

    async def _plan_unchanged(self, unit: Unit) -> bool:
        return await unit.plans.is_unchanged((await unit.runs.get(self._run)).plan)

    async def _stop_altered(self, unit: Unit) -> None:
        await unit.run_lifecycle.stop_altered(self._run, self._context.clock.now())

    async def _claim(self, unit: Unit, limit: int) -> Sequence[Item]:
        return await unit.run_items.claim(self._run, self._context.clock.now(), LEASE, limit)

    async def _course(self) -> PendingWork:
        """Settle what can be settled, and see what is left to do."""
        self._controlled.clear()
        course = await self._context.ledger.write(self._settle)
        while course.check_again and not self._concurrency.stopping:
            self._notifier.notify(self._run)
            course = await self._context.ledger.write(self._settle)
        if not course.is_active:
            self._notifier.notify(self._run)
        return course

    async def _settle(self, unit: Unit) -> PendingWork:
        return await unit.run_lifecycle.advance(self._run, self._context.clock.now())

    async def _intend(self, item: Item, calls: tuple[Call, ...]) -> bool:
        since = await self._writer.intend(item, calls)
        if since is None:
            return False
        self._leased.hold(item, since)
        return True

    async def _verify(self, item: Item, sent: Sent) -> None:
        try:
            result = await self._guarded(item, verify(item, sent, self._context))
            if not isinstance(result, Sent):
                await self._record(item, result)
        finally:
            self._concurrency.verifying.release()
            del self._verifying[item.claim]
            self._leased.release(item)
            self._leased.wake()

    async def _guarded(self, item: Item, attempt: Coroutine[Any, Any, Result]) -> Result:
        """Turn a fault of this program into a retry, so that one person never stops a run."""
        try:
            return await attempt
        except Exception as error:
            _log.error("person_not_executed", **error_fields(error))
            return Retry(_FAULT_WAIT * item.tries, type(error).__name__)

    async def _record(self, item: Item, result: Finished | Retry | LeaseLost) -> None:
        """Store a result. When that fails, the lease expires and the person is tried again."""
        if isinstance(result, LeaseLost):
            return
        try:
            result = await self._weigh(item, result)
        except Exception as error:
            _log.error("trouble_not_stored", **error_fields(error))
        if isinstance(result, Retry) and isinstance(result.error, SignInNeeded):
            self._signed_out = True
        elif isinstance(result, Retry) and result.counts and _is_exhausted(item, result):
            calls = item.calls if result.calls is None else result.calls
            built = OutcomeBuilder(item, calls, self._context.known_products)
            result = Finished(built.needs_attention(result.reason, result.error))
        try:
            await self._writer.record(item, result)
        except Exception as error:
            _log.error("outcome_not_stored", **error_fields(error))
        self._notifier.notify(self._run)

    async def _weigh(self, item: Item, result: Finished | Retry) -> Finished | Retry:
        """Distinguish trouble of the whole tenant, which pauses the run, from a person's own."""
        if isinstance(result, Finished):
            await self._recovered(item)
            return result
        error = result.error
        kind = trouble_of(error)
        if error is None or kind is None:
            return result
        self._breaker.failed(item.position, error)
        asked = error.seconds if isinstance(error, SlowDown) else None

        async def work(unit: Unit) -> FailureResult:
            left = await unit.run_items.left(self._run, IN_A_ROW)
            opens = item.probes or self._breaker.opens(error, left)
            failure = Failure(kind, asked, opens, item.probes, error.answer.message)
            return await unit.run_trouble.record_failure(
                self._run, failure, self._context.clock.now()
            )

        met = await self._context.ledger.write(work)
        if kind is Trouble.REFUSED and not met.in_trouble and item.reason == result.reason:
            # Others were processed meanwhile, so it is about this person.
            calls = item.calls if result.calls is None else result.calls
            built = OutcomeBuilder(item, calls, self._context.known_products)
            return Finished(built.failed(error))
        return replace(result, counts=met.counts)

    async def _recovered(self, item: Item) -> None:
        """The tenant did what was asked for this person."""
        self._breaker.succeeded()
        if item.probes:
            await self._context.ledger.write(lambda unit: unit.run_trouble.end(self._run))

    async def _end_verification(self) -> None:
        """Let verification end; what takes too long is canceled."""
        tasks = tuple(self._verifying.values())
        if tasks:
            await asyncio.wait(tasks, timeout=_GRACE_PERIOD)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _is_exhausted(item: Item, result: Retry) -> bool:
    """Whether this was the last attempt. One that led on to a further call is not counted."""
    led_on = result.calls is not None and len(result.calls) > answered_calls(item)
    return item.tries >= max_attempts(item) and not led_on
