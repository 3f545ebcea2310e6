"""The approval channel of each tenant, and its members."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.upsert import insert_new
from ledger.requests.tables import approval_channels, channel_members


@dataclass(frozen=True, slots=True)
class ApprovalChannel:
    """Where a tenant's requests are posted."""

    tenant: str
    #: The conversation of the channel itself, not of a thread in it.
    conversation: str
    #: Its team; empty for a group chat.
    team: str
    #: The Entra object id of the admin who chose it.
    chosen_by: str
    chosen_at: datetime


@dataclass(frozen=True, slots=True)
class ChannelMember:
    """A member of a channel: Entra object id and Teams user id."""

    person: str
    teams_id: str
    name: str
    #: The user principal name.
    address: str = ""


class Channels:
    """The channels within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def choose(
        self, *, tenant: str, conversation: str, team: str, chosen_by: str, chosen_at: datetime
    ) -> None:
        """Store where a tenant's requests are posted from now on."""
        row = asdict(ApprovalChannel(tenant, conversation, team, chosen_by, chosen_at))
        if not await insert_new(self._connection, approval_channels, **row):
            here = update(approval_channels).where(approval_channels.c.tenant == tenant)
            await self._connection.execute(here.values(**row))

    async def of(self, tenant: str) -> ApprovalChannel | None:
        """Return where a tenant's requests are posted; None before a channel is chosen."""
        query = select(approval_channels).where(approval_channels.c.tenant == tenant)
        row = (await self._connection.execute(query)).first()
        return ApprovalChannel(**row._asdict()) if row else None

    async def forget(self, tenant: str, conversation: str) -> bool:
        """Delete a channel that no longer exists; False if it was not the tenant's."""
        here = (approval_channels.c.tenant == tenant) & (
            approval_channels.c.conversation == conversation
        )
        gone = await self._connection.execute(delete(approval_channels).where(here))
        return gone.rowcount == 1

    async def keep_members(self, conversation: str, members: Iterable[ChannelMember]) -> None:
        """Replace the stored members of a channel."""
        here = channel_members.c.conversation == conversation
        await self._connection.execute(delete(channel_members).where(here))
        rows = [
            {
                "conversation": conversation,
                "person": member.person,
                "teams_id": member.teams_id,
                "body": {"name": member.name, "address": member.address},
            }
            for member in members
        ]
        if rows:
            await self._connection.execute(insert(channel_members), rows)

    async def members(self, conversation: str) -> Sequence[ChannelMember]:
        """Return the known members of a channel."""
        query = select(channel_members).where(channel_members.c.conversation == conversation)
        rows = await self._connection.execute(query.order_by(channel_members.c.person))
        return tuple(ChannelMember(row.person, row.teams_id, **row.body) for row in rows)
