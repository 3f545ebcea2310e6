"""Records metrics of activities and their results."""

from collections.abc import Awaitable, Callable

from bot.activities.inbound import Inbound, Kind
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.invoke_router import Invoke
from observability.watch import Watch

Handler = Callable[[Inbound], Awaitable[InvokeAnswer | None]]

_KNOWN = frozenset(Invoke)


def watched(handler: Handler, watch: Watch) -> Handler:
    """The same handler with instrumentation. Only known names of invokes are recorded."""

    async def handle(inbound: Inbound) -> InvokeAnswer | None:
        known = inbound.kind is Kind.INVOKE and inbound.name in _KNOWN
        ended = watch("turn", kind=inbound.kind.value, name=inbound.name if known else "")
        result = "error"
        try:
            answer = await handler(inbound)
            result = str(answer.status) if answer else "202"
        finally:
            ended(result)
        return answer

    return handle
