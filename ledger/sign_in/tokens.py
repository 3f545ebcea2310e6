"""Tokens: one encrypted row for each person, updated by compare-and-swap."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.upsert import insert_new
from ledger.tables import tokens


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One person's row. `encrypted` is encrypted with the token keys."""

    tenant: str
    person: str
    version: int
    encrypted: bytes


class Tokens:
    """The tokens within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, tenant: str, person: str) -> TokenRow | None:
        """Read a person's row."""
        query = select(tokens).where(_is(tenant, person))
        row = (await self._connection.execute(query)).first()
        return TokenRow(**row._asdict()) if row else None

    async def put(self, tenant: str, person: str, encrypted: bytes, before: int | None) -> bool:
        """Write a row if its version is `before` (None: there is none); False otherwise."""
        if before is None:
            return await self._add(tenant, person, encrypted)
        unchanged = _is(tenant, person) & (tokens.c.version == before)
        change = update(tokens).where(unchanged).values(encrypted=encrypted, version=before + 1)
        return (await self._connection.execute(change)).rowcount == 1

    async def replace(self, tenant: str, person: str, encrypted: bytes) -> None:
        """Write a row, replacing any version: the person has just signed in."""
        if not await self._add(tenant, person, encrypted):
            newer = {"encrypted": encrypted, "version": tokens.c.version + 1}
            change = update(tokens).where(_is(tenant, person)).values(**newer)
            await self._connection.execute(change)

    async def delete(self, tenant: str, person: str) -> bool:
        """Delete a person's row; False if there was none."""
        gone = await self._connection.execute(delete(tokens).where(_is(tenant, person)))
        return gone.rowcount == 1

    async def people(self) -> tuple[tuple[str, str], ...]:
        """People with rows: pairs of tenant and person."""
        query = select(tokens.c.tenant, tokens.c.person).order_by(tokens.c.tenant, tokens.c.person)
        return tuple((row.tenant, row.person) for row in await self._connection.execute(query))

    async def all(self) -> tuple[TokenRow, ...]:
        """All rows, for key rotation."""
        rows = await self._connection.execute(select(tokens))
        return tuple(TokenRow(**row._asdict()) for row in rows)

    async def _add(self, tenant: str, person: str, encrypted: bytes) -> bool:
        row = {"tenant": tenant, "person": person, "version": 1, "encrypted": encrypted}
        return await insert_new(self._connection, tokens, **row)


def _is(tenant: str, person: str) -> ColumnElement[bool]:
    return (tokens.c.tenant == tenant) & (tokens.c.person == person)
