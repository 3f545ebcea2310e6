"""Sign-ins under way: who was asked where, the window that was opened, and what it brought."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.tables import sign_ins


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One request to sign in. `flow` and `cache` can be read with the keys only."""

    id: str
    tenant: str
    person: str
    conversation: str
    claims: str | None
    expires_at: datetime
    exchanged: bool | None = None
    state: str | None = None
    flow: bytes | None = None
    code_hash: str | None = None
    cache: bytes | None = None
    code_until: datetime | None = None
    tries: int = 0
    verified_at: datetime | None = None


class SignIns:
    """The sign-ins within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, row: SignInRow) -> None:
        """Store a request."""
        values = {name: getattr(row, name) for name in SignInRow.__dataclass_fields__}
        await self._connection.execute(insert(sign_ins).values(**values))

    async def get(self, id: str, now: datetime) -> SignInRow | None:  # noqa: A002
        """Find a request that is not too old."""
        return await self._one(sign_ins.c.id == id, now)

    async def asked(
        self, tenant: str, person: str, conversation: str, now: datetime
    ) -> SignInRow | None:
        """Find the request that stands in a conversation already."""
        here = _of(tenant, person) & (sign_ins.c.conversation == conversation)
        return await self._one(here, now)

    async def by_state(self, state: str, now: datetime) -> SignInRow | None:
        """Find the request whose window answers."""
        return await self._one(sign_ins.c.state == state, now)

    async def with_code(self, tenant: str, person: str, now: datetime) -> tuple[SignInRow, ...]:
        """Find what this person's windows brought and no one has confirmed yet."""
        good = _of(tenant, person) & (sign_ins.c.code_until > now)
        rows = await self._connection.execute(select(sign_ins).where(good))
        return tuple(SignInRow(**row._asdict()) for row in rows)

    async def change(self, id: str, **values: object) -> None:  # noqa: A002
        """Write columns of a request."""
        await self._connection.execute(update(sign_ins).where(sign_ins.c.id == id).values(**values))

    async def exchanged(self, id: str, good: bool) -> None:  # noqa: A002
        """Note what came of a token; a bad one after a good one changes nothing."""
        open_ = sign_ins.c.exchanged.is_not(True)
        change = update(sign_ins).where(sign_ins.c.id == id, open_)
        await self._connection.execute(change.values(exchanged=good))

    async def answered(self, tenant: str, person: str) -> None:
        """Note that a person has answered all requests."""
        change = update(sign_ins).where(_of(tenant, person)).values(exchanged=True)
        await self._connection.execute(change)

    async def end(self, tenant: str, person: str) -> tuple[SignInRow, ...]:
        """Drop all requests to a person, for it is done; tells which they were."""
        mine = _of(tenant, person)
        rows = (await self._connection.execute(select(sign_ins).where(mine))).all()
        await self._connection.execute(delete(sign_ins).where(mine))
        return tuple(SignInRow(**row._asdict()) for row in rows)

    async def sweep(self, now: datetime) -> int:
        """Drop what is too old, also what a window brought and no one confirmed."""
        old = or_(sign_ins.c.expires_at <= now, sign_ins.c.code_until <= now)
        return (await self._connection.execute(delete(sign_ins).where(old))).rowcount

    async def _one(self, which: ColumnElement[bool], now: datetime) -> SignInRow | None:
        query = (
            select(sign_ins)
            .where(which, sign_ins.c.expires_at > now)
            .order_by(sign_ins.c.expires_at.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).first()
        return SignInRow(**row._asdict()) if row else None


def _of(tenant: str, person: str) -> ColumnElement[bool]:
    return (sign_ins.c.tenant == tenant) & (sign_ins.c.person == person)
