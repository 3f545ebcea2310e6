"""Serves an application until the process is signals to end, then drains it.

A load balancer notices only after a moment that a replica stops. So the replica first reports that
it is not ready, keeps answering for a while, and then stops.
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

from bot.http.connections import LimitedSite

#: Seconds that open requests may still take; Teams gives up on them after about that time.
GRACE: Final = 10

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Lifecycle:
    """Whether the process is stopping."""

    ending: bool = False

    async def goes_on(self) -> bool:
        """A readiness check: False once the process is stopping."""
        return not self.ending


async def serve_until_stopped(
    making: Awaitable[web.Application],
    lifecycle: Lifecycle,
    host: str,
    port: int,
    drain: float,
) -> None:
    """Serve the application; after SIGTERM or SIGINT keep answering for `drain` seconds, then stop.

    A second signal stops it immediately. Raises OSError when the port can't be had.
    """
    signals = _signals()
    app = await making
    async with AsyncExitStack() as stack:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE)
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        await LimitedSite(runner, host, port).start()
        await signals.get()
        lifecycle.ending = True
        _log.info("ending", drain=drain)
        try:
            async with asyncio.timeout(drain):
                await signals.get()
        except TimeoutError:
            pass


def _signals() -> asyncio.Queue[None]:
    """A queue with one entry for each signal to stop."""
    signals: asyncio.Queue[None] = asyncio.Queue()
    # On Windows Ctrl+C raises KeyboardInterrupt, which ends the same way.
    if sys.platform != "win32":
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, signals.put_nowait, None)
    return signals
