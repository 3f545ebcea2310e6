"""What is thrown away, and when. Plans, runs and the journal stay, and with them every receipt.

A little at a time, so that no one waits for it.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.tables import card_slots, drafts, inbox, outbox, plans, run_cards, sign_ins

#: What was worked off: Teams repeats what it is unsure of within minutes.
ANSWERED: Final = timedelta(days=1)
#: What waits for a sign-in that does not come; the button of the request works for a day.
UNSIGNED: Final = timedelta(days=7)
#: Messages that could not be delivered.
UNDELIVERED: Final = timedelta(days=30)
#: Walks that no one went on with, ended or not, with all that their buttons stood for.
DRAFTS: Final = timedelta(days=90)
#: Parts of a plan that never became whole, because the process died.
PARTS: Final = timedelta(days=1)

#: Rows of each kind that go in one transaction.
_LIMIT: Final = 500


class Retention:
    """Throws away, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def sweep(self, now: datetime) -> int:
        """Throw away some of what is too old; tells how many rows, 0 when nothing is left."""
        answered = inbox.c.finished.is_(True) & (inbox.c.received_at < now - ANSWERED)
        waits = inbox.c.finished.is_(False) & inbox.c.waits_for.is_not(None)
        unsigned = waits & (inbox.c.received_at < now - UNSIGNED)
        given_up = outbox.c.waiting.is_(False) & (outbox.c.written_at < now - UNDELIVERED)
        partly = plans.c.complete.is_(False) & (plans.c.made_at < now - PARTS)
        number = 0
        for table, old in (
            (inbox, or_(answered, unsigned)),
            (outbox, given_up),
            (plans, partly),
        ):
            number += len(await self._drop(table, table.primary_key.columns, old))
        return number + await self._drop_drafts(now) + await self._drop_sign_ins(now)

    async def _drop_drafts(self, now: datetime) -> int:
        """Tokens and lists of people go with their drafts; the card stays in the chat.

        A card that followed a run is its receipt, from which it can be undone, and stays alive.
        """
        followed = exists().where(run_cards.c.slot == drafts.c.id)
        old = (drafts.c.touched_at < now - DRAFTS) & ~followed
        ids = [row[0] for row in await self._drop(drafts, (drafts.c.id,), old)]
        await self._forget_cards(ids)
        return len(ids)

    async def _drop_sign_ins(self, now: datetime) -> int:
        old = or_(sign_ins.c.expires_at <= now, sign_ins.c.code_until <= now)
        ids = [row[0] for row in await self._drop(sign_ins, (sign_ins.c.id,), old)]
        await self._forget_cards([f"sign-in/{id_}" for id_ in ids])
        return len(ids)

    async def _forget_cards(self, slots: list[str]) -> None:
        if slots:
            await self._connection.execute(delete(card_slots).where(card_slots.c.slot.in_(slots)))

    async def _drop(self, table: Table, key: Any, old: ColumnElement[bool]) -> list[Any]:
        rows = (await self._connection.execute(select(*key).where(old).limit(_LIMIT))).all()
        if rows:
            these = tuple_(*key).in_([tuple(row) for row in rows])
            await self._connection.execute(delete(table).where(these))
        return list(rows)
