"""What is at hand while the people of one run are worked on."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from engine.runs.ports import Clock, Directory, RunLedger, WriteQuota
from licensing.errors import (
    Answer,
    ChangedMeanwhile,
    SlowDown,
    TenantError,
    TenantUnavailable,
    UnknownPerson,
)
from licensing.plans.plan import PlannedPerson
from licensing.tenant.people import Person
from licensing.tenant.products import Product

#: After a write whose answer nobody heard: until a read can be trusted to show its effect. Graph
#: gives no bound for that; seconds are usual.
SETTLE = timedelta(seconds=30)
_LONGEST = 120.0
#: 503: the tenant's service is overloaded, and all calls should become fewer.
_UNWELL = 503

T = TypeVar("T")


@dataclass(slots=True)
class RunContext:
    """The ledger, the tenant as the run's owner, the clock and the tenant's pace."""

    ledger: RunLedger
    directory: Directory
    clock: Clock
    pace: WriteQuota
    settle: timedelta = SETTLE
    _products: Mapping[str, Product] | None = field(default=None, init=False)
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def products(self) -> Mapping[str, Product]:
        """The tenant's products by id, read once for the run."""
        async with self._reading:
            if self._products is None:
                self._products = {p.id: p for p in await self._heard(self.directory.products())}
            return self._products

    @property
    def known(self) -> Mapping[str, Product]:
        """The tenant's products by id, as far as they were read."""
        return self._products or {}

    async def read(self, person: str) -> Person | None:
        """Read a person afresh; None when the account is gone. Raises `TenantError`."""
        try:
            return await self._heard(self.directory.read_person(person))
        except UnknownPerson:
            return None

    async def change(
        self, person: PlannedPerson, products: Collection[str], sure: Callable[[], bool]
    ) -> Answer:
        """Write, once: take these products of the plan, or give them back.

        Only if `sure` says so when the call leaves. Raises `TenantError`, `SendPrevented`.
        """
        back = {line.product: line.disabled_plans for line in person.returns}
        if back:
            some = {product: plans for product, plans in back.items() if product in products}
            answer = await self._heard(self.directory.give_back(person.id, some, sure))
        else:
            answer = await self._heard(self.directory.remove(person.id, products, sure))
        self.pace.well()
        return answer

    async def _heard(self, call: Awaitable[T]) -> T:
        """Wait for an answer; a time-out is no answer, and "slow down" is meant for everybody."""
        try:
            return await call
        except TimeoutError as error:
            raise TenantUnavailable from error
        except SlowDown as error:
            await self.pace.block(seconds_of(error))
            raise
        except TenantUnavailable as error:
            if error.answer.status == _UNWELL:
                await self.pace.ease()
            raise
        except ChangedMeanwhile:
            # "concurrent requests being made to the tenant. Please wait briefly and retry."
            await self.pace.ease()
            raise


def seconds_of(error: TenantError, tries: int = 1) -> float:
    """How long to wait after an error: what the tenant asks, else longer with every try."""
    if isinstance(error, SlowDown) and error.seconds is not None:
        return max(0.0, error.seconds)
    return min(_LONGEST, 2.0 ** min(tries, 10))
