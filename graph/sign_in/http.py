"""How MSAL reaches Entra: one pool of connections, time limits, and no memory for failures.

MSAL remembers each HTTP 400 for 60 seconds and each 429 and 5xx for all people alike, as long as a
client lives. So each operation gets a fresh client, and this layer remembers the one thing worth
remembering: what Entra publishes about itself.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from graph.client.responses import body_of
from graph.client.transport import trusted
from licensing.backoff import retry_after
from licensing.errors import Answer, SlowDown, TenantUnavailable, UnreadAnswer
from licensing.tenant.clouds import REHEARSAL_AUTHORITY
from observability.watch import Watch, unwatched

#: Seconds for one call.
TIMEOUT = httpx.Timeout(10.0, connect=5.0)
#: What a token is asked for with, as it is named in metrics.
_GRANTS = {
    "urn:ietf:params:oauth:grant-type:jwt-bearer": "on_behalf_of",
    "authorization_code": "authorization_code",
    "refresh_token": "refresh_token",
    "client_credentials": "client_credentials",
}
#: Seconds for which a published document is used.
REMEMBERED = 24 * 60 * 60.0


@dataclass(frozen=True, slots=True)
class Published:
    """A document as MSAL reads it: status, text, headers."""

    status_code: int
    text: str
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        """Do nothing: only good answers are made into one of these."""


class EntraHttp:
    """MSAL's `http_client`. May be used by many threads concurrently.

    `rehearsal` is the address used for `REHEARSAL_AUTHORITY`. Whatever is no answer of Entra
    to this very request raises `TenantError` or `httpx.HTTPError`, right through MSAL.
    """

    def __init__(
        self,
        rehearsal: str = "",
        clock: Callable[[], float] = time.monotonic,
        watch: Watch = unwatched,
    ) -> None:
        self._watch = watch
        self._rehearsal = rehearsal.rstrip("/")
        self._clock = clock
        self._known: dict[str, tuple[Published, float]] = {}
        self._client = httpx.Client(timeout=TIMEOUT, follow_redirects=False, verify=trusted())

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> Published:
        """Read a published document, or remember it."""
        key = str(httpx.URL(url, params=params) if params else url)
        known = self._known.get(key)
        if known and self._clock() - known[1] < REMEMBERED:
            return known[0]
        response = self._client.get(self.outward(key), headers=headers)
        text = self._inward(_checked(response).text)
        published = Published(response.status_code, text, dict(response.headers))
        if response.is_success:
            self._known[key] = (published, self._clock())
        return published

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> Published:
        """Ask for a token. Nothing of it is remembered."""
        form = {name: value for name, value in (data or {}).items() if value is not None}
        ended = self._watch("entra", grant=_GRANTS.get(str(form.get("grant_type")), ""))
        result = "error"
        try:
            response = self._client.post(
                self.outward(url), params=params or None, data=form, headers=headers
            )
            result = str(response.status_code)
        finally:
            ended(result)
        if not isinstance(body_of(_checked(response)), dict):
            raise UnreadAnswer(Answer(response.status_code, message="not an answer of Entra"))
        return Published(response.status_code, response.text, dict(response.headers))

    def close(self) -> None:
        """Close nothing: MSAL's clients come and go, the connections stay."""

    def shut(self) -> None:
        """Close the connections."""
        self._client.close()

    def outward(self, url: str) -> str:
        """Where an address of Entra is reached, also by a browser."""
        if self._rehearsal and url.startswith(f"{REHEARSAL_AUTHORITY}/"):
            return self._rehearsal + url.removeprefix(REHEARSAL_AUTHORITY)
        return url

    def _inward(self, text: str) -> str:
        if not self._rehearsal:
            return text
        escaped = self._rehearsal.replace("/", "\\/")
        text = text.replace(escaped, self._rehearsal)
        return text.replace(self._rehearsal, REHEARSAL_AUTHORITY)


def _checked(response: httpx.Response) -> httpx.Response:
    """Entra asks for patience with 429 and sometimes 503, and names the seconds."""
    answer = Answer(response.status_code, request_id=response.headers.get("x-ms-request-id", ""))
    seconds = retry_after(response.headers, datetime.now(UTC))
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise SlowDown(answer, seconds)
    if response.is_server_error:
        raise SlowDown(answer, seconds) if seconds else TenantUnavailable(answer)
    return response
