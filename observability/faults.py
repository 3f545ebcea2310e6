"""Reports what should not happen, without the names and addresses that an error may carry."""

import logging
import traceback

_log = logging.getLogger("engine.runs")


def report(what: str, error: BaseException) -> None:
    """Log the class of an error and where it came from, but not its message."""
    where = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    _log.error("%s: %s at %s", what, type(error).__name__, " > ".join(where))
