"""How much goes on at once in all runs together, and the wish to stop."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

#: People being read and written. Graph takes some tenths of a second for each call, so fewer would
#: not use the quota up.
AT_ONCE = 32
#: People who are claimed together at most.
TOGETHER = 16
#: People written and watched until the directory agrees; when it lags, they pile up here and not
#: in front of the writes. Each is watched for up to ten seconds, so that fewer would hold up the
#: quota's 20 writes a second and what is left of the burst.
WATCHED = 300


class Concurrency:
    """Shared by all workers of a runner."""

    def __init__(self, at_once: int = AT_ONCE, watched: int = WATCHED) -> None:
        self.acting = asyncio.Semaphore(at_once)
        self.proving = asyncio.Semaphore(watched)
        self._stopping = asyncio.Event()
        self._working = 0

    @property
    def stopping(self) -> bool:
        """Whether nothing new may be begun."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Begin nothing new."""
        self._stopping.set()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Work on a run within the block."""
        self._working += 1
        try:
            yield
        finally:
            self._working -= 1

    @property
    def together(self) -> int:
        """How many people a run may begin with at once: several runs take turns."""
        return TOGETHER if self._working == 1 else 1

    async def act(self, most: int) -> int:
        """Wait until one more person may be read and written; returns for how many that holds now.

        No more than `most`, and only one while others wait.
        """
        await self.acting.acquire()
        found = 1
        while found < most and not self.acting.locked():
            await self.acting.acquire()
            found += 1
        return found

    async def or_stopped(
        self, wait: Coroutine[Any, Any, T], *others: Coroutine[Any, Any, object]
    ) -> T | None:
        """Wait for something that may be left at any time.

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

    async def unless_stopped(self, *waits: Coroutine[Any, Any, object]) -> None:
        """Wait for the first of several things that may be left at any time, or for the stop."""
        tasks = [asyncio.create_task(wait) for wait in (*waits, self._stopping.wait())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()
