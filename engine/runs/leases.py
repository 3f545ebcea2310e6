"""Holding people while they are worked on: a claim lasts some seconds and is renewed meanwhile.

A process that dies renews nothing, and the others take over. One that was paused, and wakes after
its leases ran out, sees by its clock that it may not write any more, and finds at the next look
into the ledger that others have its people.
"""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from engine.runs.ports import Clock, Item, RunLedger, Unit
from observability.errors import error_fields

_log = structlog.get_logger(__name__)

#: So long a claimed person is left to whoever claimed them.
LEASE: Final = timedelta(seconds=10)
#: Seconds between renewals: one may fail and the next still comes in time.
_RENEW: Final = 3.0
#: With less than this left of a lease, nothing is written to the tenant any more.
MARGIN: Final = timedelta(seconds=3)


class Leases:
    """The people whom a worker holds."""

    def __init__(self, ledger: RunLedger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._held: dict[int, Item] = {}
        #: When the newest renewal of each was asked for.
        self._since: dict[int, datetime] = {}

    def hold(self, item: Item, since: datetime) -> None:
        """Renew the lease of a person from now on; it was taken or renewed after `since`."""
        self._held[item.position] = item
        self._since[item.position] = since

    def let_go(self, item: Item) -> None:
        """Renew it no longer."""
        if self._held.get(item.position) == item:
            self._drop(item.position)

    def sure(self, item: Item) -> bool:
        """Whether nobody else can have a person by now."""
        if self._held.get(item.position) != item:
            return False
        return self._clock.now() - self._since[item.position] < LEASE - MARGIN

    async def during(self, work: Coroutine[Any, Any, bool]) -> bool:
        """Renew all leases while this goes on."""
        renewing = asyncio.create_task(self._renew())
        try:
            return await work
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self) -> None:
        while True:
            await self._clock.sleep(_RENEW)
            if self._held:
                try:
                    await self._renew_all(tuple(self._held.values()))
                except Exception as error:
                    _log.error("leases_not_renewed", **error_fields(error))

    async def _renew_all(self, items: tuple[Item, ...]) -> None:
        since = self._clock.now()

        async def work(unit: Unit) -> frozenset[int]:
            nonlocal since
            since = self._clock.now()
            return frozenset(await unit.runs.renew(items, since, LEASE))

        renewed = await self._ledger.write(work)
        for item in items:
            if self._held.get(item.position) != item:
                continue
            if item.position in renewed:
                self._since[item.position] = since
            else:
                self._drop(item.position)

    def _drop(self, position: int) -> None:
        del self._held[position]
        del self._since[position]
