"""Consultations: people who were asked whether they still need a license, and their answers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.requests.tables import consultation_tokens, consultations
from licensing.errors import StaleDraft
from licensing.losses.services import Data
from licensing.requests.consultation import Consultation, Reply


class Consultations:
    """The consultations within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, asked: Sequence[Consultation]) -> None:
        """Store new consultations, after their request."""
        if asked:
            await self._connection.execute(insert(consultations), [_columns(one) for one in asked])
            tokens = [{"token": one.token, "consultation_id": one.id} for one in asked]
            await self._connection.execute(insert(consultation_tokens), tokens)

    async def drop(self, over: Sequence[Consultation]) -> None:
        """Delete consultations that a change of their request voided."""
        if over:
            these = consultations.c.id.in_([one.id for one in over])
            await self._connection.execute(delete(consultations).where(these))

    async def answer(self, consultation: Consultation, before: str) -> None:
        """Store an answer; `StaleDraft` if `before` is no longer the current token."""
        current = (consultations.c.id == consultation.id) & (consultations.c.token == before)
        change = update(consultations).where(current).values(**_columns(consultation))
        if (await self._connection.execute(change)).rowcount != 1:
            raise StaleDraft
        row = {"token": consultation.token, "consultation_id": consultation.id}
        await self._connection.execute(insert(consultation_tokens), row)

    async def of(self, request: str) -> Sequence[Consultation]:
        """Read the consultations of a request."""
        query = (
            select(consultations)
            .where(consultations.c.request_id == request)
            .order_by(consultations.c.id)
        )
        return tuple(_consultation(row) for row in await self._connection.execute(query))

    async def by_token(self, token: str) -> Consultation | None:
        """Find the consultation of a button; the button is valid if its token is current."""
        query = (
            select(consultations)
            .join(consultation_tokens)
            .where(consultation_tokens.c.token == token)
        )
        row = (await self._connection.execute(query)).first()
        return _consultation(row) if row else None


def _columns(one: Consultation) -> dict[str, Any]:
    return {
        "id": one.id,
        "tenant": one.tenant,
        "request_id": one.request,
        "person": one.person,
        "conversation": one.conversation,
        "token": one.token,
        "products": " ".join(sorted(one.products)),
        "kinds": " ".join(sorted(one.kinds)),
        "reply": one.reply,
        "answered_at": one.answered_at,
    }


def _consultation(row: Row[Any]) -> Consultation:
    return Consultation(
        id=row.id,
        tenant=row.tenant,
        request=row.request_id,
        person=row.person,
        conversation=row.conversation,
        token=row.token,
        products=frozenset(row.products.split()),
        kinds=frozenset(map(Data, row.kinds.split())),
        reply=Reply(row.reply) if row.reply else None,
        answered_at=row.answered_at,
    )
