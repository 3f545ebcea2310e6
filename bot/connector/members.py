"""Who is in a channel, by Entra object id and by the id that Teams calls them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.activities.inbound import ConversationRef
from bot.connector.client import Connector


@dataclass(frozen=True, slots=True)
class Member:
    """Someone in a channel."""

    person: str
    teams_id: str = field(repr=False)
    name: str = field(repr=False)
    #: The user principal name.
    address: str = field(default="", repr=False)


async def members_of(connector: Connector, ref: ConversationRef) -> tuple[Member, ...]:
    """Read everyone in a conversation; raises `NotDelivered`."""
    return tuple(member for account in await connector.members(ref) for member in _member(account))


def _member(account: Mapping[str, Any]) -> Iterator[Member]:
    """Bots and guests without an object id are left out."""
    person, teams_id = account.get("aadObjectId"), account.get("id")
    if isinstance(person, str) and isinstance(teams_id, str) and person and teams_id:
        name, address = account.get("name"), account.get("userPrincipalName")
        yield Member(person.lower(), teams_id, str(name or ""), str(address or ""))
