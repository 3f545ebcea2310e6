"""Who is in a channel, by Entra object id and by the id that Teams calls them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.activities.inbound import ConversationRef
from bot.connector.client import Connector
from bot.errors import BotRemoved

#: The object id has the first name in Microsoft's sample of the REST API, and the second one in
#: other answers (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context).
_IDS: Final = ("objectId", "aadObjectId")


@dataclass(frozen=True, slots=True)
class Member:
    """Someone in a channel."""

    person: str
    teams_id: str = field(repr=False)
    name: str = field(repr=False)
    #: The user principal name.
    address: str = field(default="", repr=False)


async def members_of(
    connector: Connector, ref: ConversationRef, team: str = ""
) -> tuple[Member, ...]:
    """Read everyone in a channel or a group chat; raises `NotDelivered`.

    `team` is the id of the channel's team. Asked for a channel's id, Teams may return a part of
    the members only (OfficeDev/BotBuilder-MicrosoftTeams#80), so the team is asked first.
    """
    return tuple(
        member for account in await _accounts(connector, ref, team) for member in _member(account)
    )


async def _accounts(
    connector: Connector, ref: ConversationRef, team: str
) -> list[Mapping[str, Any]]:
    if team:
        try:
            return await connector.members(replace(ref, conversation_id=team))
        except BotRemoved:
            # The response for the channel shows whether the bot was removed from the channel too.
            pass
    return await connector.members(ref)


def _member(account: Mapping[str, Any]) -> Iterator[Member]:
    """Bots and guests without an object id are left out."""
    person = next((found for key in _IDS if (found := _text(account, key))), "")
    teams_id = _text(account, "id")
    if person and teams_id:
        address = _text(account, "userPrincipalName") or _text(account, "email")
        yield Member(person.lower(), teams_id, _name(account) or address, address)


def _name(account: Mapping[str, Any]) -> str:
    parts = (_text(account, "givenName"), _text(account, "surname"))
    return _text(account, "name") or " ".join(part for part in parts if part)


def _text(account: Mapping[str, Any], key: str) -> str:
    found = account.get(key)
    return found.strip() if isinstance(found, str) else ""
