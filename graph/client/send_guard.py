"""The last look before a call leaves: whether it may still be made.

Between the wish to write and the first byte on the wire there may be a token to fetch, a connection
to wait for, or a process that stands still. Meanwhile somebody else may have been told to do it. So
the look is taken once more right before the head of a request and right before its body is written,
and nothing else can happen in between
(https://www.encode.io/httpcore/extensions/#trace).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Final

import httpx

from licensing.errors import SendPrevented

#: Asked when everything is ready to be sent.
Sure = Callable[[], bool]

#: What httpcore calls it when it begins to write, whatever the version of HTTP.
_WRITES: Final = ("send_request_headers.started", "send_request_body.started")

_sure: ContextVar[Sure | None] = ContextVar("sure", default=None)


@contextmanager
def only_if(sure: Sure | None) -> Iterator[None]:
    """Let calls leave within the block only while `sure` says so."""
    token = _sure.set(sure)
    try:
        yield
    finally:
        _sure.reset(token)


async def look_again(request: httpx.Request) -> None:
    """Raise `SendPrevented` instead of sending a call that comes too late."""
    sure = _sure.get()
    if sure is not None:
        _look(sure)
        request.extensions["trace"] = partial(_written, sure)


async def _written(sure: Sure, event: str, _: object) -> None:
    if event.endswith(_WRITES):
        _look(sure)


def _look(sure: Sure) -> None:
    if not sure():
        raise SendPrevented
