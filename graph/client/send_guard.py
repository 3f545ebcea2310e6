"""The last check before a call leaves: whether it may still be made.

Between the decision to write and the first byte on the wire there may be a token to fetch, a
connection to wait for, or a process that is paused. Meanwhile another process may have taken over.
So the precondition is checked right before the head of a request and right before its body is
written, and nothing else can happen in between
(https://www.encode.io/httpcore/extensions/#trace).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Final

import httpx

from licensing.errors import SendPrevented

#: Checked when everything is ready to be sent.
Precondition = Callable[[], bool]

#: What httpcore calls it when it begins to write, whatever the version of HTTP.
_WRITES: Final = ("send_request_headers.started", "send_request_body.started")

_precondition: ContextVar[Precondition | None] = ContextVar("precondition", default=None)


@contextmanager
def only_if(precondition: Precondition | None) -> Iterator[None]:
    """Send calls within the block only while the precondition is true."""
    token = _precondition.set(precondition)
    try:
        yield
    finally:
        _precondition.reset(token)


async def guard(request: httpx.Request) -> None:
    """Raise `SendPrevented` instead of sending a call whose precondition is false."""
    precondition = _precondition.get()
    if precondition is not None:
        _check(precondition)
        request.extensions["trace"] = partial(_check_again, precondition)


async def _check_again(precondition: Precondition, event: str, _: object) -> None:
    if event.endswith(_WRITES):
        _check(precondition)


def _check(precondition: Precondition) -> None:
    if not precondition():
        raise SendPrevented
