"""Drafts: saved by compare-and-swap, found by any token they ever had."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.json_codec import from_json, to_json
from ledger.database.upsert import insert_new
from ledger.plans.people_lists import Packet, PeopleLists
from ledger.tables import draft_people, draft_tokens, drafts
from licensing.errors import StaleDraft
from licensing.plans.draft import NOT_RESUMABLE, Draft
from licensing.tenant.people import PersonRef

#: The digest of an empty list.
_EMPTY = ""

# Built once: every click needs it, and it takes longer to build than to run.
_ADD = insert(drafts)
_DIGEST = select(drafts.c.people_digest).where(drafts.c.id == bindparam("this"))
_BY_ID = select(drafts).where(drafts.c.id == bindparam("this"))
_BY_TOKEN = select(drafts).where(
    drafts.c.id
    == select(draft_tokens.c.draft_id)
    .where(draft_tokens.c.token == bindparam("token"))
    .scalar_subquery()
)
_OPEN = (
    select(drafts)
    .where(
        drafts.c.tenant == bindparam("tenant"),
        drafts.c.conversation == bindparam("conversation"),
        drafts.c.owner == bindparam("owner"),
        drafts.c.ended.is_(False),
    )
    .order_by(drafts.c.number.desc())
    .limit(1)
)
_SWAP = update(drafts).where(
    drafts.c.id == bindparam("this"), drafts.c.revision == bindparam("expected")
)
_SWAP_WITH_PEOPLE = _SWAP.where(drafts.c.people_digest == bindparam("same"))


class Drafts:
    """The drafts within one transaction."""

    def __init__(self, connection: AsyncConnection, lists: PeopleLists) -> None:
        self._connection = connection
        self._lists = lists

    async def save(self, draft: Draft, expected: int | None) -> None:
        """Store a draft. `expected` is the revision it was made from, None for a new draft.

        `StaleDraft` if another revision is stored by now, or if a new draft exists already.
        """
        if expected is None or not await self._swap_quickly(draft, expected):
            stored = await self._digest(draft.id)
            if (stored is None) != (expected is None):
                raise StaleDraft
            packet = await self._packet(draft.people, stored)
            digest = packet.digest if packet else str(stored)
            if expected is None:
                values = {"id": draft.id, **_columns(draft, digest)}
                await self._connection.execute(_ADD, values)
            else:
                await self._swap(draft, expected, digest)
            if packet:
                await self._keep_people(draft.id, packet)
        await self._keep_token(draft)

    async def get(self, id: str) -> Draft | None:  # noqa: A002 - the draft's own name
        """Find a draft by its id."""
        return await self._first(_BY_ID, this=id)

    async def by_token(self, token: str) -> tuple[Draft, bool] | None:
        """Find the draft that ever had this token, and whether the token is its newest."""
        draft = await self._first(_BY_TOKEN, token=token)
        return (draft, draft.token == token) if draft else None

    async def open_in(self, tenant: str, conversation: str, owner: str) -> Draft | None:
        """Find a person's newest unfinished draft in a conversation."""
        return await self._first(_OPEN, tenant=tenant, conversation=conversation, owner=owner)

    async def _digest(self, draft_id: str) -> str | None:
        return (await self._connection.execute(_DIGEST, {"this": draft_id})).scalar_one_or_none()

    async def _packet(self, people: tuple[PersonRef, ...], stored: str | None) -> Packet | None:
        """Compress the people; None if the same list is stored."""
        if not people:
            return None if stored == _EMPTY else Packet(_EMPTY, b"")
        if stored is not None and self._lists.digest_of(people) == stored:
            return None
        packet = await self._lists.pack(people)
        return None if packet.digest == stored else packet

    async def _swap_quickly(self, draft: Draft, expected: int) -> bool:
        """Store a draft whose people are unchanged, the usual case; otherwise return False."""
        digest = self._lists.digest_of(draft.people) if draft.people else _EMPTY
        if digest is None:
            return False
        values = _columns(draft, digest)
        values |= {"this": draft.id, "expected": expected, "same": digest}
        return (await self._connection.execute(_SWAP_WITH_PEOPLE, values)).rowcount == 1

    async def _swap(self, draft: Draft, expected: int, digest: str) -> None:
        values = {**_columns(draft, digest), "this": draft.id, "expected": expected}
        if (await self._connection.execute(_SWAP, values)).rowcount != 1:
            raise StaleDraft

    async def _keep_people(self, draft_id: str, packet: Packet) -> None:
        old = delete(draft_people).where(draft_people.c.draft_id == draft_id)
        await self._connection.execute(old)
        if packet.digest != _EMPTY:
            row = {"draft_id": draft_id, "body": packet.body}
            await self._connection.execute(insert(draft_people).values(**row))

    async def _keep_token(self, draft: Draft) -> None:
        """Store a token; the database rejects one that another draft has."""
        row = {"token": draft.token, "draft_id": draft.id}
        if not await insert_new(self._connection, draft_tokens, **row):
            given = select(draft_tokens.c.draft_id).where(draft_tokens.c.token == draft.token)
            if (await self._connection.execute(given)).scalar_one() != draft.id:
                await self._connection.execute(insert(draft_tokens).values(**row))

    async def _first(self, query: Select[Any], **values: str) -> Draft | None:
        row = (await self._connection.execute(query, values)).first()
        if row is None:
            return None
        people = await self._people(row.id, row.people_digest)
        return replace(from_json(row.body, Draft), people=people)

    async def _people(self, draft_id: str, digest: str) -> tuple[PersonRef, ...]:
        if digest == _EMPTY:
            return ()
        known = self._lists.recall(digest)
        if known is not None:
            return known
        query = select(draft_people.c.body).where(draft_people.c.draft_id == draft_id)
        body = (await self._connection.execute(query)).scalar_one()
        return await self._lists.unpack(Packet(digest, body))


def _columns(draft: Draft, digest: str) -> dict[str, Any]:
    return {
        "tenant": draft.tenant,
        "owner": draft.owner,
        "conversation": draft.conversation,
        "token": draft.token,
        "revision": draft.revision,
        "ended": draft.step in NOT_RESUMABLE,
        "people_digest": digest,
        "body": to_json(replace(draft, people=())),
    }
