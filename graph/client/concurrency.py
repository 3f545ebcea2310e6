"""A few calls at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

#: Calls at the same time for one look-up: quick enough, and far from Graph's limits.
MOST = 8


async def gather_bounded(jobs: Iterable[Callable[[], Awaitable[T]]], most: int = MOST) -> list[T]:
    """Results in the order of the jobs. The first error ends the others and is raised."""
    gate = asyncio.Semaphore(most)

    async def do(job: Callable[[], Awaitable[T]]) -> T:
        async with gate:
            return await job()

    tasks = [asyncio.create_task(do(job)) for job in jobs]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
