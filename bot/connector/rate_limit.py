"""How fast and in which order the bot may speak in one conversation.

Limits of "Optimize your bot with rate limiting in Teams", per bot and conversation:
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

#: Maximum numbers of sends, each with its period in seconds.
SendLimits = tuple[tuple[int, float], ...]
LIMITS: Final[SendLimits] = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[object]]


class SendLimiter:
    """The moments of the last sends of one conversation, in seconds."""

    def __init__(self, limits: SendLimits = LIMITS) -> None:
        self._limits = limits
        self._longest = max(span for _, span in limits)
        self._sent: deque[float] = deque(maxlen=max(count for count, _ in limits))

    def wait(self, now: float) -> float:
        """Return the seconds until the next send is within every limit."""
        return max(self._until(now, count, span) for count, span in self._limits)

    def note(self, now: float) -> None:
        """Remember a send."""
        self._sent.append(now)

    def quiet(self, now: float) -> bool:
        """Whether nothing is remembered that still counts."""
        return not self._sent or now - self._sent[-1] >= self._longest

    def _until(self, now: float, count: int, span: float) -> float:
        if len(self._sent) < count:
            return 0.0
        return max(0.0, self._sent[-count] + span - now)


class ConversationQueue:
    """One conversation: one call at a time, in the order of asking."""

    def __init__(self, clock: Clock, sleep: Sleep, limits: SendLimits = LIMITS) -> None:
        self.lock = asyncio.Lock()
        self.users = 0
        self.pace = SendLimiter(limits)
        self._clock = clock
        self._sleep = sleep

    def now(self) -> float:
        """The current time of the queue's clock, in seconds."""
        return self._clock()

    def wait(self) -> float:
        """Return the seconds that the next call has to wait."""
        return self.pace.wait(self._clock())

    async def turn(self) -> None:
        """Wait until the limits allow one more call, and count it."""
        while (seconds := self.wait()) > 0:
            await self._sleep(seconds)
        self.pace.note(self._clock())

    def idle(self) -> bool:
        """Whether it can be dropped."""
        return self.users == 0 and self.pace.quiet(self._clock())


class ConversationQueues:
    """The queues of all conversations; unused ones are dropped, the oldest first."""

    def __init__(
        self,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        limits: SendLimits = LIMITS,
    ) -> None:
        self._queues: OrderedDict[str, ConversationQueue] = OrderedDict()
        self._clock = clock
        self._sleep = sleep
        self._limits = limits

    def __len__(self) -> int:
        return len(self._queues)

    @asynccontextmanager
    async def enter(self, conversation_id: str) -> AsyncIterator[ConversationQueue]:
        """Enter a conversation's queue; callers are served in the order of arrival."""
        queue = self._queues.get(conversation_id) or self._new()
        self._queues[conversation_id] = queue
        self._queues.move_to_end(conversation_id)
        queue.users += 1
        try:
            async with queue.lock:
                yield queue
        finally:
            queue.users -= 1
            self._forget()

    def _new(self) -> ConversationQueue:
        return ConversationQueue(self._clock, self._sleep, self._limits)

    def _forget(self) -> None:
        while self._queues and next(iter(self._queues.values())).idle():
            self._queues.popitem(last=False)
