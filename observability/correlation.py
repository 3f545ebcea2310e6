"""The id that ties a click, its lines in the log, calls of Graph and the journal together."""

import uuid
from contextlib import AbstractContextManager
from typing import Final

import structlog

#: The key in structlog's context under which the id is bound.
CORRELATION: Final = "correlation_id"


def new_correlation() -> str:
    """Make an id, in the form that Graph takes as a client-request-id."""
    return str(uuid.uuid4())


def correlation() -> str:
    """The id that is bound to the context; empty outside of a request."""
    return str(structlog.contextvars.get_contextvars().get(CORRELATION, ""))


def correlated(known: str = "") -> AbstractContextManager[None]:
    """Bind an id for a while: the one that something came with, or else a new one."""
    return structlog.contextvars.bound_contextvars(**{CORRELATION: known or new_correlation()})
