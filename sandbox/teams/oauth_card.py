"""A sign-in card, as a bot sends it.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from dataclasses import dataclass
from typing import Any

from sandbox.teams.chats import OAUTH, Json


@dataclass(frozen=True, slots=True)
class OAuthCard:
    """The fields that a client uses."""

    text: str
    connection: str
    #: Id for the client's answer; "" without silent sign-in.
    exchange: str
    #: Target of the button; "" without one.
    url: str
    title: str = "Sign in"


def read_card(content: Any) -> OAuthCard | None:
    """Parse a card's content; None if it is not a sign-in card."""
    if not isinstance(content, dict) or "connectionName" not in content:
        return None
    resource, buttons = content.get("tokenExchangeResource"), content.get("buttons")
    first = buttons[0] if isinstance(buttons, list) and buttons else {}
    if not isinstance(first, dict):
        return None
    return OAuthCard(
        text=str(content.get("text") or ""),
        connection=str(content["connectionName"]),
        exchange=str(resource.get("id") or "") if isinstance(resource, dict) else "",
        url=str(first.get("value") or ""),
        title=str(first.get("title") or "Sign in"),
    )


def card_of(attachments: tuple[Json, ...]) -> OAuthCard | None:
    """Return the first sign-in card of a message's attachments."""
    for attachment in attachments:
        if attachment.get("contentType") == OAUTH:
            return read_card(attachment.get("content"))
    return None
