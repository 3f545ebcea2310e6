"""Deletes old rows. Runs, requests, their plans and the journal are kept, and so every receipt.

Each transaction deletes a few rows, so that other work does not wait.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.requests.tables import requests
from ledger.tables import (
    card_slots,
    drafts,
    inbox,
    outbox,
    plan_people,
    plans,
    run_cards,
    runs,
    sign_ins,
)

#: Processed activities: Teams repeats unanswered ones within minutes.
ANSWERED: Final = timedelta(days=1)
#: Activities that wait for a sign-in; the button of a sign-in request works for a day.
UNSIGNED: Final = timedelta(days=7)
#: Messages that could not be delivered.
UNDELIVERED: Final = timedelta(days=30)
#: Unused drafts, ended or not, with the tokens of their buttons.
DRAFTS: Final = timedelta(days=90)
#: Incomplete plans, left by a process that died.
PARTS: Final = timedelta(days=1)
#: Plans that were shown and then neither carried out nor requested. Their drafts are gone by then.
UNUSED: Final = timedelta(days=180)

#: Maximum number of rows of each kind per transaction.
_LIMIT: Final = 500


class Retention:
    """Deletes old rows within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def sweep(self, now: datetime) -> int:
        """Delete some old rows; returns their number, 0 if none is left."""
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
        number += await self._drop_drafts(now) + await self._drop_sign_ins(now)
        return number + await self._drop_unused_plan(now)

    async def _drop_unused_plan(self, now: datetime) -> int:
        """Delete some people of the oldest unused plan, or the plan when none is left."""
        used = or_(*(exists().where(table.c.plan_id == plans.c.id) for table in (runs, requests)))
        old = plans.c.complete & (plans.c.made_at < now - UNUSED) & ~used
        query = select(plans.c.id).where(old).order_by(plans.c.made_at, plans.c.id).limit(1)
        plan = (await self._connection.execute(query)).scalar()
        if plan is None:
            return 0
        its = plan_people.c.plan_id == plan
        key = plan_people.primary_key.columns
        if people := await self._drop(plan_people, key, its):
            return len(people)
        await self._connection.execute(delete(plans).where(plans.c.id == plan))
        return 1

    async def _drop_drafts(self, now: datetime) -> int:
        """Delete drafts with their tokens and lists of people; the card stays in the chat.

        A draft whose card shows a run is kept: the card is the receipt, which offers the undo.
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
