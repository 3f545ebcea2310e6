"""The id that a click, its log lines, its calls to Graph and its journal entries share."""

import uuid
from contextlib import AbstractContextManager
from typing import Final

import structlog

#: The key in structlog's context under which the id is bound.
CORRELATION: Final = "correlation_id"


def new_correlation() -> str:
    """Make an id, a GUID as Graph's client-request-id has to be."""
    return str(uuid.uuid4())


def correlation() -> str:
    """The id bound to the context; empty outside of a request."""
    return str(structlog.contextvars.get_contextvars().get(CORRELATION, ""))


def correlated(known: str = "") -> AbstractContextManager[None]:
    """Bind `known`, or a new id where it is empty, for the length of a with statement."""
    return structlog.contextvars.bound_contextvars(**{CORRELATION: known or new_correlation()})
