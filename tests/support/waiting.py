"""Wait for what must happen, however slow the machine is: only a hang reaches the limit."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

#: Seconds after which a test gives up.
SOON = 120.0


async def until(seen: Callable[[], T | Awaitable[T]]) -> T:
    """Ask again and again until the answer is true, and return that answer."""
    async with asyncio.timeout(SOON):
        while True:
            found = seen()
            answer = await found if inspect.isawaitable(found) else found
            if answer:
                return answer
            await asyncio.sleep(0.01)
