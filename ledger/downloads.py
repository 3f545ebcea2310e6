"""Downloads: who may fetch which file until when. Only the hash of a link's token is stored."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.tables import downloads


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is offered: what kind, of which plan or run, and to whom."""

    kind: str
    subject_id: str
    owner: str
    expires_at: datetime


class Downloads:
    """The offers within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def offer(
        self, token_hash: str, kind: str, subject_id: str, owner: str, expires_at: datetime
    ) -> None:
        """Offer a file until a moment."""
        row = {
            "token_hash": token_hash,
            "kind": kind,
            "subject_id": subject_id,
            "owner": owner,
            "expires_at": expires_at,
        }
        await self._connection.execute(insert(downloads).values(**row))

    async def take(self, token_hash: str, now: datetime) -> Download | None:
        """Find an offer that has not expired. It stays: browsers may ask more than once."""
        good = (downloads.c.token_hash == token_hash) & (downloads.c.expires_at > now)
        row = (await self._connection.execute(select(downloads).where(good))).first()
        return Download(row.kind, row.subject_id, row.owner, row.expires_at) if row else None

    async def sweep(self, now: datetime) -> int:
        """Drop what has expired; tells how many."""
        old = delete(downloads).where(downloads.c.expires_at <= now)
        return (await self._connection.execute(old)).rowcount
