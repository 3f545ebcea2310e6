"""Checks that calls share: one check serves all calls that waited when it began.

A check that has started may have read what was true before a call came, so a later call waits for
the next one. At most one check of a key runs and one waits, however many calls there are.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable


class SharedChecks:
    """Runs checks by key. Nothing is remembered."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[None]] = {}
        self._next: dict[Hashable, asyncio.Task[None]] = {}

    async def passed(self, key: Hashable, check: Callable[[], Awaitable[None]]) -> None:
        """Wait for a check that began after this call; raises what the check raises."""
        task = self._next.get(key)
        if task is None:
            task = asyncio.create_task(self._run(key, self._running.get(key), check))
            task.add_done_callback(_retrieved)
            self._next[key] = task
        await asyncio.shield(task)

    async def _run(
        self,
        key: Hashable,
        before: asyncio.Task[None] | None,
        check: Callable[[], Awaitable[None]],
    ) -> None:
        if before is not None:
            await asyncio.wait({before})
        # From here on it counts for no one who comes.
        task = self._running[key] = self._next.pop(key)
        try:
            await check()
        finally:
            if self._running.get(key) is task:
                del self._running[key]


def _retrieved(task: asyncio.Task[None]) -> None:
    """Keep asyncio from reporting an error that its callers no longer wait for."""
    if not task.cancelled():
        task.exception()
