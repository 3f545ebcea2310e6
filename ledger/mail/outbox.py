"""The outbox: messages to Teams, stored in the transaction that caused them and delivered later.

A card slot is one card in a chat that is updated in place. The ledger stores the Teams activity
that shows it, so that a restart updates that card instead of posting a second one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Executable,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database import json_text
from ledger.database.column_types import AnyRow
from ledger.database.db_clock import DatabaseClock
from ledger.database.upsert import insert_or_change
from ledger.mail.conversations import ConversationRow
from ledger.mail.takeovers import OnTakeover, ignore_takeovers
from ledger.tables import card_slots, conversations, outbox
from licensing.backoff import backoff

#: Seconds between two posts of a card whose message can't be edited: initial, and maximum. A
#: progress card changes every two seconds.
FIRST_REPOST: Final = 30.0
LONGEST_REPOST: Final = 10 * 60.0
#: Reason of a message that is posted later.
DEFERRED: Final = "PostedLater"

# Built once: every click needs it, and it takes longer to build than to run.
_ADD = insert(outbox)
_CLAIMED = (
    (outbox.c.number == bindparam("this"))
    & (outbox.c.fence == bindparam("claimed"))
    & outbox.c.waiting.is_(True)
)
_SENT = delete(outbox).where(_CLAIMED)
#: Deletes the deferred message that newer content replaces.
_DROP_DEFERRED = delete(outbox).where(
    outbox.c.slot.in_(bindparam("slots", expanding=True)),
    outbox.c.waiting.is_(False),
    outbox.c.reason == DEFERRED,
)
_AT = "at_"
_PLACE = tuple(column.label(_AT + column.name) for column in conversations.c)
_ABOVE = card_slots.alias("above")
_MESSAGES = (
    select(
        outbox.c.number,
        outbox.c.conversation,
        outbox.c.slot,
        outbox.c.fence,
        outbox.c.tries,
        cast(outbox.c.activity, Text).label("text"),
        outbox.c.under.is_not(None).label("threaded"),
        card_slots.c.activity_id,
        _ABOVE.c.activity_id.label("thread"),
        *_PLACE,
    )
    .join(card_slots, card_slots.c.slot == outbox.c.slot, isouter=True)
    .join(_ABOVE, _ABOVE.c.slot == outbox.c.under, isouter=True)
    # Teams' conversation ids are unique across tenants.
    .join(conversations, conversations.c.conversation == outbox.c.conversation, isouter=True)
    .where(outbox.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(outbox.c.number)
)


@dataclass(frozen=True, slots=True)
class Message:
    """One claimed message."""

    number: int
    conversation: str
    #: None for a message that never changes.
    slot: str | None
    #: The activity as JSON text; the worker sends it without parsing.
    text: str
    #: The Teams activity to update; None to post a new one.
    updates: str | None
    #: Changes with every claim and with newer content, so that a stale claim is rejected.
    fence: int
    #: Number of claims, including this one.
    tries: int
    #: The conversation; None if it is unknown.
    place: ConversationRow | None

    #: In a channel: the activity of the thread's first message.
    thread: str | None = None
    #: Whether it belongs in a thread, even if that thread does not exist.
    threaded: bool = False

    @property
    def activity(self) -> dict[str, Any]:
        """The activity to send."""
        activity: dict[str, Any] = json_text.read(self.text)
        return activity


class Outbox:
    """The outbox within one transaction."""

    def __init__(
        self,
        connection: AsyncConnection,
        times: DatabaseClock,
        on_takeover: OnTakeover = ignore_takeovers,
    ) -> None:
        self._connection = connection
        self._times = times
        self._on_takeover = on_takeover

    async def show(
        self, slot: str, conversation: str, activity: dict[str, Any], now: datetime
    ) -> None:
        """Show this in a card slot. Older content that is not being sent yet is replaced.

        The new content keeps the queue position and due time of the older one.
        """
        values = {"activity": activity, "conversation": conversation, "written_at": now}
        values |= {"of": slot, **self._times.given(moment=now)}
        if (await self._connection.execute(_replacing(self._times), values)).rowcount == 0:
            await self._add(slot, conversation, activity, now)

    async def say(
        self,
        conversation: str,
        activity: dict[str, Any],
        now: datetime,
        under: str | None = None,
    ) -> None:
        """Post this once; `under` names the card slot whose thread it is posted in."""
        await self._add(None, conversation, activity, now, under)

    async def has_unsent(self, slot: str) -> bool:
        """Whether a message for a card slot has not been sent yet."""
        mine = (outbox.c.slot == slot) & outbox.c.waiting.is_(True)
        query = select(outbox.c.number).where(mine).limit(1)
        return (await self._connection.execute(query)).first() is not None

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> tuple[Message, ...]:
        """Claim the first message of up to `limit` conversations, if it is due and not leased.

        A waiting message blocks the later ones of its conversation, so they arrive in order, and
        two are never sent concurrently in one conversation.
        """
        values = {"due": now, "most": limit, **self._times.given(moment=now)}
        found = (await self._connection.execute(_free(self._times), values)).all()
        if not found:
            return ()
        if held := sum(row.held for row in found):
            self._on_takeover("outbox", held)
        numbers = [row.number for row in found]
        claimed = {"numbers": numbers, **self._times.given(until=now + lease)}
        await self._connection.execute(_taking(self._times, lease), claimed)
        return await self._messages(numbers)

    async def renew(
        self, messages: Collection[Message], now: datetime, lease: timedelta
    ) -> frozenset[int]:
        """Renew the leases of messages; returns the numbers of those that are still leased."""
        claims = [(message.number, message.fence) for message in messages]
        mine = tuple_(outbox.c.number, outbox.c.fence).in_(claims)
        change = (
            update(outbox)
            .where(mine, outbox.c.waiting.is_(True), outbox.c.lease_until.is_not(None))
            .values(lease_until=self._times.at(now, lease))
            .returning(outbox.c.number)
        )
        return frozenset((await self._connection.execute(change)).scalars())

    async def sent(self, message: Message, activity_id: str | None) -> bool:
        """Store a delivery, and the card slot's activity id if Teams returned one.

        False if another claim was made meanwhile; the id is stored in either case.
        """
        await self._learn_new(message, activity_id)
        gone = await self._connection.execute(_SENT, _claim(message))
        return gone.rowcount == 1

    async def all_sent(self, arrived: Sequence[tuple[Message, str | None]]) -> None:
        """Store many deliveries, each as `sent` does."""
        for message, activity_id in arrived:
            await self._learn_new(message, activity_id)
        if arrived:
            claims = [_claim(message) for message, _ in arrived]
            await self._connection.execute(_SENT, claims)
        if slots := [message.slot for message, _ in arrived if message.updates and message.slot]:
            await self._connection.execute(_DROP_DEFERRED, {"slots": slots})

    async def postpone(self, message: Message, until: datetime, reason: str) -> bool:
        """Postpone a message. False if another claim was made meanwhile."""
        return await self._write(message, due_at=until, reason=reason)

    async def give_up(self, message: Message, reason: str) -> bool:
        """Mark a message as undeliverable, with the reason, and unblock the next ones."""
        return await self._write(message, waiting=False, reason=reason)

    async def activity_of(self, slot: str) -> str | None:
        """The Teams activity that shows a card slot."""
        query = select(card_slots.c.activity_id).where(card_slots.c.slot == slot)
        return (await self._connection.execute(query)).scalar_one_or_none() or None

    async def learn(self, slot: str, activity_id: str) -> None:
        """Store which Teams activity shows a card slot."""
        row = {"slot": slot, "activity_id": activity_id}
        await insert_or_change(self._connection, card_slots, **row)

    async def learn_pressed(self, slot: str, activity_id: str) -> None:
        """Store the activity id that a pressed card claims, if none is known.

        A client can name any activity: one that shows another slot is ignored, and a known id is
        kept.
        """
        column = card_slots.c
        claimed = select(column.slot).where(
            (column.slot == slot) | (column.activity_id == activity_id)
        )
        if (await self._connection.execute(claimed.limit(1))).first() is None:
            await self.learn(slot, activity_id)

    async def forget(self, slot: str) -> None:
        """Forget an activity that was deleted from the chat: the next content is a new post."""
        await self._connection.execute(delete(card_slots).where(card_slots.c.slot == slot))

    async def post_again(
        self, message: Message, activity: Mapping[str, Any], now: datetime
    ) -> datetime | None:
        """Post a card again, as this activity, because its message can no longer be edited.

        None if it is posted next. Otherwise its content is deferred, and the time until then is
        returned: a card that changes often is not posted each time.
        """
        query = select(card_slots).where(card_slots.c.slot == message.slot)
        row = (await self._connection.execute(query)).first()
        times = (row.reposts if row else 0) or 0
        if row is not None and row.reposted_at is not None:
            wait = backoff(times, first=FIRST_REPOST, longest=LONGEST_REPOST)
            until: datetime = row.reposted_at + timedelta(seconds=wait)
            if until > now:
                return until if await self.give_up(message, DEFERRED) else None
        if await self._write(message, due_at=now, reason="", activity=dict(activity), tries=0):
            posted = {"activity_id": "", "reposts": times + 1, "reposted_at": now}
            mine = card_slots.c.slot == message.slot
            await self._connection.execute(update(card_slots).where(mine).values(**posted))
            await self._connection.execute(_DROP_DEFERRED, {"slots": [message.slot]})
        return None

    async def take_deferred(self, slot: str) -> tuple[str, dict[str, Any]] | None:
        """Take the deferred content of a card slot, with its conversation.

        None if newer content is queued.
        """
        mine = (outbox.c.slot == slot) & outbox.c.waiting.is_(False) & (outbox.c.reason == DEFERRED)
        columns = (
            outbox.c.number,
            outbox.c.conversation,
            cast(outbox.c.activity, Text).label("text"),
        )
        query = select(*columns).where(mine).order_by(outbox.c.number.desc()).limit(1)
        row = (await self._connection.execute(query)).first()
        if row is None:
            return None
        await self._connection.execute(delete(outbox).where(mine))
        newer = (outbox.c.slot == slot) & (outbox.c.number > row.number)
        query = select(outbox.c.number).where(newer, outbox.c.waiting.is_(True)).limit(1)
        if (await self._connection.execute(query)).first() is not None:
            return None
        return row.conversation, json_text.read(row.text)

    async def _learn_new(self, message: Message, activity_id: str | None) -> None:
        if message.slot is not None and activity_id and activity_id != message.updates:
            await self.learn(message.slot, activity_id)

    async def _add(
        self,
        slot: str | None,
        conversation: str,
        activity: dict[str, Any],
        now: datetime,
        under: str | None = None,
    ) -> None:
        row = {
            "conversation": conversation,
            "slot": slot,
            "under": under,
            "activity": activity,
            "waiting": True,
            "written_at": now,
            "due_at": now,
            "fence": 0,
            "tries": 0,
            "reason": "",
        }
        await self._connection.execute(_ADD, row)

    async def _write(self, message: Message, **values: object) -> bool:
        change = update(outbox).where(_CLAIMED).values(lease_until=None, **values)
        return (await self._connection.execute(change, _claim(message))).rowcount == 1

    async def _messages(self, numbers: Sequence[int]) -> tuple[Message, ...]:
        return tuple(
            Message(
                number=row.number,
                conversation=row.conversation,
                slot=row.slot,
                text=row.text,
                updates=row.activity_id or None,
                fence=row.fence,
                tries=row.tries,
                thread=row.thread or None,
                threaded=row.threaded,
                place=_place(row),
            )
            for row in await self._connection.execute(_MESSAGES, {"numbers": numbers})
        )


def _claim(message: Message) -> dict[str, object]:
    return {"this": message.number, "claimed": message.fence}


def _place(row: AnyRow) -> ConversationRow | None:
    if row.at_conversation is None:
        return None
    values = row._asdict()
    return ConversationRow(**{c.name: values[_AT + c.name] for c in conversations.c})


@cache
def _free(times: DatabaseClock) -> Select[int, bool]:
    first = (
        select(func.min(outbox.c.number))
        .where(outbox.c.waiting.is_(True))
        .group_by(outbox.c.conversation)
    )
    free = or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= times.named("moment"))
    return (
        select(outbox.c.number, outbox.c.lease_until.is_not(None).label("held"))
        .where(outbox.c.number.in_(first), outbox.c.due_at <= bindparam("due"), free)
        .order_by(outbox.c.number)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )


@cache
def _taking(times: DatabaseClock, lease: timedelta) -> Executable:
    these = outbox.c.number.in_(bindparam("numbers", expanding=True))
    until = times.named("until", lease)
    claimed = {"fence": outbox.c.fence + 1, "tries": outbox.c.tries + 1}
    return update(outbox).where(these).values(lease_until=until, **claimed)


@cache
def _replacing(times: DatabaseClock) -> Executable:
    unsent = (
        (outbox.c.slot == bindparam("of"))
        & outbox.c.waiting.is_(True)
        & or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= times.named("moment"))
    )
    # A stale claim of older content must not count as a delivery of the newer content.
    return update(outbox).where(unsent).values(fence=outbox.c.fence + 1)
