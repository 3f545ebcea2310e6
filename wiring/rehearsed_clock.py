"""The clock of a rehearsal: as far ahead as the rehearsal tenant's was turned."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import aiohttp

from wiring.system import SystemClock

#: Seconds between two looks.
_EVERY: Final = 1.0
_PATIENCE: Final = aiohttp.ClientTimeout(total=2)


class RehearsedClock(SystemClock):
    """Follows the rehearsal tenant; `moved` is called when its clock was turned."""

    def __init__(self, rehearsal_url: str) -> None:
        self._address = f"{rehearsal_url.rstrip('/')}/_sandbox/clock"
        self._ahead = timedelta(0)
        self._task: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        """Tell the time there, in UTC."""
        return super().now() + self._ahead

    async def start(self, session: aiohttp.ClientSession, moved: Callable[[], None]) -> None:
        """Look once, and then again and again."""
        await self._look(session)
        self._task = asyncio.create_task(self._follow(session, moved))

    async def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _follow(self, session: aiohttp.ClientSession, moved: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            before = self._ahead
            await self._look(session)
            if self._ahead != before:
                moved()

    async def _look(self, session: aiohttp.ClientSession) -> None:
        """A tenant that does not answer keeps the time that it had."""
        with suppress(aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError):
            async with session.get(self._address, timeout=_PATIENCE) as answer:
                told = await answer.json()
            self._ahead = timedelta(seconds=float(told["aheadSeconds"]))
