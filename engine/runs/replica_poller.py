"""Looks around in a ledger that replicas share: for runs that others began or left behind."""

from collections.abc import Callable
from typing import Final

import structlog

from engine.runs.ports import Clock, RunLedger
from observability.errors import error_fields

_log = structlog.get_logger(__name__)

#: Seconds between looks.
LOOK: Final = 1.0

#: Given a run's id.
Told = Callable[[str], None]


class ReplicaPoller:
    """Wakes runs and cards, until it is cancelled."""

    def __init__(self, ledger: RunLedger, clock: Clock, wake: Told, tell: Told) -> None:
        self._ledger = ledger
        self._clock = clock
        self._wake = wake
        self._tell = tell
        #: Cards that were behind at the last look though nobody works on their runs.
        self._behind: set[str] = set()

    async def watch(self) -> None:
        """Look again and again; when the ledger is away, later."""
        while True:
            await self._clock.sleep(LOOK)
            try:
                await self._look()
            except Exception as error:
                _log.error("ledger_not_polled", **error_fields(error))

    async def _look(self) -> None:
        async with self._ledger.read() as unit:
            awake = await unit.runs.awake(self._clock.now())
            going = {run.id for run in await unit.runs.open_runs()}
            behind = {run.id for run in await unit.runs.unannounced()} - going
        for run in awake:
            self._wake(run)
        # Whoever ended a run tells its end at once; if nobody did by now, that replica has died.
        for run in behind & self._behind:
            self._tell(run)
        self._behind = behind
