"""A person's sign-in, and its authorization codes and refresh tokens.

A code is valid once, for ten minutes. Each use of a refresh token issues another; the old one
remains valid (https://learn.microsoft.com/entra/identity-platform/refresh-tokens).
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
    """A person's sign-in in a session, with or without a second factor."""

    person: str
    session: int
    factor: bool


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """An authorization code and the parameters of its request."""

    sign_in: SignIn
    asked: Asked
    address: str
    nonce: str
    #: S256 hash of the verifier; "" without PKCE.
    challenge: str
    until: datetime
    used: bool = False
    #: When the person signed in, if the app asked for it.
    signed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Refresh:
    sign_in: SignIn
    until: datetime


class AuthorizationCodes:
    """The issued authorization codes."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._codes: dict[str, AuthorizationCode] = {}

    def issue(self, code: AuthorizationCode) -> str:
        """Issue one."""
        value = f"1.{secrets.token_urlsafe(48)}"
        self._codes[value] = code
        return value

    def redeem(self, value: str, address: str, verifier: str) -> AuthorizationCode:
        """Redeem one; raises EntraRefusal."""
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
    """The issued refresh tokens."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._tokens: dict[str, _Refresh] = {}

    def issue(self, sign_in: SignIn, until: datetime) -> str:
        """Issue one."""
        value = f"1.{secrets.token_urlsafe(48)}"
        self._tokens[value] = _Refresh(sign_in, until)
        return value

    def sign_in(self, value: str) -> SignIn:
        """Return the sign-in behind a token; raises EntraRefusal."""
        token = self._tokens.get(value)
        if token is None:
            raise refusals.unknown_grant_value()
        if self._now() >= token.until:
            raise refusals.stale_grant()
        return token.sign_in

    def expire(self, person: str) -> None:
        """Expire all of a person's refresh tokens."""
        now = self._now()
        for value, token in self._tokens.items():
            if token.sign_in.person == person:
                self._tokens[value] = replace(token, until=now)


def s256(verifier: str) -> str:
    """Return the challenge of a verifier (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
