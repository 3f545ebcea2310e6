"""A botbuilder adapter that receives requests from Teams and answers each with the right status.

It builds on botbuilder-core's `BotAdapter` and `TurnContext` (turns and their middleware) and
replaces botbuilder's `CloudAdapter`, which answers 500 to a bad token, a bad body and even a good
invoke.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from aiohttp import web
from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import Activity, ConversationReference, ResourceResponse

from bot.activities import invoke_response as answers
from bot.activities.botbuilder_activity import activity_of, ref_of
from bot.activities.inbound import Inbound, Kind
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.invoke_router import Invoke
from bot.activities.parsing import parse
from bot.auth.authentication import Authentication
from bot.connector.client import Connector
from bot.errors import RequestRefused
from bot.http.body import MAX_BYTES, read_body, source_of
from bot.http.json_body import read_object, write_json
from observability.errors import error_fields

Handler = Callable[[Inbound], Awaitable[InvokeAnswer | None]]

_log = structlog.get_logger(__name__)


def _default_text(inbound: Inbound, correlation_id: str) -> str:
    del inbound
    return f"Something went wrong here. Please look again before you repeat it. ({correlation_id})"


def _as_it_is(body: bytes) -> bytes:
    return body


class TeamsAdapter(BotAdapter):
    """Parses a request, calls `handler(Inbound)` and writes the answer.

    The handler returns an answer for an invoke and None for anything else. If it fails, the error
    is logged with a correlation id. A card's button then shows that id; any other activity is
    acknowledged, because Teams would only send it again.
    """

    def __init__(
        self,
        handler: Handler,
        authentication: Authentication,
        connector: Connector,
        *,
        new_id: Callable[[], str],
        max_bytes: int = MAX_BYTES,
        error_text: Callable[[Inbound, str], str] = _default_text,
        sign_links: Callable[[bytes], bytes] = _as_it_is,
    ) -> None:
        """`new_id` makes correlation ids; `error_text` puts one into a sentence for a sender.

        `sign_links` changes a body as it leaves.
        """
        super().__init__()
        self._handler = handler
        self._authentication = authentication
        self._connector = connector
        self._new_id = new_id
        self._max_bytes = max_bytes
        self._error_text = error_text
        self._sign_links = sign_links

    async def process(self, request: web.Request) -> web.Response:
        """Answer a POST from Teams: 200, 202, or the status of a `RequestRefused`."""
        correlation_id = self._new_id()
        with structlog.contextvars.bound_contextvars(correlation_id=correlation_id):
            try:
                inbound = await self._receive(request)
            except RequestRefused as refusal:
                return _refused(refusal)
            return self._written(inbound, await self._turn(inbound, correlation_id))

    async def _receive(self, request: web.Request) -> Inbound:
        caller = await self._authentication.identify(source_of(request))
        body = await read_body(request, self._max_bytes)
        inbound = replace(parse(read_object(body)), size=len(body))
        self._authentication.permit(caller, inbound)
        return inbound

    async def _turn(self, inbound: Inbound, correlation_id: str) -> InvokeAnswer | None:
        answer: InvokeAnswer | None = None

        async def logic(_: TurnContext) -> None:
            nonlocal answer
            answer = await self._handler(inbound)

        try:
            await self.run_pipeline(TurnContext(self, activity_of(inbound)), logic)
        except Exception as error:  # Teams gets an answer whatever a turn raises
            _log.error("turn_failed", kind=inbound.kind.value, **error_fields(error))
            return _failed(inbound, self._error_text(inbound, correlation_id))
        return answer

    def _written(self, inbound: Inbound, answer: InvokeAnswer | None) -> web.Response:
        if inbound.kind is not Kind.INVOKE:
            return web.Response(status=202)
        answer = answer or answers.empty()
        if answer.body is None:
            return web.Response(status=answer.status)
        body = self._sign_links(write_json(answer.body))
        return web.Response(body=body, status=answer.status, content_type="application/json")

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        """Send the messages of botbuilder's middleware through the connector."""
        ref = ref_of(context.activity)
        ids = [await self._connector.send(ref, _json(activity)) for activity in activities]
        return [ResourceResponse(id=sent) for sent in ids]

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        """Update a message of botbuilder's middleware."""
        ref = ref_of(context.activity)
        await self._connector.update(ref, activity.id, _json(activity))
        return ResourceResponse(id=activity.id)

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Delete a message of botbuilder's middleware."""
        await self._connector.delete(ref_of(context.activity), reference.activity_id)


def _json(activity: Activity) -> dict[str, Any]:
    fields: dict[str, Any] = activity.serialize()  # type: ignore[no-untyped-call]
    return fields


def _refused(refusal: RequestRefused) -> web.Response:
    """Answer with the error class only, which gives no hint to anyone who tries tokens."""
    kind = type(refusal)
    _log.info("request_refused", kind=kind.__name__, reason=str(refusal))
    message = (kind.__doc__ or "").strip()
    body = {"error": {"code": kind.__name__, "message": message}}
    challenge = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
    return web.json_response(body, status=refusal.status, headers=challenge)


def _failed(inbound: Inbound, text: str) -> InvokeAnswer:
    if inbound.name == Invoke.CARD_ACTION:
        return answers.error("InternalError", text, 500)
    if inbound.name in {Invoke.TASK_FETCH, Invoke.TASK_SUBMIT}:
        return answers.task_message(text)
    if inbound.name == Invoke.SEARCH:
        return answers.search_note(text)
    if inbound.name == Invoke.TOKEN_EXCHANGE:
        # 200 would tell Teams that the sign-in is done.
        exchange, connection = inbound.value.get("id"), inbound.value.get("connectionName")
        return answers.token_refused(str(exchange or ""), str(connection or ""), text)
    return answers.empty()
