"""What becomes of a request whose card does not reach its channel, or does at last.

Whatever goes wrong sets a timer in the same transaction, so that nothing is forgotten in a crash.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.errors import MessageGone, NotDelivered
from dialogs.model.request_update import POSTING, REACHED, UNREACHED, request_of_slot
from engine.ports import Clock, Message, Unit
from licensing.errors import RequestMissing

#: After so many tries, about a minute, the requester is told, though the outbox goes on trying.
_TOLD_AFTER: Final = 5


@dataclass(frozen=True, slots=True)
class Posting:
    """Watches the postman for cards of requests."""

    clock: Clock
    #: Called when a timer was set.
    ring: Callable[[], None]

    async def delivered(self, unit: Unit, message: Message, tenant: str) -> None:
        """A card arrived: tell it, if that had failed before."""
        request = request_of_slot(message.slot or "")
        if request is None:
            return
        with contextlib.suppress(RequestMissing):  # it is so old that it was thrown away
            if (await unit.requests.get(request)).awaited:
                await self._set(unit, REACHED, request, tenant)

    async def failed(
        self, unit: Unit, message: Message, tenant: str, failure: NotDelivered, *, given_up: bool
    ) -> None:
        """A card did not arrive. One that somebody deleted is posted anew."""
        request = request_of_slot(message.slot or "")
        if request is None:
            return
        if isinstance(failure, MessageGone):
            await unit.outbox.forget(message.slot or "")
            await self._set(unit, POSTING, request, tenant)
        elif given_up or message.fence == _TOLD_AFTER:
            await self._set(unit, UNREACHED, request, tenant)

    async def _set(self, unit: Unit, kind: str, request: str, tenant: str) -> None:
        await unit.timers.set(kind, request, tenant, self.clock.now())
        self.ring()
