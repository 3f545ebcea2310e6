"""Processes that die at a chosen moment: from then on nothing of them comes back, as after kill -9.

A life counts everything that its process asks of the ledger and of the tenant. It ends before or
after the answer to one of these, and whatever the process asks later is never done.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ledger import Ledger, Unit
from licensing.errors import Answer
from licensing.tenant.people import Person
from licensing.tenant.products import Product
from tests.support.clock import WatchedLedger
from tests.support.directory import StandIn

T = TypeVar("T")


@dataclass(slots=True)
class Life:
    """How long one process lives."""

    #: The number of the step with which it ends, from 1; None for a long life.
    steps: int | None = None
    #: Whether the last step is still done, though no one hears of it.
    done: bool = False
    count: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _never: asyncio.Event = field(default_factory=asyncio.Event)
    #: Cleared while the process stands still, as after SIGSTOP.
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.awake.set()

    async def step(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do something, unless the end comes before, or with it."""
        await self.awake.wait()
        if not self.over.is_set():
            self.count += 1
            if self.count != self.steps:
                result = await work()
                if not self.over.is_set():
                    return result
            else:
                await self._end(work)
        await self.for_ever()
        raise AssertionError

    async def for_ever(self) -> None:
        """What the dead do."""
        await self._never.wait()

    async def _end(self, work: Callable[[], Awaitable[Any]]) -> None:
        try:
            if self.done:
                await work()
        finally:
            self.over.set()


class MortalLedger(Ledger):
    """A ledger as a process with a life uses it."""

    def __init__(self, ledger: WatchedLedger, life: Life) -> None:
        self.ledger = ledger
        self.life = life

    async def write(self, work: Callable[[Unit], Awaitable[T]], *, brief: bool = False) -> T:
        return await self.life.step(lambda: self.ledger.write(work, brief=brief))

    @asynccontextmanager
    async def read(self, *, brief: bool = False) -> AsyncIterator[Unit]:
        await self.life.awake.wait()
        if self.life.over.is_set():
            await self.life.for_ever()
        async with self.ledger.read(brief=brief) as unit:
            yield unit


@dataclass(slots=True)
class MortalTenant:
    """A tenant as a process with a life calls it."""

    tenant: StandIn
    life: Life

    async def products(self) -> tuple[Product, ...]:
        return await self.tenant.products()

    async def read_person(self, id: str) -> Person:  # noqa: A002
        return await self.life.step(lambda: self.tenant.read_person(id))

    async def remove(
        self, person: str, products: Collection[str], precondition: Callable[[], bool]
    ) -> Answer:
        return await self.life.step(lambda: self.tenant.remove(person, products, precondition))

    async def restore(
        self, person: str, licenses: Mapping[str, Collection[str]], precondition: Callable[[], bool]
    ) -> Answer:
        return await self.life.step(lambda: self.tenant.restore(person, licenses, precondition))
