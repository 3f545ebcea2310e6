"""Sign-in credentials in an activity: a token of the client, or the code of a sign-in window.

Neither is ever stored. Shapes: "Add single sign-on to a bot" and "Sign-in for Universal Actions",
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/enable-sso-for-your-adaptive-cards-universal-action.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from bot.http.json_body import JsonObject

#: A token of Entra with many claims measures some 4 KB.
_LONGEST: Final = 20_000
#: The letters that a code is made of: no I and no O, so no command such as "undo 2345" is one.
_CODE: Final = re.compile(r"\s*[A-HJ-NP-Za-hj-np-z]{4}\s?[-\N{EN DASH}]?\s?[2-9]{4}\s*")


@dataclass(frozen=True, slots=True)
class ClientToken:
    """The client's own token for this app, and the request that it answers."""

    request: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WindowCode:
    """The code that a sign-in window shows."""

    code: str = field(repr=False)


SignInCredential = ClientToken | WindowCode


def read_credential(value: JsonObject) -> SignInCredential | None:
    """Read the credential of a repeated card action; None if it has none."""
    authentication = value.get("authentication")
    if isinstance(authentication, dict):
        return read_token(authentication)
    state = _text(value.get("state"))
    return WindowCode(state) if state else None


def read_token(value: JsonObject) -> ClientToken | None:
    """Read the value of signin/tokenExchange; None when a part of it is missing."""
    request, token = _text(value.get("id")), _text(value.get("token"))
    return ClientToken(request, token) if request and token else None


def read_code(text: str) -> WindowCode | None:
    """Read a typed code; None for any other text."""
    return WindowCode(text) if _CODE.fullmatch(text) else None


def without_credential(activity: JsonObject) -> JsonObject:
    """The same activity, fit to be stored."""
    value = activity.get("value")
    if not isinstance(value, dict):
        return activity
    kept = {key: part for key, part in value.items() if key not in {"authentication", "state"}}
    return {**activity, "value": kept}


def _text(raw: object) -> str:
    return raw if isinstance(raw, str) and len(raw) <= _LONGEST else ""
