"""The keys that Teams signs its requests with, fetched without blocking and kept.

The Bot Framework publishes them through an OpenID metadata document and may change them at any
time; a bot may keep them for a day
(https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication).
botbuilder fetches them with a blocking call without time-out, and an unknown key id never leads to
a new fetch; hence this provider.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from yarl import URL

from bot.errors import KeysUnavailable, NotAuthenticated
from licensing.tenant.clouds import ADDRESSES, Cloud

#: Seconds that keys are used before they are fetched again.
MAX_AGE = 24 * 60 * 60.0
#: Seconds between two fetches, however many unknown key ids arrive.
MIN_INTERVAL = 60.0
#: Seconds for one fetch.
TIMEOUT = 5.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One public key and the channels whose requests it may sign."""

    public_key: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """Keys by id. Known keys are returned without waiting, even if the metadata is old."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        clock: Callable[[], float] = time.monotonic,
        metadata_url: str = ADDRESSES[Cloud.WORLDWIDE].openid_metadata,
    ) -> None:
        """Take a clock in seconds that never goes back."""
        self._session = session
        self._clock = clock
        self._metadata_url = metadata_url
        self._keys: Mapping[str, SigningKey] = {}
        self._tried_at: float | None = None
        self._fetched_at: float | None = None
        self._flight: asyncio.Task[None] | None = None

    async def get(self, kid: str) -> SigningKey:
        """Return a key.

        Raises `NotAuthenticated` for an id that is not published, `KeysUnavailable` when that can't
        be told because the last fetch failed.
        """
        known = self._keys.get(kid)
        if known is not None:
            if self._older_than(MAX_AGE, self._fetched_at):
                self._start_fetch()
            return known
        self._start_fetch()
        await self._landed()
        return self._find(kid)

    async def ready(self) -> bool:
        """Whether there are keys; fetches them when there are none yet."""
        if not self._keys:
            self._start_fetch()
            await self._landed()
        return bool(self._keys)

    async def close(self) -> None:
        """Stop a fetch that is still under way."""
        if self._flight is not None:
            self._flight.cancel()
            await asyncio.gather(self._flight, return_exceptions=True)

    def _find(self, kid: str) -> SigningKey:
        key = self._keys.get(kid)
        if key is not None:
            return key
        if self._fetched_at is None or self._fetched_at != self._tried_at:
            raise KeysUnavailable
        raise NotAuthenticated("The token is signed with an unknown key.")

    def _older_than(self, seconds: float, moment: float | None) -> bool:
        return moment is None or self._clock() - moment >= seconds

    def _start_fetch(self) -> None:
        """Start one shared fetch, unless the last one was a moment ago."""
        if self._flight is not None or not self._older_than(MIN_INTERVAL, self._tried_at):
            return
        self._tried_at = self._clock()
        self._flight = asyncio.create_task(self._fetch(self._tried_at))
        self._flight.add_done_callback(self._end_flight)

    def _end_flight(self, _: asyncio.Task[None]) -> None:
        self._flight = None

    async def _landed(self) -> None:
        if self._flight is not None:
            # One who gives up waiting must not stop the fetch of the others.
            await asyncio.shield(self._flight)

    async def _fetch(self, started: float) -> None:
        try:
            async with asyncio.timeout(TIMEOUT):
                keys = await self._read_keys()
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            _log.warning("signing_keys_unavailable", reason=type(error).__name__)
            return
        self._keys = keys
        self._fetched_at = started
        _log.info("signing_keys_fetched", count=len(keys))

    async def _read_keys(self) -> dict[str, SigningKey]:
        metadata = URL(self._metadata_url)
        jwks = URL((await self._read_json(metadata))["jwks_uri"])
        if jwks.scheme != "https" and jwks.origin() != metadata.origin():
            raise ValueError("the keys are not published over TLS")
        found = dict(_usable((await self._read_json(jwks))["keys"]))
        if not found:
            raise ValueError("no keys are published")
        return found

    async def _read_json(self, url: URL) -> dict[str, Any]:
        async with self._session.get(url, raise_for_status=True) as answer:
            document: dict[str, Any] = await answer.json(content_type=None)
            return document


def _usable(entries: Iterable[Any]) -> Iterator[tuple[str, SigningKey]]:
    """The keys that can be used. One that is odd in any way is left out, and the others stay."""
    for entry in entries:
        try:
            found = _read_key(entry)
        except Exception as error:  # whatever is published, the other keys are good
            _log.warning("signing_key_unreadable", reason=type(error).__name__)
            continue
        if found is not None:
            yield found


def _read_key(entry: Any) -> tuple[str, SigningKey] | None:
    if not isinstance(entry, dict) or entry.get("kty") != "RSA":
        return None
    kid, endorsements = entry.get("kid"), entry.get("endorsements") or ()
    if not isinstance(kid, str) or not kid:
        return None
    if not isinstance(endorsements, list | tuple):
        raise TypeError("the endorsements are no list")
    public_key = jwt.PyJWK(entry, algorithm="RS256").key
    if not isinstance(public_key, RSAPublicKey):
        return None
    channels = frozenset(each for each in endorsements if isinstance(each, str))
    return kid, SigningKey(public_key, channels)
