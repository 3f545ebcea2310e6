"""Wait for what must happen, however slow the machine is: only a hang reaches the limit."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

T = TypeVar("T")

#: Seconds after which a test gives up.
SOON = 120.0


@overload
async def until(seen: Callable[[], Awaitable[T]]) -> T: ...
@overload
async def until(seen: Callable[[], T]) -> T: ...
async def until(seen: Callable[[], Any]) -> Any:
    """Ask again and again until the answer is true, and return that answer."""
    async with asyncio.timeout(SOON):
        while True:
            found = seen()
            answer = await found if inspect.isawaitable(found) else found
            if answer:
                return answer
            await asyncio.sleep(0.01)
