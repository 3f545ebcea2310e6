"""When each person last authenticated in a sign-in window."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.upsert import insert_new
from ledger.tables import fresh_sign_ins


class FreshSignIns:
    """The times within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, tenant: str, person: str, at: datetime) -> None:
        """Store a sign-in."""
        row = {"tenant": tenant, "person": person, "at": at}
        if not await insert_new(self._connection, fresh_sign_ins, **row):
            key = fresh_sign_ins.c
            mine = (key.tenant == tenant) & (key.person == person)
            await self._connection.execute(update(fresh_sign_ins).where(mine).values(at=at))

    async def last(self, tenant: str, person: str) -> datetime | None:
        """Return the time of the last one; None if there is none."""
        key = fresh_sign_ins.c
        query = select(key.at).where(key.tenant == tenant, key.person == person)
        at: datetime | None = (await self._connection.execute(query)).scalar_one_or_none()
        return at
