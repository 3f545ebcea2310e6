"""The inbox: activities from Teams, stored before they are answered, and answered once.

A process that accepts or claims an activity leases it and renews the lease. If the process dies,
another claims the activity; a later result of the first process is rejected.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Text, bindparam, cast, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.db_clock import DatabaseClock
from ledger.database.upsert import insert_new
from ledger.errors import NotInLedger
from ledger.mail.takeovers import OnTakeover, ignore_takeovers
from ledger.tables import inbox
from observability.correlation import correlation as bound_correlation

#: Activity id and conversation: ids are unique only within a conversation.
Key = tuple[str, str]
#: Whether a result may be stored: the caller has the lease, a result exists, or the lease is lost.
LeaseState = Literal["mine", "done", "lost"]

# Built once: every click needs it, and it takes longer to build than to run.
_THIS = (inbox.c.conversation == bindparam("of")) & (inbox.c.activity_id == bindparam("this"))
_ANSWER = select(inbox.c.answer).where(_THIS)
_LEASE_STATE = select(inbox.c.finished, inbox.c.holder).where(_THIS).with_for_update()
_ENDED: dict[str, Any] = {
    "finished": True,
    "payload": None,
    "answer": bindparam("answer"),
    "waits_for": None,
    "lease_until": None,
}
_OURS = (inbox.c.holder == bindparam("by")) & inbox.c.finished.is_(False)
_END = update(inbox).where(_THIS, _OURS).values(**_ENDED)
_WAITS = update(inbox).where(_THIS).values(waits_for=bindparam("person"), lease_until=None)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A stored activity that is not processed yet."""

    activity_id: str
    conversation: str
    received_at: datetime
    payload: dict[str, Any]
    #: The correlation id of the context in which it arrived.
    correlation: str
    #: Number of attempts, including this one.
    tries: int = 0


class Inbox:
    """The inbox within one transaction."""

    def __init__(
        self,
        connection: AsyncConnection,
        times: DatabaseClock,
        on_takeover: OnTakeover = ignore_takeovers,
    ) -> None:
        self._connection = connection
        self._times = times
        self._on_takeover = on_takeover

    async def arrive(
        self,
        activity_id: str,
        conversation: str,
        received_at: datetime,
        payload: dict[str, Any],
        holder: str = "",
        lease: timedelta = timedelta(),
    ) -> bool:
        """Store an activity; False if it is stored already, since Teams repeats unanswered ones.

        The payload must not contain tokens: it stays in the ledger until it is processed. The
        same holder may store it again after a lost connection.
        """
        row = {
            "conversation": conversation,
            "activity_id": activity_id,
            "received_at": received_at,
            "finished": False,
            "payload": payload,
            "correlation": bound_correlation(),
            "holder": holder,
            "lease_until": self._times.kept(received_at, lease),
            "tries": 1,
        }
        if await insert_new(self._connection, inbox, **row):
            return True
        return bool(holder) and await self.lease_state(activity_id, conversation, holder) == "mine"

    async def lease_state(self, activity_id: str, conversation: str, holder: str) -> LeaseState:
        """Lock an activity; returns whether this holder may end it. Raises `NotInLedger`."""
        found = await self._connection.execute(_LEASE_STATE, _key(activity_id, conversation))
        row = found.first()
        if row is None:
            raise NotInLedger
        if row.holder != holder:
            return "lost"
        return "done" if row.finished else "mine"

    async def end(
        self, activity_id: str, conversation: str, holder: str, answer: dict[str, Any] | None
    ) -> LeaseState:
        """Store its answer and delete its payload; False if this holder lost the lease.

        `NotInLedger` for an activity that never arrived.
        """
        values = {**_key(activity_id, conversation), "by": holder, "answer": answer}
        if (await self._connection.execute(_END, values)).rowcount:
            return "mine"
        return await self.lease_state(activity_id, conversation, holder)

    async def answer_of(self, activity_id: str, conversation: str) -> dict[str, Any] | None:
        """The stored answer; None if there is none, or not yet."""
        found = await self._connection.execute(_ANSWER, _key(activity_id, conversation))
        answer: dict[str, Any] | None = found.scalar()
        return answer

    async def wait_for(self, activity_id: str, conversation: str, person: str) -> None:
        """Suspend an activity until this person ("tenant/person") has signed in."""
        values = {**_key(activity_id, conversation), "person": person}
        if (await self._connection.execute(_WAITS, values)).rowcount == 0:
            raise NotInLedger

    async def waiting(self, person: str) -> tuple[int, int]:
        """Count the activities that wait for the sign-in of a person ("tenant/person").

        Returns their number, and the total number of characters.
        """
        waits = inbox.c.finished.is_(False) & (inbox.c.waits_for == person)
        length = func.coalesce(func.sum(func.length(cast(inbox.c.payload, Text))), 0)
        query = select(func.count(), length).select_from(inbox).where(waits)
        number, characters = (await self._run(query)).one()
        return int(number), int(characters)

    async def awaited(self) -> tuple[tuple[str, str], ...]:
        """People whose sign-in an activity waits for, each with the conversation."""
        waits = inbox.c.finished.is_(False) & inbox.c.waits_for.is_not(None)
        query = select(inbox.c.waits_for, inbox.c.conversation).where(waits).distinct()
        return tuple((row.waits_for, row.conversation) for row in await self._run(query))

    async def resume(
        self, person: str, holder: str, now: datetime, lease: timedelta
    ) -> tuple[Arrival, ...]:
        """Claim the activities that wait for the sign-in of a person, oldest first."""
        waits = inbox.c.finished.is_(False) & (inbox.c.waits_for == person)
        return await self._take(waits, holder, now, lease)

    async def claim(
        self, holder: str, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Arrival, ...]:
        """Claim activities that are not leased and wait for no sign-in, oldest first."""
        moment = self._times.at(now)
        free = or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= moment)
        left = inbox.c.finished.is_(False) & inbox.c.waits_for.is_(None) & free
        return await self._take(left, holder, now, lease, limit)

    async def renew(
        self, held: Collection[tuple[Key, str]], now: datetime, lease: timedelta
    ) -> frozenset[Key]:
        """Renew the leases of activities, each with its holder.

        Returns those still leased; the others are finished, or another process claimed them.
        """
        column = inbox.c
        keys = [(activity, conversation, holder) for (activity, conversation), holder in held]
        mine = tuple_(column.activity_id, column.conversation, column.holder).in_(keys)
        change = (
            update(inbox)
            .where(mine, column.finished.is_(False), column.lease_until.is_not(None))
            .values(lease_until=self._times.at(now, lease))
            .returning(column.activity_id, column.conversation)
        )
        return frozenset((row.activity_id, row.conversation) for row in await self._run(change))

    async def _take(
        self,
        which: ColumnElement[bool],
        holder: str,
        now: datetime,
        lease: timedelta,
        limit: int | None = None,
    ) -> tuple[Arrival, ...]:
        query = (
            select(inbox)
            .where(which)
            .order_by(inbox.c.received_at, inbox.c.activity_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await self._run(query)).all()
        if held := sum(row.lease_until is not None for row in rows):
            self._on_takeover("inbox", held)
        found = tuple(
            Arrival(
                row.activity_id,
                row.conversation,
                row.received_at,
                row.payload,
                row.correlation,
                row.tries + 1,
            )
            for row in rows
        )
        if found:
            keys = [(arrival.activity_id, arrival.conversation) for arrival in found]
            these = tuple_(inbox.c.activity_id, inbox.c.conversation).in_(keys)
            claimed = {
                "holder": holder,
                "lease_until": self._times.at(now, lease),
                "tries": inbox.c.tries + 1,
                "waits_for": None,
            }
            await self._connection.execute(update(inbox).where(these).values(**claimed))
        return found

    async def _run(self, statement: Any) -> Any:
        return await self._connection.execute(statement)


def _key(activity_id: str, conversation: str) -> dict[str, object]:
    return {"of": conversation, "this": activity_id}
