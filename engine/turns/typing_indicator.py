"""Shows that the bot is typing while a message takes long to answer.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import structlog

from bot.activities.inbound import ConversationRef, ConversationType
from bot.errors import NotDelivered
from observability.errors import error_fields

#: When it is shown first: a person waits two seconds at most for a sign of life.
FIRST: Final = timedelta(seconds=1)
#: When it is shown again, as Teams hides it after a few seconds; and how often.
_AGAIN: Final = timedelta(seconds=4)
_MOST: Final = 15

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class TypingIndicator:
    """Shows it in personal and group chats; a channel has none."""

    #: Sends an activity to a conversation; raises `NotDelivered`.
    send: Callable[[ConversationRef, dict[str, Any]], Awaitable[object]]
    first: timedelta = FIRST
    again: timedelta = _AGAIN
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def while_working(self, turn: asyncio.Task[Any], ref: ConversationRef) -> None:
        """Show it until the turn is done, beginning after a moment."""
        if ref.type is ConversationType.CHANNEL:
            return
        task = asyncio.create_task(self._show(turn, ref))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Show it no longer."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _show(self, turn: asyncio.Task[Any], ref: ConversationRef) -> None:
        wait = self.first
        for _ in range(_MOST):
            await asyncio.wait({turn}, timeout=wait.total_seconds())
            if turn.done():
                return
            try:
                await self.send(ref, {"type": "typing"})
            except NotDelivered as error:
                # The answer itself is delivered, or given up, by the outbox.
                _log.info("typing_not_shown", **error_fields(error))
                return
            wait = self.again
