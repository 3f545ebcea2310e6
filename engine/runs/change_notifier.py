"""Announces changes of runs, one call at a time for each run, however much changes meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from observability.errors import error_fields

#: Given a run's id; the run's cards are drawn again from the ledger.
Changed = Callable[[str], Awaitable[None]]

_log = structlog.get_logger(__name__)


class ChangeNotifier:
    """Calls `changed` soon after each change; changes during a call lead to one more call."""

    def __init__(self, changed: Changed) -> None:
        self._changed = changed
        self._pending: set[str] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def notify(self, run_id: str) -> None:
        """Note that a run changed."""
        self._pending.add(run_id)
        if run_id not in self._tasks:
            self._tasks[run_id] = asyncio.create_task(self._announce(run_id))

    async def close(self) -> None:
        """Wait until every change is announced."""
        while self._tasks:
            await asyncio.wait(self._tasks.values())

    async def _announce(self, run_id: str) -> None:
        while run_id in self._pending:
            self._pending.discard(run_id)
            try:
                await self._changed(run_id)
            except Exception as error:
                _log.error("change_not_announced", **error_fields(error))
        del self._tasks[run_id]
