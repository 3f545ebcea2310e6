"""The inbox: what Teams sent, stored before it is answered, and answered once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.errors import NotInLedger
from ledger.tables import inbox


@dataclass(frozen=True, slots=True)
class Arrival:
    """An activity that was stored and is not worked off yet."""

    activity_id: str
    conversation: str
    received_at: datetime
    payload: dict[str, Any]


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
        query = select(inbox.c.received_at).where(_is(activity_id, conversation))
        if (await self._connection.execute(query)).first():
            return False
        row = {
            "conversation": conversation,
            "activity_id": activity_id,
            "received_at": received_at,
            "finished": False,
            "payload": payload,
        }
        await self._connection.execute(insert(inbox).values(**row))
        return True

    async def done(
        self, activity_id: str, conversation: str, answer: dict[str, Any] | None
    ) -> None:
        """Note that it is worked off, with what was answered; the payload is dropped.

        `NotInLedger` for an activity that never arrived.
        """
        values = {"finished": True, "payload": None, "answer": answer}
        change = update(inbox).where(_is(activity_id, conversation)).values(**values)
        if (await self._connection.execute(change)).rowcount == 0:
            raise NotInLedger

    async def answer_of(self, activity_id: str, conversation: str) -> dict[str, Any] | None:
        """What was answered; None when there was no answer, or not yet."""
        query = select(inbox.c.answer).where(_is(activity_id, conversation))
        answer: dict[str, Any] | None = (await self._connection.execute(query)).scalar()
        return answer

    async def unfinished(self) -> tuple[Arrival, ...]:
        """All that is not worked off yet, oldest first."""
        query = select(inbox).where(inbox.c.finished.is_(False)).order_by(inbox.c.received_at)
        return tuple(
            Arrival(row.activity_id, row.conversation, row.received_at, row.payload)
            for row in await self._connection.execute(query)
        )

    async def sweep(self, before: datetime) -> int:
        """Drop what was worked off and came before this moment; tells how many."""
        old = inbox.c.finished.is_(True) & (inbox.c.received_at < before)
        return (await self._connection.execute(delete(inbox).where(old))).rowcount


def _is(activity_id: str, conversation: str) -> Any:
    return (inbox.c.conversation == conversation) & (inbox.c.activity_id == activity_id)
