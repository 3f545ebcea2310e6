"""The postman: takes what waits in the outbox to Teams, and keeps the ids that Teams gives.

What a passing trouble stopped is tried again, later each time. What can't be delivered at all is
given up with its reason; the walk itself is safe in the ledger.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

import structlog

from bot.activities.inbound import ConversationRef, ConversationType
from bot.connector.client import Connector
from bot.errors import MessageGone, NotDelivered, TakenOver, Throttled, Uncertain
from engine.conversation_refs import ref_of
from engine.ports import Books, Clock, Message, Unit
from observability.errors import error_fields

#: So long a message is left to whoever sends it; that is renewed while it goes on.
LEASE: Final = timedelta(seconds=9)
_RENEW: Final = 2.5
#: With less than this left of a lease, nothing is sent any more.
_MARGIN: Final = timedelta(seconds=3)
#: So many messages are on their way at once, each for another conversation.
AT_ONCE: Final = 64
#: With the waits below, about an hour and a half of trying.
MOST_ATTEMPTS: Final = 24
_LONGEST_WAIT: Final = timedelta(minutes=5)
#: How long a stop waits for what is on its way.
_GRACE: Final = timedelta(seconds=5)
#: How often the postman looks without being called: for what another process left, or a lost call.
_ROUND: Final = timedelta(seconds=3)

_log = structlog.get_logger(__name__)


class Watch(Protocol):
    """Somebody who wants to know what became of messages, within the transaction that notes it."""

    async def delivered(self, unit: Unit, message: Message, tenant: str) -> None:
        """It arrived."""

    async def failed(
        self, unit: Unit, message: Message, tenant: str, failure: NotDelivered, *, given_up: bool
    ) -> None:
        """It did not, and is tried again unless it was given up."""


@dataclass(slots=True)
class OutboxWorker:
    """Works the outbox off until it is stopped."""

    ledger: Books
    connector: Connector
    clock: Clock
    watch: Watch | None = None
    _called: asyncio.Event = field(default_factory=asyncio.Event)
    #: By number what is on its way or not noted yet, and when its lease was asked for.
    _held: dict[int, tuple[Message, datetime]] = field(default_factory=dict)
    _renewing: asyncio.Task[None] | None = None
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    #: What Teams took and under which id, not noted in the ledger yet.
    _arrived: list[tuple[Message, str | None]] = field(default_factory=list)
    _task: asyncio.Task[None] | None = None
    _stopping: bool = False

    def start(self) -> None:
        """Begin, with what an earlier process left."""
        self._task = asyncio.create_task(self._run())
        self._renewing = asyncio.create_task(self._renew())

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
        left = [*self._under_way, *([self._renewing] if self._renewing else [])]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self._note_last()

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

        async def work(unit: Unit) -> tuple[int, datetime, Sequence[Message]]:
            noted, asked = await self._note(unit), self.clock.now()
            return noted, asked, await unit.outbox.claim(asked, LEASE, free) if free else ()

        try:
            noted, asked, messages = await self.ledger.write(work, brief=True)
        except Exception as error:
            # The ledger was out of reach; what waits is still there in the next round.
            _log.error("delivery_round_failed", **error_fields(error))
            return False
        for message, _ in self._arrived[:noted]:
            self._let_go(message)
        del self._arrived[:noted]
        for message in messages:
            self._held[message.number] = message, asked
            task = asyncio.create_task(self._delivered(message))
            self._under_way.add(task)
            task.add_done_callback(self._ended)
        return bool(messages)

    async def _note(self, unit: Unit) -> int:
        """Note what Teams took so far; returns how much that was."""
        arrived = tuple(self._arrived)
        await unit.outbox.all_sent(arrived)
        for message, _ in arrived:
            if self.watch is not None and message.place is not None:
                await self.watch.delivered(unit, message, message.place.tenant)
        return len(arrived)

    async def _note_last(self) -> None:
        """Note what Teams took before the end; without that, the next start sends it again."""
        if not self._arrived:
            return
        try:
            async with asyncio.timeout(_GRACE.total_seconds()):
                await self.ledger.write(self._note, brief=True)
        except Exception as error:
            _log.error("deliveries_not_noted", **error_fields(error))

    def _let_go(self, message: Message) -> None:
        if self._holds(message):
            del self._held[message.number]

    def _holds(self, message: Message) -> bool:
        held = self._held.get(message.number)
        return held is not None and held[0] is message

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._called.set()

    async def _delivered(self, message: Message) -> None:
        taken = False
        try:
            taken = await self._deliver(message)
        except Exception as error:
            # Its lease ends by itself, and then it is tried again.
            _log.error("delivery_failed", **error_fields(error))
        finally:
            # What Teams took is held until that is noted, so that nobody else sends it.
            if not taken:
                self._let_go(message)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(_ROUND.total_seconds()):
                await self._called.wait()
        except TimeoutError:
            pass

    async def _renew(self) -> None:
        """Hold what is still on its way."""
        while True:
            await asyncio.sleep(_RENEW)
            held = [message for message, _ in self._held.values()]
            if held:
                try:
                    await self._renew_all(held)
                except Exception as error:
                    _log.error("leases_not_renewed", **error_fields(error))

    async def _renew_all(self, held: Sequence[Message]) -> None:
        asked = self.clock.now()
        async with self.ledger.begin(brief=True) as unit:
            numbers = await unit.outbox.renew(held, asked, LEASE)
        for message in held:
            if message.number in numbers and self._holds(message):
                self._held[message.number] = message, asked

    def _sure(self, message: Message) -> bool:
        """Whether nobody else can be sending a message by now."""
        if not self._holds(message):
            return False
        return self.clock.now() - self._held[message.number][1] < LEASE - _MARGIN

    async def _deliver(self, message: Message) -> bool:
        """Send a message; tells whether Teams took it."""
        ref, sure = _place(message), partial(self._sure, message)
        if ref is None:
            reason = "ConversationUnknown" if message.place is None else "NothingAbove"
            _log.warning("delivery_given_up", reason=reason, attempts=message.fence)
            await self._write(lambda unit: unit.outbox.give_up(message, reason))
            return False
        try:
            if message.updates:
                await self.connector.update(ref, message.updates, message.text, sure)
                posted = message.updates
            else:
                posted = await self.connector.send(ref, message.text, sure)
        except TakenOver:
            _log.warning("delivery_taken_over")
            return False
        except NotDelivered as failure:
            await self._failed(message, failure, ref.tenant_id)
            return False
        self._arrived.append((message, posted or None))
        return True

    async def _failed(self, message: Message, failure: NotDelivered, tenant: str) -> None:
        reason = type(failure).__name__
        again = failure.passing or isinstance(failure, Uncertain)
        given_up = isinstance(failure, MessageGone) or not again or message.fence >= MOST_ATTEMPTS
        asked = timedelta(seconds=(failure.seconds or 0) if isinstance(failure, Throttled) else 0)
        wait = max(asked, min(_LONGEST_WAIT, timedelta(seconds=2**message.fence)))
        if given_up:
            _log.warning("delivery_given_up", reason=reason, attempts=message.fence)
        else:
            _log.info("delivery_postponed", reason=reason, attempts=message.fence)
        until = self.clock.now() + wait

        async def work(unit: Unit) -> None:
            if given_up:
                noted = await unit.outbox.give_up(message, reason)
            else:
                noted = await unit.outbox.postpone(message, until, reason)
            if noted and self.watch is not None:
                await self.watch.failed(unit, message, tenant, failure, given_up=given_up)

        await self._write(work)

    async def _write(self, work: Callable[[Unit], Awaitable[object]]) -> None:
        await self.ledger.write(work, brief=True)


def _place(message: Message) -> ConversationRef | None:
    """Where a message goes: in a channel perhaps into a thread; None where that is not there."""
    if message.place is None:
        return None
    ref = ref_of(message.place)
    if not message.threaded or ref.type is not ConversationType.CHANNEL:
        return ref
    if message.thread is None:
        return None
    return replace(ref, conversation_id=f"{ref.conversation_id};messageid={message.thread}")
