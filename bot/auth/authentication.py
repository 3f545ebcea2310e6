"""Who sent a request: Teams, with a token for this bot, or in the rehearsal this machine.

The token is checked with PyJWT, not with botbuilder's JwtTokenValidation. That one takes tokens of
other bots and of the emulator as well, calls out before a signature is checked, skips the service
URL and the endorsement when the activity names none, and answers most bad tokens with an error of
its own; switching all that off takes more code than the checks themselves. What they must be:
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import jwt

from bot.activities.inbound import Inbound
from bot.auth.signing_keys import SigningKey
from bot.errors import NotAuthenticated, NotPermitted
from bot.http.allowed_hosts import ServiceHosts, is_loopback, is_same_service
from licensing.tenant.clouds import ADDRESSES, Cloud

#: Seconds that clocks may differ (the page above).
LEEWAY = 5 * 60
#: The only channel this bot serves.
TEAMS = "msteams"
#: Tokens of Teams measure 1 to 2 KB.
TOKEN_LENGTH = 16_000


#: Maximum number of checked tokens to cache; Teams sends one with many requests.
MOST_PROVEN = 2_000

#: What PyJWT raises for a token, and what Python raises for a number of 400 digits or for brackets
#: inside brackets.
_BAD_TOKEN = (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError)


class KeyProvider(Protocol):
    """Finds a signing key by its id; raises `NotAuthenticated` or `KeysUnavailable`."""

    async def get(self, kid: str) -> SigningKey:
        """Return the key."""


@dataclass(frozen=True, slots=True)
class RequestSource:
    """Where a request came from: the other end of the connection and three of its headers."""

    remote: str | None
    host: str | None
    forwarded: bool
    authorization: str | None


@dataclass(frozen=True, slots=True)
class Caller:
    """The identity of a request, before its activity is read."""

    #: The service URL that the token vouches for; None in the rehearsal, where there is no token.
    service_url: str | None
    #: The channels that the token's key may speak for.
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Proven:
    """The identity in a token: valid while its key is published, and until it expires."""

    caller: Caller
    key: SigningKey
    #: In seconds since 1970.
    until: float


@dataclass(frozen=True, slots=True)
class ChannelPolicy:
    """The issuers that the bot trusts.

    Without an app id there are no tokens: then only this machine is heard, and only in the
    rehearsal.
    """

    tenants: frozenset[str]
    hosts: ServiceHosts
    app_id: str = ""
    rehearsal: bool = False
    issuer: str = ADDRESSES[Cloud.WORLDWIDE].token_issuer


class Authentication:
    """Two steps: `identify` before a body is read, `permit` when the activity is known."""

    def __init__(self, policy: ChannelPolicy, keys: KeyProvider) -> None:
        self._policy = policy
        self._tenants = frozenset(tenant.lower() for tenant in policy.tenants)
        self._keys = keys
        self._proven: dict[str, _Proven] = {}

    async def identify(self, source: RequestSource) -> Caller:
        """Check the token, or in a rehearsal without an app id that the request is from here.

        Raises `NotAuthenticated`, `KeysUnavailable`.
        """
        if self._policy.app_id:
            return await self._read_token(_bearer(source.authorization))
        if not (self._policy.rehearsal and _is_from_here(source)):
            raise NotAuthenticated
        return Caller(service_url=None, endorsements=frozenset({TEAMS}))

    def permit(self, caller: Caller, inbound: Inbound) -> None:
        """Check that the activity is what the caller may send.

        Raises `NotAuthenticated` when the token vouches for another channel or service URL,
        `NotPermitted` when channel, tenant or host are not served here.
        """
        conversation = inbound.conversation
        if conversation.channel_id not in caller.endorsements:
            raise NotAuthenticated("The token's key may not speak for this channel.")
        vouched = caller.service_url
        if vouched is not None and not is_same_service(vouched, conversation.service_url):
            raise NotAuthenticated("The token is for another service URL.")
        if conversation.channel_id != TEAMS:
            raise NotPermitted("Only Teams is served.")
        if conversation.tenant_id not in self._tenants:
            raise NotPermitted("This tenant is not served.")
        if not self._policy.hosts.allow(conversation.service_url):
            raise NotPermitted("This service URL is not one of Teams.")

    async def _read_token(self, token: str) -> Caller:
        key = await self._keys.get(_key_id(token))
        known = self._proven.get(token)
        if known is not None and known.key is key and time.time() < known.until:
            return known.caller
        claims, until = self._verify(token, key)
        service_url = claims.get("serviceurl")
        if not isinstance(service_url, str) or not service_url:
            raise NotAuthenticated("The token names no service URL.")
        caller = Caller(service_url, key.endorsements)
        if len(self._proven) >= MOST_PROVEN:
            self._proven.clear()
        self._proven[token] = _Proven(caller, key, until + LEEWAY)
        return caller

    def _verify(self, token: str, key: SigningKey) -> tuple[Mapping[str, Any], float]:
        """Return the claims, and when they end in seconds since 1970."""
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key.public_key,
                algorithms=["RS256"],
                audience=self._policy.app_id,
                issuer=self._policy.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"], "strict_aud": True},
            )
            until = float(claims["exp"])
        except _BAD_TOKEN as error:
            raise NotAuthenticated(f"The token is not valid: {type(error).__name__}.") from error
        return claims, until


def _bearer(header: str | None) -> str:
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > TOKEN_LENGTH:
        raise NotAuthenticated("There is no token.")
    if not token.isascii():
        raise NotAuthenticated("The token can't be read.")
    return token


def _key_id(token: str) -> str:
    """Read the key id, and refuse any other algorithm before a key is looked for."""
    return _named_key(token.partition(".")[0])


# The first part of a token is the same in all that one key has signed.
@lru_cache(maxsize=64)
def _named_key(first: str) -> str:
    try:
        header = jwt.get_unverified_header(f"{first}..")
    except _BAD_TOKEN as error:
        raise NotAuthenticated("The token can't be read.") from error
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str) or not kid:
        raise NotAuthenticated("The token is not signed as Teams signs.")
    return kid


def _is_from_here(source: RequestSource) -> bool:
    """Whether no proxy, tunnel or foreign page stands between this machine and the bot."""
    return is_loopback(source.remote) and is_loopback(source.host) and not source.forwarded
