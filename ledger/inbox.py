"""The inbox: what Teams sent, stored before it is answered, and answered once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.errors import NotInLedger
from ledger.inserting import insert_new
from ledger.journal import bound_correlation
from ledger.tables import inbox

# Built once: a statement that every click needs takes longer to build than to run.
_THIS = (inbox.c.conversation == bindparam("of")) & (inbox.c.activity_id == bindparam("this"))
_ANSWER = select(inbox.c.answer).where(_THIS)
_DONE = (
    update(inbox)
    .where(_THIS)
    .values(finished=True, payload=None, answer=bindparam("answer"), waits_for=None)
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An activity that was stored and is not worked off yet."""

    activity_id: str
    conversation: str
    received_at: datetime
    payload: dict[str, Any]
    #: The id that was bound to the context when it came.
    correlation: str


class Inbox:
    """The inbox within one transaction. Activity ids are unique within a conversation only."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def arrive(
        self, activity_id: str, conversation: str, received_at: datetime, payload: dict[str, Any]
    ) -> bool:
        """Store an activity; False when it was here before, for Teams repeats what it is unsure of.

        The payload must not carry tokens: it lies in the ledger until it is worked off.
        """
        row = {
            "conversation": conversation,
            "activity_id": activity_id,
            "received_at": received_at,
            "finished": False,
            "payload": payload,
            "correlation": bound_correlation(),
        }
        return await insert_new(self._connection, inbox, **row)

    async def done(
        self, activity_id: str, conversation: str, answer: dict[str, Any] | None
    ) -> None:
        """Note that it is worked off, with what was answered; the payload is dropped.

        `NotInLedger` for an activity that never arrived.
        """
        values = {**_key(activity_id, conversation), "answer": answer}
        if (await self._connection.execute(_DONE, values)).rowcount == 0:
            raise NotInLedger

    async def answer_of(self, activity_id: str, conversation: str) -> dict[str, Any] | None:
        """What was answered; None when there was no answer, or not yet."""
        found = await self._connection.execute(_ANSWER, _key(activity_id, conversation))
        answer: dict[str, Any] | None = found.scalar()
        return answer

    async def wait_for(self, activity_id: str, conversation: str, person: str) -> None:
        """Note that it can't go on before this person ("tenant/person") has signed in."""
        change = update(inbox).where(_THIS).values(waits_for=person)
        found = await self._connection.execute(change, _key(activity_id, conversation))
        if found.rowcount == 0:
            raise NotInLedger

    async def waiting(self, person: str) -> tuple[Arrival, ...]:
        """What waits for the sign-in of a person, oldest first."""
        return await self._arrivals(inbox.c.waits_for == person)

    async def resume(self, person: str) -> tuple[Arrival, ...]:
        """Take what waits for the sign-in of a person, oldest first; it waits no longer."""
        found = await self.waiting(person)
        change = update(inbox).where(inbox.c.waits_for == person).values(waits_for=None)
        await self._connection.execute(change)
        return found

    async def awaited(self) -> tuple[str, ...]:
        """Everybody whose sign-in something waits for."""
        waits = inbox.c.finished.is_(False) & inbox.c.waits_for.is_not(None)
        query = select(inbox.c.waits_for).where(waits).distinct()
        return tuple((await self._connection.execute(query)).scalars())

    async def unfinished(self) -> tuple[Arrival, ...]:
        """All that is not worked off yet and waits for nobody, oldest first."""
        return await self._arrivals(inbox.c.waits_for.is_(None))

    async def _arrivals(self, which: ColumnElement[bool]) -> tuple[Arrival, ...]:
        left = inbox.c.finished.is_(False) & which
        query = select(inbox).where(left).order_by(inbox.c.received_at, inbox.c.activity_id)
        return tuple(
            Arrival(
                row.activity_id, row.conversation, row.received_at, row.payload, row.correlation
            )
            for row in await self._connection.execute(query)
        )

    async def sweep(self, before: datetime) -> int:
        """Drop what was worked off and came before this moment; tells how many."""
        old = inbox.c.finished.is_(True) & (inbox.c.received_at < before)
        return (await self._connection.execute(delete(inbox).where(old))).rowcount


def _key(activity_id: str, conversation: str) -> dict[str, object]:
    return {"of": conversation, "this": activity_id}
