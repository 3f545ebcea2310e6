"""Tracks whether the cards of requests reach their channel.

Each failure sets a timer in the same transaction, so that a crash loses nothing.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.errors import NotDelivered
from dialogs.model.request_update import POSTING, REACHED, UNREACHED, request_of_slot
from ledger import Unit
from ledger.mail.outbox import Message
from licensing.clock import Clock
from licensing.errors import RequestMissing

#: Attempts, about a minute, after which the requester is notified. The outbox keeps trying.
_TELL_AFTER: Final = 5


#: Answers to an edit after which another edit would fail too.
_UNEDITABLE: Final = frozenset({400, 403, 404})


def is_uneditable(message: Message, failure: NotDelivered) -> bool:
    """Whether the message of a card can't be edited any longer, for whatever reason.

    A deleted message answers 403 or 404, one that is too old 400. Where the bot was removed, the
    new post is refused too.
    """
    edits = message.updates is not None and message.slot is not None
    return edits and failure.status in _UNEDITABLE


@dataclass(frozen=True, slots=True)
class DeliveryTracker:
    """Follows deliveries within the transaction that stores them."""

    clock: Clock
    #: Called when a timer was set.
    timer_set: Callable[[], None]

    async def delivered(self, unit: Unit, message: Message, tenant: str) -> None:
        """A message was delivered. If it had failed before, the requester is notified."""
        request = request_of_slot(message.slot or "")
        if request is None:
            return
        with contextlib.suppress(RequestMissing):  # retention has deleted it
            if (await unit.requests.get(request)).announce_posting:
                await self._set(unit, REACHED, request, tenant)

    async def failed(
        self, unit: Unit, message: Message, tenant: str, failure: NotDelivered, *, given_up: bool
    ) -> None:
        """A message was not delivered. A card that someone deleted is posted again."""
        request = request_of_slot(message.slot or "")
        if request is None:
            return
        if is_uneditable(message, failure):
            await unit.outbox.forget(message.slot or "")
            await self._set(unit, POSTING, request, tenant)
        elif given_up or message.tries == _TELL_AFTER:
            await self._set(unit, UNREACHED, request, tenant)

    async def _set(self, unit: Unit, kind: str, request: str, tenant: str) -> None:
        await unit.timers.set(kind, request, tenant, self.clock.now())
        self.timer_set()
