"""One person's calls to Graph: retried, paged, and with errors of the domain."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, cast

import httpx

from graph.client.auth_provider import ActingAs
from graph.client.errors import is_expired_link, read_failure, read_refusal
from graph.client.parsing import Json, objects, text
from graph.client.requests import Call, Listing, RequestConfig, request_config
from graph.client.responses import body_of
from graph.client.retry import PASSING, Retry
from graph.client.sdk import GraphServiceClient
from graph.client.send_guard import Precondition, only_if
from licensing.backoff import retry_after
from licensing.clock import Clock
from licensing.errors import Answer, NotAllowed, TenantError, TenantUnavailable, UnreadAnswer

#: How often a list is started whose links expire before its end.
_MOST_BEGINNINGS: Final = 4

_Sending = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _Failed:
    """A failed try."""

    error: TenantError
    again: bool
    asked: float | None = None


class Session:
    """Calls in one person's name. Everything raises TenantError."""

    def __init__(
        self,
        client: GraphServiceClient,
        acting: ActingAs,
        clock: Clock,
        retry: Retry,
    ) -> None:
        #: The SDK, for its builders.
        self.client = client
        #: In whose name.
        self.acting = acting
        self._clock = clock
        self._retry = retry

    async def read(self, call: Call, asked: RequestConfig) -> httpx.Response:
        """Read, and retry where that may help: 429, 503, 504 and lost connections."""
        began = time.monotonic()
        tries = 0
        while True:
            tries += 1
            tried = await self._try(call, asked)
            if isinstance(tried, httpx.Response):
                return tried
            spent = time.monotonic() - began
            wait = self._retry.wait(tries, tried.asked, spent) if tried.again else None
            if wait is None:
                raise tried.error
            await asyncio.sleep(wait)

    async def read_object(self, call: Call, asked: RequestConfig) -> Json:
        """Ask for a JSON object."""
        response = await self.read(call, asked)
        body = body_of(response)
        if not isinstance(body, Mapping):
            raise UnreadAnswer(Answer(response.status_code, message="not a JSON object"))
        return body

    async def pages(
        self, listing: Listing, query: object, *, eventual: bool = False, me: bool = False
    ) -> AsyncIterator[list[Json]]:
        """Ask for a list, page by page, as far as the links lead.

        A link that has expired in the middle of a list begins it again, a few times; what was read
        by then is left out.
        """
        seen: set[str] = set()
        for begun in range(1, _MOST_BEGINNINGS + 1):
            try:
                async for page in self._pages(listing, query, eventual=eventual, me=me):
                    yield [one for one in page if _is_new(one, seen)]
            except UnreadAnswer as error:
                if not is_expired_link(error):
                    raise
                if begun == _MOST_BEGINNINGS:
                    # Temporary: a list that is started later may complete.
                    raise TenantUnavailable(error.answer) from error
            else:
                return

    async def _pages(
        self, listing: Listing, query: object, *, eventual: bool, me: bool
    ) -> AsyncIterator[list[Json]]:
        body = await self.read_object(listing.get, request_config(query, eventual=eventual, me=me))
        yield _values(body)
        followed: set[str] = set()
        while (link := text(body, "@odata.nextLink")) is not None:
            if link in followed:
                raise UnreadAnswer(Answer(message="the pages go round in a circle"))
            followed.add(link)
            body = await self.read_object(
                listing.with_url(link).get, request_config(eventual=eventual)
            )
            yield _values(body)

    async def read_all(
        self, listing: Listing, query: object, *, eventual: bool = False, me: bool = False
    ) -> list[Json]:
        """All pages of a list together."""
        pages = self.pages(listing, query, eventual=eventual, me=me)
        return [item async for page in pages for item in page]

    async def write(self, call: Call, precondition: Precondition | None = None) -> Answer:
        """Write, once. After TenantUnavailable it may have happened all the same.

        `precondition` is checked as the call leaves; `SendPrevented` when it is false. After
        `NotAllowed` the next call has a new token.
        """
        # The token comes first, for its own calls may take their time.
        token = await self.acting.token()
        with only_if(precondition):
            tried = await self._try(call, request_config())
        if isinstance(tried, _Failed):
            if isinstance(tried.error, NotAllowed):
                # Roles may be in the token, which can be a day old; a role that was activated
                # since counts with the next one.
                self.acting.refused(f"Bearer {token}")
            raise tried.error
        return Answer(tried.status_code, request_id=tried.headers.get("request-id", ""))

    async def _try(self, call: Call, asked: RequestConfig) -> httpx.Response | _Failed:
        try:
            response = await self._send(partial(call, asked))
        except (httpx.TimeoutException, TimeoutError) as failure:
            return _Failed(read_failure(failure), again=False)
        except httpx.HTTPError as failure:
            return _Failed(read_failure(failure), again=True)
        if response.is_success:
            return response
        now = self._clock.now()
        return _Failed(
            read_refusal(response, now),
            again=response.status_code in PASSING,
            asked=retry_after(response.headers, now),
        )

    async def _send(self, call: _Sending) -> httpx.Response:
        """One exchange. A token that Graph does not take is replaced; nothing was done by then."""
        response = await self._exchange(call)
        if response.status_code != httpx.codes.UNAUTHORIZED:
            return response
        self.acting.refused(
            response.request.headers.get("Authorization", ""),
            response.headers.get("WWW-Authenticate", ""),
        )
        return await self._exchange(call)

    async def _exchange(self, call: _Sending) -> httpx.Response:
        async with asyncio.timeout(self._retry.answer):
            return cast("httpx.Response", await call())


def _is_new(item: Json, seen: set[str]) -> bool:
    """Whether an item of a list was not read before."""
    key = text(item, "id") or json.dumps(item, sort_keys=True)
    if key in seen:
        return False
    seen.add(key)
    return True


def _values(body: Json) -> list[Json]:
    if not isinstance(body.get("value"), list):
        raise UnreadAnswer(Answer(message="a list without a value"))
    return list(objects(body, "value"))
