"""Holding activities while they are worked on, and taking up what somebody else left behind.

What a process takes in, it holds by a lease, renewed until the turn is stored. Of a process that
dies the leases run out, and another takes up what it held; one that was paused and wakes finds that
its turn counts no more. On a ledger of one process alone the leases of the one before are void at
its start.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog

from engine.turns.turn import Key
from ledger import Ledger, Unit
from ledger.mail.inbox import Arrival
from licensing.clock import Clock
from observability.errors import error_fields

#: So long an activity is left to whoever took it.
LEASE: Final = timedelta(seconds=9)
#: Seconds between renewals, and between looks for what is left behind.
ROUND: Final = 2.5
#: So much is taken up in one look.
AT_ONCE: Final = 32
#: Takes up what was left behind.
TakeUp = Callable[[Sequence[Arrival], str], None]

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class InboxLeases:
    """What this process works on. `new_holder` makes a name that nobody had before."""

    ledger: Ledger
    clock: Clock
    take_up: TakeUp
    new_holder: Callable[[], str]
    #: Called in each round after the leases were renewed.
    also: Callable[[], Awaitable[None]] | None = None
    _held: dict[Key, str] = field(default_factory=dict)
    _task: asyncio.Task[None] | None = None

    def hold(self, key: Key, holder: str) -> None:
        """Renew the lease of an activity from now on."""
        self._held[key] = holder

    def let_go(self, key: Key, holder: str) -> None:
        """Renew it no longer."""
        if self._held.get(key) == holder:
            del self._held[key]

    def start(self) -> None:
        """Begin, with what an earlier process left."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Take nothing up any more, and renew nothing."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def take_left(self) -> int:
        """Take up what nobody works on, and tell how much that was."""
        holder = self.new_holder()

        async def work(unit: Unit) -> Sequence[Arrival]:
            return await unit.inbox.claim(holder, self.clock.now(), LEASE, AT_ONCE)

        left = await self.ledger.write(work)
        if left:
            _log.info("activities_taken_up", count=len(left))
            self.take_up(left, holder)
        return len(left)

    async def _run(self) -> None:
        while True:
            try:
                await self._renew()
                while await self.take_left() == AT_ONCE:
                    pass
                if self.also is not None:
                    await self.also()
            except Exception as error:  # the ledger was out of reach: next round
                _log.error("inbox_round_failed", **error_fields(error))
            await asyncio.sleep(ROUND)

    async def _renew(self) -> None:
        held = tuple(self._held.items())
        if not held:
            return

        async def work(unit: Unit) -> None:
            await unit.inbox.renew(held, self.clock.now(), LEASE)

        await self.ledger.write(work)
