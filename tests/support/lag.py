"""How long the event loop stood still."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Lag:
    def __init__(self) -> None:
        self.longest = 0.0


@asynccontextmanager
async def measured_lag(step: float = 0.005) -> AsyncIterator[Lag]:
    """Measure the longest time that a sleep of `step` seconds took too long."""
    lag = Lag()

    async def tick() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(step)
            lag.longest = max(lag.longest, time.perf_counter() - before - step)

    task = asyncio.create_task(tick())
    try:
        await asyncio.sleep(step)
        yield lag
        await asyncio.sleep(step)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
