"""Conversation references: every conversation in which the bot received a message."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.upsert import insert_or_change
from ledger.tables import conversations
from licensing.tenant.time_zones import is_offset, zone_of

#: The type of a conversation that one person reads.
PERSONAL: Final = "personal"
#: People per query; databases accept a few thousand values in one.
_CHUNK: Final = 900
_THIS = select(conversations).where(conversations.c.conversation == bindparam("this"))


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation, with everything that a later message to it needs."""

    tenant: str
    conversation: str
    #: The Entra object id of the person of a personal chat; None elsewhere.
    person: str | None
    service_url: str
    #: personal, groupChat or channel.
    type: str
    bot_id: str
    channel_id: str
    seen_at: datetime
    #: Time zone of the person who wrote last, such as Europe/Berlin; empty if unknown.
    timezone: str = ""


class Conversations:
    """The conversations within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(
        self,
        *,
        tenant: str,
        conversation: str,
        person: str | None,
        service_url: str,
        type: str,  # noqa: A002 - Teams' own name
        bot_id: str,
        channel_id: str,
        seen_at: datetime,
        timezone: str = "",
    ) -> None:
        """Store a conversation's reference, or its new address.

        An empty time zone does not overwrite the known one, nor does an offset that the known
        zone has at this time.
        """
        if not timezone or is_offset(timezone):
            known = await self.get(conversation)
            if (
                known is not None
                and known.timezone
                and (not timezone or _same_offset(known.timezone, timezone, seen_at))
            ):
                timezone = known.timezone
        row = ConversationRow(
            tenant, conversation, person, service_url, type, bot_id, channel_id, seen_at, timezone
        )
        await insert_or_change(self._connection, conversations, **asdict(row))

    async def personal(self, tenant: str, person: str) -> str | None:
        """Find a person's personal chat with the bot; the most recent of several."""
        return (await self.chats_of(tenant, [person])).get(person)

    async def chats_of(self, tenant: str, people: Sequence[str]) -> Mapping[str, str]:
        """Personal chats of these people with the bot, by person; the most recent of several."""
        key = conversations.c
        found: dict[str, str] = {}
        for start in range(0, len(people), _CHUNK):
            some = key.person.in_(people[start : start + _CHUNK])
            query = select(key.person, key.conversation).where(key.tenant == tenant, some)
            for row in await self._connection.execute(query.order_by(key.seen_at)):
                found[row.person] = row.conversation
        return found

    async def get(self, conversation: str) -> ConversationRow | None:
        """Find a conversation. Teams' conversation ids are unique across tenants."""
        found = await self._connection.execute(_THIS, {"this": conversation})
        row = found.first()
        return ConversationRow(**row._asdict()) if row else None

    async def lock(self, conversation: str) -> None:
        """Lock a conversation until the transaction ends."""
        here = conversations.c.conversation == conversation
        query = select(conversations.c.tenant).where(here).with_for_update()
        await self._connection.execute(query)


def _same_offset(one: str, other: str, at: datetime) -> bool:
    return at.astimezone(zone_of(one)).utcoffset() == at.astimezone(zone_of(other)).utcoffset()
