"""Tells whoever watches which activities come and how each ends."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.activities.inbound import Inbound, Kind
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.invoke_router import Invoke

Handler = Callable[[Inbound], Awaitable[InvokeAnswer | None]]

_KNOWN = frozenset(Invoke)


class Watch(Protocol):
    """Told that something begins; what it returns is told, in the same task, how it ended."""

    def __call__(self, what: str, **labels: str) -> Callable[[str], None]:
        """Take note."""


def unwatched(what: str, **labels: str) -> Callable[[str], None]:
    """Tell nobody."""
    del what, labels
    return _nobody


def _nobody(result: str) -> None:
    del result


def watched(handler: Handler, watch: Watch) -> Handler:
    """The same handler, watched. The name of an invoke is told only where it is a known one."""

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
