"""What a person's sign-in leaves behind: authorization codes and refresh tokens.

A code is good once and for ten minutes; a refresh token is replaced at each use, and the old one
stays good (https://learn.microsoft.com/entra/identity-platform/refresh-tokens).
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sandbox.entra import refusals
from sandbox.entra.scopes import Asked
from sandbox.tenant import Clock


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody signed in, in this session, and showed a second factor or not."""

    person: str
    session: int
    factor: bool


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """An authorization code, and what it was asked for with."""

    sign_in: SignIn
    asked: Asked
    address: str
    nonce: str
    #: S256 of the verifier; "" without PKCE.
    challenge: str
    until: datetime
    used: bool = False
    #: When the person signed in, where the app wants to know.
    signed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Refresh:
    sign_in: SignIn
    until: datetime


class AuthorizationCodes:
    """Codes given out."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._codes: dict[str, AuthorizationCode] = {}

    def issue(self, code: AuthorizationCode) -> str:
        """Give one out."""
        value = f"1.{secrets.token_urlsafe(48)}"
        self._codes[value] = code
        return value

    def redeem(self, value: str, address: str, verifier: str) -> AuthorizationCode:
        """Take one back; raises EntraRefusal."""
        code = self._codes.get(value)
        if code is None:
            raise refusals.unknown_grant_value()
        if code.used:
            raise refusals.code_used()
        if self._now() >= code.until:
            raise refusals.stale_grant()
        if code.address != address:
            raise refusals.wrong_reply_address()
        if code.challenge and not hmac.compare_digest(s256(verifier), code.challenge):
            raise refusals.wrong_verifier()
        self._codes[value] = replace(code, used=True)
        return code


class RefreshTokens:
    """Refresh tokens given out."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._tokens: dict[str, _Refresh] = {}

    def issue(self, sign_in: SignIn, until: datetime) -> str:
        """Give one out."""
        value = f"1.{secrets.token_urlsafe(48)}"
        self._tokens[value] = _Refresh(sign_in, until)
        return value

    def sign_in(self, value: str) -> SignIn:
        """What one proves; raises EntraRefusal."""
        token = self._tokens.get(value)
        if token is None:
            raise refusals.unknown_grant_value()
        if self._now() >= token.until:
            raise refusals.stale_grant()
        return token.sign_in

    def expire(self, person: str) -> None:
        """Every refresh token of a person ends now."""
        now = self._now()
        for value, token in self._tokens.items():
            if token.sign_in.person == person:
                self._tokens[value] = replace(token, until=now)


def s256(verifier: str) -> str:
    """The challenge of a verifier (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
