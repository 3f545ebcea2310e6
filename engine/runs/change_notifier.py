"""Tells that a run changed, one call at a time for each run, however much happens meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from observability.errors import error_fields

_log = structlog.get_logger(__name__)

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
                _log.error("change_not_announced", **error_fields(error))
        del self._telling[run_id]
