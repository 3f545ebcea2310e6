"""Delivers the outbox to Teams, and stores the ids that Teams assigns.

A message that could not be delivered for a while is tried again, later each time. One that can't be
delivered at all is given up with a reason; the dialog itself is safe in the ledger.
"""

import asyncio
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog

from bot.activities.inbound import ConversationRef, ConversationType
from bot.connector.client import Connector
from bot.errors import NotDelivered, TakenOver, Throttled, Uncertain
from cards.words.languages import Languages
from dialogs.model.request_update import request_of_slot
from engine.approvals.delivery_tracker import DeliveryTracker, is_uneditable
from engine.conversation_refs import ref_of
from engine.leased_worker import LeasedWorker
from engine.messages import posted_again, texts_in
from engine.scheduler import TimerResult
from ledger import Ledger, Unit
from ledger.mail.outbox import Message
from ledger.mail.timers import Timer
from licensing.backoff import backoff
from licensing.clock import Clock
from observability.errors import error_fields

#: Lease duration, and seconds between renewals.
LEASE: Final = timedelta(seconds=9)
_RENEW: Final = 2.5
#: Maximum number of messages that are sent concurrently, each to another conversation.
CONCURRENCY: Final = 64
#: With the waits below, about an hour and a half of trying.
MAX_TRIES: Final = 24
#: Seconds until the next try: after the first one, and at most.
_FIRST_RETRY: Final = 2.0
_LONGEST_RETRY: Final = 5 * 60.0
#: The kind of the timers that post a card again.
REPOST: Final = "repost"
#: How long a stop waits for messages that are being sent.
_GRACE: Final = timedelta(seconds=5)
#: How often to look without being woken: another process may have left messages.
_POLL: Final = timedelta(seconds=3)

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class OutboxWorker:
    """Sends what the outbox holds."""

    ledger: Ledger
    connector: Connector
    clock: Clock
    tracker: DeliveryTracker | None = None
    languages: Languages = Languages()  # noqa: RUF009 - it is frozen
    #: Changes a message as it leaves.
    sign_links: Callable[[bytes], bytes] = bytes
    worker: LeasedWorker[Message, None] = field(init=False)
    #: By number what Teams took and under which id, not stored in the ledger yet.
    _sent: dict[int, tuple[Message, str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.worker = LeasedWorker(
            "outbox",
            self,
            self.clock,
            LEASE,
            CONCURRENCY,
            renew_every=_RENEW,
            grace_period=_GRACE,
            drains=True,
            # Until it is stored that Teams took a message, no other process may send it.
            keeps=lambda message: message.number in self._sent,
        )

    def start(self) -> None:
        """Start, beginning with what an earlier process left."""
        self.worker.start()

    def wake(self) -> None:
        """Look for messages now: one was written."""
        self.worker.wake()

    async def stop(self) -> None:
        """Deliver what is due, then stop. What Teams is slow to take is left to the next start."""
        await self.worker.stop()
        if not self._sent:
            return
        # Without this, the next start would send these messages again.
        try:
            async with asyncio.timeout(_GRACE.total_seconds()):
                await self.ledger.write(self._store_sent, brief=True)
        except Exception as error:
            _log.error("deliveries_not_stored", **error_fields(error))

    def key(self, job: Message) -> Hashable:
        """Identify a message."""
        return job.number

    async def claim(self, limit: int) -> tuple[datetime, Sequence[Message]]:
        """Store what Teams took so far and claim messages that are due, in one transaction."""

        async def work(unit: Unit) -> tuple[Sequence[Message], datetime, Sequence[Message]]:
            stored, now = await self._store_sent(unit), self.clock.now()
            return stored, now, await unit.outbox.claim(now, LEASE, limit) if limit else ()

        stored, since, messages = await self.ledger.write(work, brief=True)
        for message in stored:
            self.worker.release(message)
            del self._sent[message.number]
        return since, messages

    async def renew(self, jobs: Sequence[Message]) -> tuple[datetime, Collection[Hashable]]:
        """Renew the leases of messages."""
        now = self.clock.now()
        async with self.ledger.begin(brief=True) as unit:
            return now, await unit.outbox.renew(jobs, now, LEASE)

    async def idle(self) -> timedelta:
        """Wait for the next poll."""
        return _POLL

    async def work(self, job: Message) -> None:
        """Send a message."""
        ref, owns = _recipient(job), partial(self.worker.owns, job)
        if ref is None:
            reason = "ConversationUnknown" if job.place is None else "ThreadUnknown"
            _log.warning("delivery_given_up", reason=reason, tries=job.tries)
            await self.ledger.write(lambda unit: unit.outbox.give_up(job, reason), brief=True)
            return
        text = self.sign_links(job.text.encode()).decode()
        try:
            if job.updates:
                await self.connector.update(ref, job.updates, text, owns)
                posted = job.updates
            else:
                posted = await self.connector.send(ref, text, owns)
        except TakenOver:
            _log.warning("delivery_taken_over")
        except NotDelivered as failure:
            if is_uneditable(job, failure) and request_of_slot(job.slot or "") is None:
                await self._post_again(job, ref.tenant_id)
                return
            await self._failed(job, failure, ref.tenant_id)
        else:
            self._sent[job.number] = job, posted or None

    async def _store_sent(self, unit: Unit) -> Sequence[Message]:
        """Store what Teams took so far; returns these messages."""
        sent = tuple(self._sent.values())
        await unit.outbox.all_sent(sent)
        for message, _ in sent:
            if self.tracker is not None and message.place is not None:
                await self.tracker.delivered(unit, message, message.place.tenant)
        return [message for message, _ in sent]

    async def _post_again(self, message: Message, tenant: str) -> None:
        """A card can't be edited any longer: it is posted again below, and says so."""

        async def work(unit: Unit) -> None:
            place, now = message.place, self.clock.now()
            activity: Mapping[str, Any] = message.activity
            if place is not None:
                reader = (tenant, place.person or "", place.conversation)
                texts = await texts_in(unit, self.languages, *reader)
                activity = posted_again(activity, texts.common.posted_again)
            until = await unit.outbox.post_again(message, activity, now)
            if until is not None and message.slot is not None:
                await unit.timers.set(REPOST, message.slot, tenant, until)

        _log.info("card_posted_again", tries=message.tries)
        await self.ledger.write(work, brief=True)

    async def repost(self, timer: Timer) -> TimerResult:
        """Post what a card slot keeps, unless newer content is on its way."""
        return TimerResult(partial(self._repost, slot=timer.subject))

    async def _repost(self, unit: Unit, *, slot: str) -> None:
        kept = await unit.outbox.take_deferred(slot)
        if kept is not None:
            await unit.outbox.show(slot, *kept, self.clock.now())

    async def _failed(self, message: Message, failure: NotDelivered, tenant: str) -> None:
        reason = type(failure).__name__
        again = failure.passing or isinstance(failure, Uncertain)
        given_up = is_uneditable(message, failure) or not again or message.tries >= MAX_TRIES
        asked = (failure.seconds or 0) if isinstance(failure, Throttled) else 0
        wait = max(asked, backoff(message.tries, first=_FIRST_RETRY, longest=_LONGEST_RETRY))
        if given_up:
            _log.warning("delivery_given_up", reason=reason, tries=message.tries)
        else:
            _log.info("delivery_postponed", reason=reason, tries=message.tries)
        until = self.clock.now() + timedelta(seconds=wait)

        async def work(unit: Unit) -> None:
            if given_up:
                stored = await unit.outbox.give_up(message, reason)
            else:
                stored = await unit.outbox.postpone(message, until, reason)
            if stored and self.tracker is not None:
                await self.tracker.failed(unit, message, tenant, failure, given_up=given_up)

        await self.ledger.write(work, brief=True)


def _recipient(message: Message) -> ConversationRef | None:
    """Where a message goes, perhaps into a thread of a channel; None where that is unknown."""
    if message.place is None:
        return None
    ref = ref_of(message.place)
    if not message.threaded or ref.type is not ConversationType.CHANNEL:
        return ref
    if message.thread is None:
        return None
    return replace(ref, conversation_id=f"{ref.conversation_id};messageid={message.thread}")
