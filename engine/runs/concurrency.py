"""Limits concurrent work over all runs, and handles the request to stop."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

T = TypeVar("T")

#: Maximum number of people who are read and written concurrently. Graph takes some tenths of a
#: second for each call, so fewer would not use the quota up.
EXECUTING: Final = 32
#: Maximum number of people claimed together.
BATCH: Final = 16
#: Maximum number of people whose writes are verified concurrently; when the directory lags, they
#: pile up here and not in front of the writes. Each takes up to ten seconds, so that fewer would
#: hold up the quota's 20 writes a second and what is left of the burst.
VERIFYING: Final = 300


class Concurrency:
    """Shared by the workers of a runner."""

    def __init__(self, executing: int = EXECUTING, verifying: int = VERIFYING) -> None:
        self.executing = asyncio.Semaphore(executing)
        self.verifying = asyncio.Semaphore(verifying)
        self._stopping = asyncio.Event()
        self._workers = 0

    @property
    def stopping(self) -> bool:
        """Whether nothing new may be started."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Start nothing new."""
        self._stopping.set()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Count a worker for the length of the block."""
        self._workers += 1
        try:
            yield
        finally:
            self._workers -= 1

    @property
    def batch(self) -> int:
        """Maximum number of people whom a run may start with together: several runs alternate."""
        return BATCH if self._workers == 1 else 1

    async def acquire(self, limit: int) -> int:
        """Wait until one more person may be read and written; take up to `limit` places.

        Returns how many were taken: only one while others wait.
        """
        await self.executing.acquire()
        taken = 1
        while taken < limit and not self.executing.locked():
            await self.executing.acquire()
            taken += 1
        return taken

    async def or_stopped(
        self, wait: Coroutine[Any, Any, T], *others: Coroutine[Any, Any, object]
    ) -> T | None:
        """Wait for something that may be abandoned at any time.

        None when the stop, or one of the `others`, came first.
        """
        task = asyncio.create_task(wait)
        ends = [asyncio.create_task(other) for other in (*others, self._stopping.wait())]
        try:
            await asyncio.wait((task, *ends), return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            for one in (task, *ends):
                one.cancel()
            await asyncio.gather(task, *ends, return_exceptions=True)
