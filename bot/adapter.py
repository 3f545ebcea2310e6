"""The edge itself: a botbuilder adapter that takes requests of Teams and answers each one properly.

It stands on botbuilder-core's `BotAdapter` and `TurnContext` (turns and their middleware) and
replaces what botbuilder's `CloudAdapter` does between HTTP and the turn. Where that one answers 500
to a bad token, a bad body or a good invoke, this one answers what is the case.
"""

from collections.abc import Awaitable, Callable
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
from bot.http.body import MAX_BYTES, origin_of, read_body
from bot.http.json_body import read_object, write_json
from observability.errors import error_fields

Handler = Callable[[Inbound], Awaitable[InvokeAnswer | None]]

_log = structlog.get_logger(__name__)


def _apology(correlation_id: str) -> str:
    return f"Something went wrong here. Please look again before you repeat it. ({correlation_id})"


class Edge(BotAdapter):
    """Request in, `handler(Inbound)`, answer out.

    The handler returns an answer for an invoke and None for anything else. Should it fail, the
    error is logged under a correlation id. A card's button then shows that id; any other activity
    is answered as taken, because Teams would only send the same thing again.
    """

    def __init__(
        self,
        handler: Handler,
        authentication: Authentication,
        connector: Connector,
        *,
        new_id: Callable[[], str],
        max_bytes: int = MAX_BYTES,
        apology: Callable[[str], str] = _apology,
    ) -> None:
        """Take what makes correlation ids, and the sentence that shows one to a person."""
        super().__init__()
        self._handler = handler
        self._authentication = authentication
        self._connector = connector
        self._new_id = new_id
        self._max_bytes = max_bytes
        self._apology = apology

    async def process(self, request: web.Request) -> web.Response:
        """Answer one POST of Teams: 200, 202, or the status of a `RequestRefused`."""
        correlation_id = self._new_id()
        with structlog.contextvars.bound_contextvars(correlation_id=correlation_id):
            try:
                inbound = await self._receive(request)
            except RequestRefused as refusal:
                return _refused(refusal)
            return _written(inbound, await self._turn(inbound, correlation_id))

    async def _receive(self, request: web.Request) -> Inbound:
        caller = await self._authentication.identify(origin_of(request))
        inbound = parse(read_object(await read_body(request, self._max_bytes)))
        self._authentication.permit(caller, inbound)
        return inbound

    async def _turn(self, inbound: Inbound, correlation_id: str) -> InvokeAnswer | None:
        answer: InvokeAnswer | None = None

        async def logic(_: TurnContext) -> None:
            nonlocal answer
            answer = await self._handler(inbound)

        try:
            await self.run_pipeline(TurnContext(self, activity_of(inbound)), logic)
        except Exception as error:  # whatever a turn may raise, Teams gets an answer
            _log.error("turn_failed", kind=inbound.kind.value, **error_fields(error))
            return _failed(inbound, self._apology(correlation_id))
        return answer

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        """Send what botbuilder's middleware wants to say, by the same way as everything else."""
        ref = ref_of(context.activity)
        ids = [await self._connector.send(ref, _json(activity)) for activity in activities]
        return [ResourceResponse(id=sent) for sent in ids]

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        """Change a message of botbuilder's middleware."""
        ref = ref_of(context.activity)
        await self._connector.update(ref, activity.id, _json(activity))
        return ResourceResponse(id=activity.id)

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Take back a message of botbuilder's middleware."""
        await self._connector.delete(ref_of(context.activity), reference.activity_id)


def _json(activity: Activity) -> dict[str, Any]:
    fields: dict[str, Any] = activity.serialize()  # type: ignore[no-untyped-call]
    return fields


def _refused(refusal: RequestRefused) -> web.Response:
    """Answer in the words of the error class only: no hint for whoever tries tokens."""
    kind = type(refusal)
    _log.info("request_refused", kind=kind.__name__, reason=str(refusal))
    message = (kind.__doc__ or "").strip()
    body = {"error": {"code": kind.__name__, "message": message}}
    challenge = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
    return web.json_response(body, status=refusal.status, headers=challenge)


def _written(inbound: Inbound, answer: InvokeAnswer | None) -> web.Response:
    if inbound.kind is not Kind.INVOKE:
        return web.Response(status=202)
    answer = answer or answers.empty()
    if answer.body is None:
        return web.Response(status=answer.status)
    body = write_json(answer.body)
    return web.Response(body=body, status=answer.status, content_type="application/json")


def _failed(inbound: Inbound, text: str) -> InvokeAnswer:
    if inbound.name == Invoke.CARD_ACTION:
        return answers.error("InternalError", text, 500)
    if inbound.name in {Invoke.TASK_FETCH, Invoke.TASK_SUBMIT}:
        return answers.task_message(text)
    if inbound.name == Invoke.SEARCH:
        return answers.search_results([])
    if inbound.name == Invoke.TOKEN_EXCHANGE:
        # 200 would tell Teams that the sign-in is done.
        exchange, connection = inbound.value.get("id"), inbound.value.get("connectionName")
        return answers.token_refused(str(exchange or ""), str(connection or ""), text)
    return answers.empty()
