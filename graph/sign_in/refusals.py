"""Reads what Entra says when it gives no token.

https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from licensing.errors import (
    Answer,
    SignInNeeded,
    TenantError,
    TenantUnavailable,
    UnreadAnswer,
)

#: The person can fix these by signing in again; `access_denied` means canceled in the window.
_SIGN_IN = frozenset(
    {"invalid_grant", "interaction_required", "consent_required", "login_required", "access_denied"}
)
_DEAD = frozenset({"invalid_grant", "unauthorized_client"})
_PASSING = frozenset({"temporarily_unavailable", "server_error"})
_CLAIMS = re.compile(r'claims="([^"]+)"')


def read_no_token(result: Mapping[str, Any] | None) -> TenantError:
    """What it means that MSAL has no token. None: nothing was kept that could be used."""
    if result is None:
        return SignInNeeded()
    code = str(result.get("error", ""))
    answer = Answer(
        code=code,
        message=str(result.get("error_description", "")).split("\n", maxsplit=1)[0],
        request_id=str(result.get("trace_id", "")),
    )
    if code in _SIGN_IN:
        claims = result.get("claims")
        return SignInNeeded(answer, claims if isinstance(claims, str) and claims else None)
    if code in _PASSING:
        return TenantUnavailable(answer)
    return UnreadAnswer(answer)


def is_dead(error: TenantError) -> bool:
    """Whether what is kept of the person will never give a token again.

    An account that is blocked or deleted, a consent or a session that was revoked; or the whole app
    was removed from the tenant, which is what `unauthorized_client` says then.
    """
    return error.answer.code in _DEAD


def read_challenge(header: str) -> str | None:
    """Read the claims of a WWW-Authenticate header, or such claims alone, as JSON.

    https://learn.microsoft.com/entra/identity-platform/claims-challenge
    """
    found = _CLAIMS.search(header)
    raw = found[1] if found else header
    if raw.lstrip().startswith("{"):
        return raw
    try:
        text = base64.b64decode(raw + "=" * (-len(raw) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    try:
        return text if isinstance(json.loads(text), dict) else None
    except ValueError:
        return None
