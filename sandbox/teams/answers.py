"""Parses a bot's answer to an invoke as a Teams client does.

Shapes: Microsoft, "Universal Actions for Adaptive Cards" (adaptiveCard/action),
"Typeahead search in Adaptive Cards" (application/search), "Using dialogs in Teams bots" (task/*).
"""

from dataclasses import dataclass
from typing import Any, Literal

from sandbox.teams.chats import Json
from sandbox.teams.oauth_card import OAuthCard, read_card

CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
LOGIN = "application/vnd.microsoft.activity.loginRequest"
PRECONDITION = "application/vnd.microsoft.error.preconditionFailed"
SEARCH = "application/vnd.microsoft.search.searchResponse"

#: Teams' message under a card whose bot does not answer in time.
UNREACHABLE = "Unable to reach app. Please try again."
WENT_WRONG = "Something went wrong. Please try again."
#: Maximum number of rows under a typeahead ("Typeahead search in Adaptive Cards").
MOST_CHOICES = 15


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person sees after a click."""

    kind: Literal["card", "notice", "error", "dialog", "choices", "done", "sign-in"]
    text: str = ""
    card: Json | None = None
    title: str = ""
    choices: tuple[Json, ...] = ()
    #: The card that asks the person to sign in before the click is repeated.
    sign_in: OAuthCard | None = None

    def as_json(self) -> Json:
        """Return the answer as JSON for the page."""
        return {
            "kind": self.kind,
            "text": self.text,
            "card": self.card,
            "title": self.title,
            "choices": list(self.choices),
            "url": self.sign_in.url if self.sign_in else "",
        }


def sign_in(card: OAuthCard) -> Answer:
    """Return whether the person must use the sign-in window."""
    return Answer("sign-in", card.text, title=card.title, sign_in=card)


def read_execute(status: int, body: Any) -> Answer:
    """Parse the answer to `adaptiveCard/action`."""
    if not 200 <= status < 300:
        return Answer("error", WENT_WRONG)
    if not isinstance(body, dict) or not body:
        return Answer("done")
    inner, type_, value = body.get("statusCode", 200), body.get("type"), body.get("value")
    if inner == 200 and type_ == CARD and isinstance(value, dict):
        return Answer("card", card=value)
    if inner == 200 and type_ == MESSAGE and isinstance(value, str):
        return Answer("notice", value)
    if inner == 401 and type_ == LOGIN:
        asked = read_card(value)
        return Answer("error", WENT_WRONG) if asked is None else sign_in(asked)
    if inner == 412 and type_ == PRECONDITION:
        return Answer("sign-in")
    if isinstance(value, dict) and isinstance(value.get("message"), str):
        return Answer("error", value["message"])
    return Answer("error", WENT_WRONG)


def read_search(status: int, body: Any) -> Answer:
    """Parse the answer to `application/search`: title and value of each choice."""
    value = body.get("value") if isinstance(body, dict) else None
    if status != 200 or not isinstance(value, dict) or body.get("type") != SEARCH:
        return Answer("error", WENT_WRONG)
    found = [c for c in value.get("results", []) if isinstance(c, dict)]
    return Answer("choices", choices=tuple(found[:MOST_CHOICES]))


def read_dialog(status: int, body: Any) -> Answer:
    """Parse the answer to `task/fetch` and `task/submit`: a card, a message, or the end."""
    if not 200 <= status < 300:
        return Answer("error", WENT_WRONG)
    task = body.get("task") if isinstance(body, dict) else None
    if not isinstance(task, dict):
        return Answer("done")
    value = task.get("value")
    if task.get("type") == "message":
        return Answer("notice", str(value or ""))
    card = value.get("card") if isinstance(value, dict) else None
    if isinstance(card, dict) and isinstance(value, dict) and isinstance(card.get("content"), dict):
        return Answer("dialog", title=str(value.get("title", "")), card=card["content"])
    return Answer("error", WENT_WRONG)
