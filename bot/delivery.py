"""The postman: takes what waits in the outbox to Teams, and keeps the ids that Teams gives.

What a passing trouble stopped is tried again, later each time. What can't be delivered at all is
given up with its reason; the walk itself is safe in the ledger.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog

from bot.connector import Connector
from bot.described import described
from bot.errors import MessageGone, NotDelivered, Throttled, Uncertain
from bot.ports import Books, Clock, Message, Unit
from bot.refs import ref_of

#: After this time another process may take over a message that was begun and not finished.
LEASE: Final = timedelta(seconds=60)
#: So many messages are on their way at once, each for another conversation.
AT_ONCE: Final = 64
#: With the waits below, about an hour and a half of trying.
MOST_ATTEMPTS: Final = 24
_LONGEST_WAIT: Final = timedelta(minutes=5)
#: How long a stop waits for what is on its way.
_GRACE: Final = timedelta(seconds=5)
#: How often the postman looks without being called, so that nothing waits on a lost call.
_ROUND: Final = timedelta(seconds=5)

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Delivery:
    """Works the outbox off until it is stopped."""

    books: Books
    connector: Connector
    clock: Clock
    _called: asyncio.Event = field(default_factory=asyncio.Event)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    #: What Teams took and under which id, not noted in the ledger yet.
    _arrived: list[tuple[Message, str | None]] = field(default_factory=list)
    _task: asyncio.Task[None] | None = None
    _stopping: bool = False

    def start(self) -> None:
        """Begin, with what an earlier process left."""
        self._task = asyncio.create_task(self._run())

    def call(self) -> None:
        """Say that something waits."""
        self._called.set()

    async def stop(self) -> None:
        """Deliver what is due, then end. What Teams is slow to take waits for the next start."""
        self._stopping = True
        self._called.set()
        if self._task is None:
            return
        try:
            async with asyncio.timeout(_GRACE.total_seconds()):
                await self._task
        except TimeoutError:
            _log.info("delivery_left", messages=len(self._under_way))
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        async with self.books.begin(brief=True) as unit:
            await self._note(unit)

    async def _run(self) -> None:
        while True:
            self._called.clear()
            if await self._take_out():
                continue
            if self._stopping and not self._under_way and not self._arrived:
                return
            await self._pause()

    async def _take_out(self) -> bool:
        """Note what arrived, and begin with what is due.

        A conversation that is slow holds up no other.
        """
        free = AT_ONCE - len(self._under_way)
        try:
            async with self.books.begin(brief=True) as unit:
                noted = await self._note(unit)
                messages = await unit.outbox.claim(self.clock.now(), LEASE, free) if free else ()
        except Exception as error:
            # The ledger was out of reach; what waits is still there in the next round.
            _log.error("delivery_round_failed", **described(error))
            return False
        del self._arrived[:noted]
        for message in messages:
            task = asyncio.create_task(self._delivered(message))
            self._under_way.add(task)
            task.add_done_callback(self._ended)
        return bool(messages)

    async def _note(self, unit: Unit) -> int:
        """Note what Teams took so far; returns how much that was."""
        arrived = tuple(self._arrived)
        await unit.outbox.all_sent(arrived)
        return len(arrived)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._called.set()

    async def _delivered(self, message: Message) -> None:
        try:
            await self._deliver(message)
        except Exception as error:
            # Its lease ends by itself, and then it is tried again.
            _log.error("delivery_failed", **described(error))

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(_ROUND.total_seconds()):
                await self._called.wait()
        except TimeoutError:
            pass

    async def _deliver(self, message: Message) -> None:
        if message.place is None:
            await self._give_up(message, "ConversationUnknown")
            return
        ref = ref_of(message.place)
        try:
            if message.updates:
                await self.connector.update(ref, message.updates, message.text)
                posted = message.updates
            else:
                posted = await self.connector.send(ref, message.text)
        except NotDelivered as failure:
            await self._failed(message, failure)
            return
        self._arrived.append((message, posted or None))

    async def _failed(self, message: Message, failure: NotDelivered) -> None:
        reason = type(failure).__name__
        again = failure.passing or isinstance(failure, Uncertain)
        if isinstance(failure, MessageGone) or not again or message.fence >= MOST_ATTEMPTS:
            await self._give_up(message, reason)
            return
        asked = timedelta(seconds=(failure.seconds or 0) if isinstance(failure, Throttled) else 0)
        wait = max(asked, min(_LONGEST_WAIT, timedelta(seconds=2**message.fence)))
        _log.info("delivery_postponed", reason=reason, attempts=message.fence)
        async with self.books.begin(brief=True) as unit:
            await unit.outbox.postpone(message, self.clock.now() + wait, reason)

    async def _give_up(self, message: Message, reason: str) -> None:
        _log.warning("delivery_given_up", reason=reason, attempts=message.fence)
        async with self.books.begin(brief=True) as unit:
            await unit.outbox.give_up(message, reason)
