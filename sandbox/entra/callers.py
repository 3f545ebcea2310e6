"""Access tokens: whose they are, for what, how long, and why one is good no more.

They are opaque, because no client may look into a token made for Graph.
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
    """Who calls: a person, or the app itself."""

    #: Object id; None for the app.
    person: str | None
    #: What a person lets the app do; None for everything.
    scopes: frozenset[str] | None = None
    #: For whom the token is: Graph, or the Bot Framework's connector.
    resource: str = GRAPH
    #: Whether the client said that it understands claims challenges ("cp1").
    continuous: bool = False


@dataclass(frozen=True, slots=True)
class _Issued:
    caller: Caller
    until: datetime
    #: Set once the token was withdrawn.
    withdrawn: datetime | None = None


class Callers:
    """The tokens issued so far."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._issued: dict[str, _Issued] = {}

    def issue(self, caller: Caller, lifetime: timedelta = LIFETIME) -> str:
        """A new bearer token."""
        token = secrets.token_urlsafe(24)
        self._issued[token] = _Issued(caller, self._now() + lifetime)
        return token

    def of(self, token: str, resource: str = GRAPH) -> Caller:
        """Whose token it is; raises Refusal (401)."""
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
        """Whether an Authorization header carries the bot's token for the connector."""
        scheme, _, token = authorization.partition(" ")
        try:
            return scheme.casefold() == "bearer" and self.of(token, CONNECTOR).person is None
        except Refusal:
            return False

    def withdraw(self, person: str) -> None:
        """Every token of a person is refused from now on, as continuous access evaluation does.

        In reality a client that does not understand the challenge may use its token until it
        ends; here that token dies as well, for nobody rehearses for an hour.
        """
        now = self._now()
        for token, issued in self._of(person):
            self._issued[token] = replace(issued, withdrawn=now)

    def expire(self, person: str) -> None:
        """Every token of a person ends now."""
        now = self._now()
        for token, issued in self._of(person):
            self._issued[token] = replace(issued, until=now)

    def forget(self) -> None:
        """Every token becomes worthless, as if none had been issued."""
        self._issued.clear()

    def _of(self, person: str) -> list[tuple[str, _Issued]]:
        return [(t, i) for t, i in self._issued.items() if i.caller.person == person]


def _withdrawn(caller: Caller, since: datetime) -> Refusal:
    """The claims challenge, for clients that understand it.

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
