"""Polls a ledger that replicas share for runs that others started or left behind."""

from collections.abc import Callable
from functools import partial
from typing import Final

import structlog

from ledger import Ledger, Unit
from licensing.clock import SleepingClock
from observability.errors import error_fields

#: Seconds between polls.
POLL: Final = 1.0

_log = structlog.get_logger(__name__)


class ReplicaPoller:
    """Calls `wake` with the ids of runs to join, and `changed` with those of outdated cards."""

    def __init__(
        self,
        ledger: Ledger,
        clock: SleepingClock,
        wake: Callable[[str], None],
        changed: Callable[[str], None],
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._wake = wake
        self._changed = changed
        #: Runs whose cards were outdated at the last poll though no one works on them.
        self._outdated: set[str] = set()

    async def run(self) -> None:
        """Poll until canceled."""
        while True:
            await self._clock.sleep(POLL)
            try:
                await self._poll()
            except Exception as error:
                _log.error("ledger_not_polled", **error_fields(error))

    async def _poll(self) -> None:
        async with self._ledger.read() as unit:
            awake = await unit.runs.runnable(self._clock.now())
            going = {run.id for run in await unit.runs.open_runs()}
            outdated = {run.id for run in await unit.runs.unannounced()} - going
            expired = await unit.run_items.expired_while_paused(self._clock.now())
        for run in awake:
            self._wake(run)
        for run in expired:
            await self._ledger.write(partial(self._release, run=run))
            self._changed(run)
        # The replica that ends a run announces it immediately; if it did not by now, it has died.
        for run in outdated & self._outdated:
            self._changed(run)
        self._outdated = outdated

    async def _release(self, unit: Unit, run: str) -> None:
        await unit.run_items.release_expired(run, self._clock.now())
