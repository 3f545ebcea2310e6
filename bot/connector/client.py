"""Sends to Teams: the Bot Connector's REST API over one pooled session, as plain JSON.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
botbuilder's ConnectorClient is not used: it opens a session for every turn, never repeats a failed
send, and drops every field that its models do not know (labels, citations, stream info).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

import aiohttp
import structlog
from yarl import URL

from bot.activities.inbound import ConversationRef
from bot.auth.credentials import Credentials
from bot.connector.rate_limit import ConversationQueue, ConversationQueues
from bot.connector.retry import PASSING, Backoff
from bot.errors import (
    BotRemoved,
    DeliveryRefused,
    HostRefused,
    MessageGone,
    MessageTooLarge,
    NotDelivered,
    TakenOver,
    Throttled,
    TokenRefused,
    Uncertain,
    Unreachable,
)
from bot.http.allowed_hosts import ServiceHosts
from bot.http.json_body import joined, write_json
from licensing.backoff import retry_after

#: An activity, or the JSON of one that names its type.
Activity = Mapping[str, Any] | str
#: Whether the message is still for this process to send.
Sure = Callable[[], bool]

#: Members per page, and in total.
_MEMBERS: Final = 500
_MOST_MEMBERS: Final = 10_000
#: Seconds for one call.
TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Call:
    """One call; `message` says that it concerns a message that must exist."""

    method: str
    url: URL
    body: bytes | None
    message: bool = False
    #: Asked before each try; False leads to `TakenOver`.
    sure: Sure | None = None

    @property
    def repeatable(self) -> bool:
        """Whether a second arrival does no harm."""
        return self.method != "POST"


class Connector:
    """Sends, changes and deletes messages.

    Calls to one conversation are made one after another, in the order of arrival and within the
    limits of Teams. Temporary failures are retried for at most `Backoff.max_seconds` seconds plus
    the timeout of one more call. A call that fails raises a `NotDelivered`.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        credentials: Credentials,
        hosts: ServiceHosts,
        queues: ConversationQueues,
        *,
        backoff: Backoff | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._session = session
        self._credentials = credentials
        self._hosts = hosts
        self._queues = queues
        self._backoff = backoff or Backoff()
        self._sleep = sleep
        self._now = now

    async def send(self, ref: ConversationRef, activity: Activity, sure: Sure | None = None) -> str:
        """Post a new message; returns its id, empty where Teams gives none (typing).

        `sure` is asked when the call leaves; `TakenOver` where it says no.
        """
        url = self._url(ref.service_url, ref.conversation_id, "activities")
        call = _Call("POST", url, _addressed(ref, activity), sure=sure)
        return _id(await self._in_queue(ref, call))

    async def update(
        self,
        ref: ConversationRef,
        activity_id: str,
        activity: Activity,
        sure: Sure | None = None,
    ) -> None:
        """Put another message in the place of one that was sent; `MessageGone` if there is none."""
        url = self._url(ref.service_url, ref.conversation_id, "activities", activity_id)
        body = _addressed(ref, activity, id=activity_id)
        await self._in_queue(ref, _Call("PUT", url, body, message=True, sure=sure))

    async def delete(self, ref: ConversationRef, activity_id: str) -> None:
        """Take a message back; `MessageGone` if there is none."""
        url = self._url(ref.service_url, ref.conversation_id, "activities", activity_id)
        await self._in_queue(ref, _Call("DELETE", url, None, message=True))

    async def members(self, ref: ConversationRef) -> list[Mapping[str, Any]]:
        """Read who is in a conversation: accounts as Teams writes them, at most 10,000."""
        found: list[Mapping[str, Any]] = []
        url = self._url(ref.service_url, ref.conversation_id, "pagedmembers")
        url = url.with_query(pageSize=str(_MEMBERS))
        for _ in range(_MOST_MEMBERS // _MEMBERS):
            page = await self._in_queue(ref, _Call("GET", url, None))
            members = page.get("members")
            found += (
                [m for m in members if isinstance(m, dict)] if isinstance(members, list) else []
            )
            token = page.get("continuationToken")
            if not token:
                break
            url = url.update_query(continuationToken=str(token))
        return found

    def _url(self, service_url: str, *parts: str) -> URL:
        if not self._hosts.allow(service_url):
            raise HostRefused
        path = "/".join(("v3", "conversations", *(quote(part, safe="") for part in parts)))
        return URL(f"{service_url.rstrip('/')}/{path}", encoded=True)

    async def _in_queue(self, ref: ConversationRef, call: _Call) -> Mapping[str, Any]:
        async with self._queues.enter(ref.conversation_id) as queue:
            return await self._deliver(call, queue)

    async def _deliver(self, call: _Call, queue: ConversationQueue) -> Mapping[str, Any]:
        started = queue.now()
        attempt = 0
        while True:
            attempt += 1
            if (seconds := queue.wait()) > self._backoff.max_seconds:
                raise Throttled(seconds=seconds)
            await queue.turn()
            try:
                return await self._once(call)
            except (Throttled, Unreachable) as failure:
                await self._wait_or_give_up(failure, attempt, queue.now() - started)

    async def _wait_or_give_up(
        self, failure: Throttled | Unreachable, attempt: int, spent: float
    ) -> None:
        asked = failure.seconds if isinstance(failure, Throttled) else None
        seconds = self._backoff.wait(attempt, asked, spent)
        if seconds is None:
            raise failure
        _log.info("delivery_repeated", status=failure.status, attempt=attempt, wait=seconds)
        await self._sleep(seconds)

    async def _once(self, call: _Call) -> Mapping[str, Any]:
        token = await self._credentials.token()
        try:
            return await self._with_token(call, token)
        except TokenRefused:
            if not token:
                raise
            self._credentials.refused(token)
        # Nothing was done by then, so the same call is made again with a new token.
        return await self._with_token(call, await self._credentials.token())

    async def _with_token(self, call: _Call, token: str | None) -> Mapping[str, Any]:
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if call.sure is not None and not call.sure():
            raise TakenOver
        try:
            async with self._session.request(
                call.method,
                call.url,
                data=call.body,
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            ) as answer:
                return await self._read(call, answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _broken(call, error) from error

    async def _read(self, call: _Call, answer: aiohttp.ClientResponse) -> Mapping[str, Any]:
        body = await _json(answer)
        if 200 <= answer.status < 300:
            return body
        raise self._failure(call, answer, _code(body))

    def _failure(self, call: _Call, answer: aiohttp.ClientResponse, code: str) -> NotDelivered:
        status = answer.status
        if status == 429:
            return Throttled(status, code, retry_after(answer.headers, self._now()))
        if status in PASSING or (status >= 500 and call.repeatable):
            return Unreachable(status, code)
        if status >= 500:
            return Uncertain(status, code)
        if status == 401:
            return TokenRefused(status, code)
        if status == 413:
            return MessageTooLarge(status, code)
        if status == 404 and call.message:
            return MessageGone(status, code)
        if status in {403, 404}:
            return BotRemoved(status, code)
        return DeliveryRefused(status, code)


def _addressed(ref: ConversationRef, activity: Activity, **more: str) -> bytes:
    """Write an activity with who says it and where."""
    sender, place = {"id": ref.bot_id}, {"id": ref.conversation_id}
    address = {"from": sender, "conversation": place, **more}
    if isinstance(activity, str):
        return joined(address, activity)
    return write_json({"type": "message", **address, **activity, **more})


def _broken(call: _Call, error: Exception) -> NotDelivered:
    never_left = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    kind = Unreachable if never_left or call.repeatable else Uncertain
    return kind(code=type(error).__name__)


async def _json(answer: aiohttp.ClientResponse) -> Mapping[str, Any]:
    """Read the body; Teams sends none with 202, and some gateways send HTML with an error."""
    try:
        body = await answer.json(content_type=None)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _code(body: Mapping[str, Any]) -> str:
    error = body.get("error")
    return str(error.get("code", "")) if isinstance(error, dict) else ""


def _id(body: Mapping[str, Any]) -> str:
    return str(body.get("id") or "")
