"""Tells that a run changed, one call at a time for each run, however much happens meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable

from observability.faults import report

#: Given a run's id; the card is drawn again from the ledger.
Changed = Callable[[str], Awaitable[None]]


class ChangeNotifier:
    """Calls `changed` soon after each change; changes during a call lead to one more call."""

    def __init__(self, changed: Changed) -> None:
        self._changed = changed
        self._news: set[str] = set()
        self._telling: dict[str, asyncio.Task[None]] = {}

    def tell(self, run_id: str) -> None:
        """Note that a run changed."""
        self._news.add(run_id)
        if run_id not in self._telling:
            self._telling[run_id] = asyncio.create_task(self._tell(run_id))

    async def close(self) -> None:
        """Wait until everything noted is told."""
        while self._telling:
            await asyncio.wait(self._telling.values())

    async def _tell(self, run_id: str) -> None:
        while run_id in self._news:
            self._news.discard(run_id)
            try:
                await self._changed(run_id)
            except Exception as error:
                report("the change of a run could not be told", error)
        del self._telling[run_id]
