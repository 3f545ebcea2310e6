"""Access tokens: owner, audience, lifetime and withdrawal.

They are opaque: no client may inspect a token issued for Graph.
"""

import base64
import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sandbox.refusal import Refusal, wrong_token
from sandbox.tenant import Clock

LIFETIME: Final = timedelta(hours=1)

GRAPH: Final = "graph"
CONNECTOR: Final = "connector"


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller: a person or the app itself."""

    #: Object id; None for the app.
    person: str | None
    #: Delegated permissions; None for all.
    scopes: frozenset[str] | None = None
    #: Audience: Graph or the Bot Framework's connector.
    resource: str = GRAPH
    #: Whether the client handles claims challenges ("cp1").
    continuous: bool = False


@dataclass(frozen=True, slots=True)
class _Issued:
    caller: Caller
    until: datetime
    #: Set when the token is withdrawn.
    withdrawn: datetime | None = None


class Callers:
    """The issued tokens."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._issued: dict[str, _Issued] = {}

    def issue(self, caller: Caller, lifetime: timedelta = LIFETIME) -> str:
        """Issue a bearer token."""
        token = secrets.token_urlsafe(24)
        self._issued[token] = _Issued(caller, self._now() + lifetime)
        return token

    def of(self, token: str, resource: str = GRAPH) -> Caller:
        """Return the caller that a token belongs to; raises Refusal (401)."""
        if not token:
            raise wrong_token()
        issued = self._issued.get(token)
        if issued is None:
            raise wrong_token("JWT is not well formed, there are no dots (.).")
        if issued.caller.resource != resource:
            raise wrong_token("Access token validation failure. Invalid audience.")
        if self._now() >= issued.until:
            raise wrong_token("Lifetime validation failed, the token is expired.")
        if issued.withdrawn is not None:
            raise _withdrawn(issued.caller, issued.withdrawn)
        return issued.caller

    def admit_bot(self, authorization: str) -> bool:
        """Return whether an Authorization header has the bot's token for the connector."""
        scheme, _, token = authorization.partition(" ")
        try:
            return scheme.casefold() == "bearer" and self.of(token, CONNECTOR).person is None
        except Refusal:
            return False

    def withdraw(self, person: str) -> None:
        """Refuse all of a person's tokens from now on, as continuous access evaluation does.

        In reality, a client that does not handle the challenge can use its token until it
        expires. Here that token is refused too, as no one rehearses for an hour.
        """
        now = self._now()
        for token, issued in self._of(person):
            self._issued[token] = replace(issued, withdrawn=now)

    def expire(self, person: str) -> None:
        """Expire all of a person's tokens."""
        now = self._now()
        for token, issued in self._of(person):
            self._issued[token] = replace(issued, until=now)

    def forget(self) -> None:
        """Forget every token, as if none had been issued."""
        self._issued.clear()

    def _of(self, person: str) -> list[tuple[str, _Issued]]:
        return [(t, i) for t, i in self._issued.items() if i.caller.person == person]


def _withdrawn(caller: Caller, since: datetime) -> Refusal:
    """Return the claims challenge for clients that handle it.

    https://learn.microsoft.com/entra/identity-platform/claims-challenge
    """
    if not caller.continuous:
        return wrong_token("The token was revoked.")
    asked = {"access_token": {"nbf": {"essential": True, "value": str(int(since.timestamp()))}}}
    claims = base64.b64encode(json.dumps(asked, separators=(",", ":")).encode()).decode()
    return wrong_token(
        "Continuous access evaluation resulted in challenge with result: InteractionRequired and "
        "code: TokenIssuedBeforeRevocationTimestamp",
        f', error="insufficient_claims", claims="{claims}"',
    )
