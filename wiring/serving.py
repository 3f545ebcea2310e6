"""Serving an application until the process is told to end, and then without cutting anybody off.

Whoever spreads requests over replicas learns only a moment later that one of them ends. So that one
first says that it is not ready, still answers for a while, and then ends.
"""

import asyncio
import signal
import sys
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final

import structlog
from aiohttp import web

#: Seconds that requests under way may still take; Teams gives up on them in about that time.
GRACE: Final = 10

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Lifecycle:
    """Whether the process is to go on."""

    ending: bool = False

    async def goes_on(self) -> bool:
        """A check of readiness."""
        return not self.ending


LIFE: Final = web.AppKey("life", Lifecycle)


async def serve_until_told(
    making: Awaitable[web.Application], host: str, port: int, drain: float
) -> None:
    """Serve what is made; on SIGTERM or SIGINT say so, answer for `drain` seconds more, and end.

    A second signal ends it at once. Raises OSError when the port can't be had.
    """
    told = _told()
    app = await making
    async with AsyncExitStack() as stack:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE)
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        await told.get()
        app[LIFE].ending = True
        _log.info("ending", drain=drain)
        try:
            async with asyncio.timeout(drain):
                await told.get()
        except TimeoutError:
            pass


def _told() -> asyncio.Queue[None]:
    """One entry for each signal to end."""
    told: asyncio.Queue[None] = asyncio.Queue()
    # On Windows Ctrl+C raises KeyboardInterrupt, which ends the same way.
    if sys.platform != "win32":
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, told.put_nowait, None)
    return told
