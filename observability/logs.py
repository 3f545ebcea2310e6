"""The log: one line for each event, without names, addresses or tokens.

Libraries may log names: an address that could not be reached, the text of an exception. So only the
fixed part of their messages is logged, and the class and origin of their errors.
"""

import logging
import sys
from collections.abc import MutableMapping, Sequence
from typing import Any

import structlog
from structlog.typing import Processor

from observability.errors import error_fields

_Event = MutableMapping[str, Any]


def set_up_logs(level: int = logging.INFO, *, text: bool = False) -> None:
    """Write events to standard error with time, level and correlation id, as JSON or as text."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    plain = structlog.dev.ConsoleRenderer(colors=False)
    renderer: Processor = plain if text else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(library_formatter(shared, renderer))
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)


def library_formatter(
    shared: Sequence[Processor], renderer: Processor
) -> structlog.stdlib.ProcessorFormatter:
    """A formatter that writes records of the standard library in the same form."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            _without_names,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ],
    )


def _without_names(_: Any, __: str, event: _Event) -> _Event:
    """Keep the fixed part of a message, and the class and origin of an error."""
    record: logging.LogRecord = event["_record"]
    event["logger"] = record.name
    # asyncio writes a fixed sentence first, and details on the lines below it.
    message = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    event["event"] = message.partition("\n")[0]
    failure = event.pop("exc_info", None)
    if isinstance(failure, tuple) and isinstance(failure[1], Exception):
        event.update(error_fields(failure[1]))
    return event
