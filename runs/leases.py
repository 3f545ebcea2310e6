"""Holding people while they are worked on: a claim lasts some seconds and is renewed meanwhile.

A process that dies renews nothing, and the others take over. One that was paused, and wakes after
its leases ran out, finds at the next look into the ledger that others have its people.
"""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, Final

from runs.faults import report
from runs.ports import Clock, Item, RunLedger, Unit

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

    def hold(self, item: Item) -> None:
        """Renew the lease of a person from now on."""
        self._held[item.position] = item

    def let_go(self, item: Item) -> None:
        """Renew it no longer."""
        if self._held.get(item.position) == item:
            del self._held[item.position]

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
            items = tuple(self._held.values())
            if not items:
                continue

            async def work(unit: Unit, items: tuple[Item, ...] = items) -> None:
                await unit.runs.renew(items, self._clock.now(), LEASE)

            try:
                await self._ledger.write(work)
            except Exception as error:
                report("leases could not be renewed", error)
