"""What MSAL answers."""

from collections.abc import Mapping
from typing import Any

from bot.auth.credentials.shared import Issued
from bot.errors import NoToken


def issued(answer: Mapping[str, Any]) -> Issued:
    """Read a token; raises `NoToken` with the code of the refusal."""
    if "access_token" not in answer:
        # MSAL's description names the app and the tenant; the code is enough.
        raise NoToken(code=str(answer.get("error", "")))
    return Issued(answer["access_token"], float(answer.get("expires_in", 0)))
