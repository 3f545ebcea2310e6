"""The last look before a call leaves: whether it may still be made.

Between the wish to write and the first byte on the wire there may be a token to fetch, a connection
to wait for, or a process that stands still. Meanwhile somebody else may have been told to do it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import httpx

from licensing.errors import HeldUp

#: Asked when everything is ready to be sent.
Sure = Callable[[], bool]

_sure: ContextVar[Sure | None] = ContextVar("sure", default=None)


@contextmanager
def only_if(sure: Sure | None) -> Iterator[None]:
    """Let calls leave within the block only while `sure` says so."""
    token = _sure.set(sure)
    try:
        yield
    finally:
        _sure.reset(token)


async def look_again(_: httpx.Request) -> None:
    """Raise `HeldUp` in the place of a call that came too late."""
    sure = _sure.get()
    if sure is not None and not sure():
        raise HeldUp
