"""The card that asks for a sign-in. Teams itself draws it, or answers it without showing it."""

from dataclasses import dataclass
from typing import Final

from bot.http.json_body import JsonObject
from cards.words.texts import Texts

OAUTH_TYPE: Final = "application/vnd.microsoft.card.oauth"
#: Names no connection of the Bot Framework's token service, which is not used.
CONNECTION: Final = "unassign"


@dataclass(frozen=True, slots=True)
class SignInLinks:
    """What every such card leads to."""

    app_id: str
    #: Where a browser reaches the bot, without a slash at the end.
    public_url: str

    @property
    def resource(self) -> str:
        """The application id URI that Teams gets a token for."""
        return f"api://botid-{self.app_id}"

    def window(self, request: str) -> str:
        """Where the button leads."""
        return f"{self.public_url}/auth/start?t={request}"

    @property
    def back_to(self) -> str:
        """Where Entra sends the browser back to."""
        return f"{self.public_url}/auth/callback"


def oauth_card(
    request: str, text: str, links: SignInLinks, texts: Texts, *, window_only: bool = False
) -> JsonObject:
    """Ask for the client's token, and offer the window where there is none.

    With `window_only` the client's token would not do, so it is not asked for.
    """
    button = {"type": "signin", "title": texts.account.sign_in, "value": links.window(request)}
    card: JsonObject = {"text": text, "connectionName": CONNECTION, "buttons": [button]}
    if window_only:
        return card
    return {**card, "tokenExchangeResource": {"id": request, "uri": links.resource}}


def oauth_activity(card: JsonObject) -> JsonObject:
    """The card as a message."""
    return {"type": "message", "attachments": [{"contentType": OAUTH_TYPE, "content": card}]}
