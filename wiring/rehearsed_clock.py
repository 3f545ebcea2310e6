"""The clock of a rehearsal: as far ahead as the rehearsal tenant's clock."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import aiohttp

from wiring.system import SystemClock

#: Seconds between two polls.
_EVERY: Final = 1.0
_TIMEOUT: Final = aiohttp.ClientTimeout(total=2)


class RehearsedClock(SystemClock):
    """Follows the clock of the rehearsal tenant."""

    def __init__(self, rehearsal_url: str) -> None:
        self._address = f"{rehearsal_url.rstrip('/')}/_sandbox/clock"
        self._ahead = timedelta(0)
        self._task: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        """The time of the rehearsal tenant in UTC."""
        return super().now() + self._ahead

    async def start(self, session: aiohttp.ClientSession, moved: Callable[[], None]) -> None:
        """Poll the tenant now and regularly; `moved` is called when its clock was changed."""
        await self._poll(session)
        self._task = asyncio.create_task(self._follow(session, moved))

    async def stop(self) -> None:
        """Stop polling."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _follow(self, session: aiohttp.ClientSession, moved: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            before = self._ahead
            await self._poll(session)
            if self._ahead != before:
                moved()

    async def _poll(self, session: aiohttp.ClientSession) -> None:
        """Keep the last offset if the tenant does not answer."""
        with suppress(aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError):
            async with session.get(self._address, timeout=_TIMEOUT) as answer:
                state = await answer.json()
            self._ahead = timedelta(seconds=float(state["aheadSeconds"]))
