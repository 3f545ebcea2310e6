"""Sign-ins in progress: the request, its window, and the window's result."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.tables import sign_ins


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One request to sign in. `flow` and `cache` are encrypted."""

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
        """Find a request that has not expired."""
        return await self._one(sign_ins.c.id == id, now)

    async def asked(
        self, tenant: str, person: str, conversation: str, now: datetime
    ) -> SignInRow | None:
        """Find the open request in a conversation."""
        here = _of(tenant, person) & (sign_ins.c.conversation == conversation)
        return await self._one(here, now)

    async def by_state(self, state: str, now: datetime) -> SignInRow | None:
        """Find the request of a window that answers."""
        return await self._one(sign_ins.c.state == state, now)

    async def with_code(self, tenant: str, person: str, now: datetime) -> tuple[SignInRow, ...]:
        """Find the results of this person's windows that are not confirmed yet."""
        good = _of(tenant, person) & (sign_ins.c.code_until > now)
        rows = await self._connection.execute(select(sign_ins).where(good))
        return tuple(SignInRow(**row._asdict()) for row in rows)

    async def change(self, id: str, **values: object) -> None:  # noqa: A002
        """Update columns of a request."""
        await self._connection.execute(update(sign_ins).where(sign_ins.c.id == id).values(**values))

    async def exchanged(self, id: str, good: bool) -> None:  # noqa: A002
        """Store the result of a token; a failure after a success changes nothing."""
        open_ = sign_ins.c.exchanged.is_not(True)
        change = update(sign_ins).where(sign_ins.c.id == id, open_)
        await self._connection.execute(change.values(exchanged=good))

    async def answered(self, tenant: str, person: str) -> None:
        """Mark all requests to a person as answered."""
        change = update(sign_ins).where(_of(tenant, person)).values(exchanged=True)
        await self._connection.execute(change)

    async def end(self, tenant: str, person: str) -> tuple[SignInRow, ...]:
        """Delete all requests to a person; returns them."""
        mine = _of(tenant, person)
        rows = (await self._connection.execute(select(sign_ins).where(mine))).all()
        await self._connection.execute(delete(sign_ins).where(mine))
        return tuple(SignInRow(**row._asdict()) for row in rows)

    async def sweep(self, now: datetime) -> int:
        """Delete expired requests, including unconfirmed results of windows."""
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
