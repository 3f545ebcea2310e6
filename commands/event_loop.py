"""Runs what a command does on an event loop that suits its libraries."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


def run(doing: Coroutine[Any, Any, Result]) -> Result:
    """As `asyncio.run`, on the loop of `loop_factory`."""
    with asyncio.Runner(loop_factory=loop_factory(sys.platform)) as runner:
        return runner.run(doing)


def loop_factory(platform: str) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the loop; None for the usual one.

    psycopg can't use the usual loop of Windows, and needs one that selects
    (https://www.psycopg.org/psycopg3/docs/advanced/async.html).
    """
    return asyncio.SelectorEventLoop if platform == "win32" else None
