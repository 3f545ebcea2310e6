"""Jobs are claimed, leased while they are worked on, and left to others afterwards."""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.leased_worker import MARGIN, LeasedWorker
from tests.support.ledger import NOW

LEASE = timedelta(seconds=9)


@dataclass
class Clock:
    time: datetime = NOW

    def now(self) -> datetime:
        return self.time


@dataclass
class Queue:
    """Jobs that end when the test says so."""

    waiting: list[str]
    clock: Clock = field(default_factory=Clock)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    started: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    renewed: int = 0
    #: Claims that fail before one succeeds.
    failures: int = 0
    lost: set[str] = field(default_factory=set)

    def key(self, job: str) -> Hashable:
        return job

    async def claim(self, limit: int) -> tuple[datetime, Sequence[str]]:
        if self.failures:
            self.failures -= 1
            raise ConnectionError
        found, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return self.clock.now(), found

    async def renew(self, jobs: Sequence[str]) -> tuple[datetime, set[str]]:
        self.renewed += 1
        return self.clock.now(), set(jobs) - self.lost

    async def idle(self) -> timedelta:
        return timedelta(seconds=60)

    async def work(self, job: str) -> None:
        self.started.append(job)
        await self.may_end.wait()
        self.ended.append(job)


def worker(queue: Queue, concurrency: int = 2) -> LeasedWorker[str, None]:
    return LeasedWorker("test", queue, queue.clock, LEASE, concurrency, renew_every=0.001)


async def until(done: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def test_no_more_jobs_are_in_progress_than_allowed() -> None:
    queue = Queue(["a", "b", "c"])
    working = worker(queue)
    working.start()
    await until(lambda: len(queue.started) == 2)
    assert working.free == 0
    queue.may_end.set()
    await until(lambda: len(queue.ended) == 3)
    await working.stop()
    assert queue.ended == ["a", "b", "c"]


async def test_a_job_is_owned_while_its_lease_is_renewed_and_no_longer() -> None:
    queue = Queue(["a"])
    working = worker(queue)
    working.start()
    await until(lambda: queue.renewed)
    assert working.owns("a")
    queue.lost = {"a"}
    await until(lambda: not working.holds("a"))
    assert not working.owns("a")
    queue.may_end.set()
    await working.stop()


async def test_a_process_that_was_paused_owns_nothing_when_it_wakes() -> None:
    queue = Queue([])
    working = worker(queue)
    working.hold("a", queue.clock.now())
    queue.clock.time += LEASE - MARGIN
    assert working.holds("a")
    assert not working.owns("a")


async def test_a_claim_that_failed_is_tried_again() -> None:
    queue = Queue(["a"], failures=2)
    working = worker(queue)
    working.start()
    async with asyncio.timeout(10):
        while not queue.started:
            working.wake()
            await asyncio.sleep(0.001)
    queue.may_end.set()
    await working.stop()
    assert queue.ended == ["a"]


async def test_a_stop_lets_jobs_end_within_the_grace_period_and_cancels_the_rest() -> None:
    queue = Queue(["a"])
    working = worker(queue)
    working.grace_period = timedelta(seconds=0.01)
    working.start()
    await until(lambda: queue.started)
    await working.stop()
    assert queue.ended == []
    assert not working.holds("a")
