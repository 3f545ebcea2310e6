"""What the worker of one run works with: the ledger, the tenant, the clock and the write quota."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Protocol, TypeVar

from engine.runs.write_quota import WriteQuota
from ledger import Ledger
from licensing.backoff import backoff
from licensing.clock import SleepingClock
from licensing.errors import (
    Answer,
    ChangedMeanwhile,
    SlowDown,
    TenantError,
    TenantUnavailable,
    UnknownPerson,
)
from licensing.plans.planned_person import PlannedPerson
from licensing.tenant.people import Person
from licensing.tenant.products import Product

#: After a write without an answer: how long until a read is sure to show its effect. Graph gives no
#: bound for that; seconds are usual.
SETTLE: Final = timedelta(seconds=30)
#: Seconds between tries: after the first one, and at most.
_FIRST_WAIT: Final = 2.0
_LONGEST_WAIT: Final = 120.0
#: The tenant's service is overloaded, and all calls should become fewer.
_OVERLOADED: Final = 503

T = TypeVar("T")


class Directory(Protocol):
    """The tenant, with the rights of the run's owner. Every method may raise `TenantError`."""

    async def products(self) -> tuple[Product, ...]:
        """All products that the tenant owns."""

    async def read_person(self, id: str) -> Person:  # noqa: A002
        """One person, read again each time; `UnknownPerson` when the account is gone."""

    async def remove(
        self, person: str, products: Collection[str], precondition: Callable[[], bool]
    ) -> Answer:
        """Remove these direct assignments in one call; returns Graph's answer.

        `precondition` is checked as the call leaves. When it is false, nothing is sent and
        `SendPrevented` is raised.
        """

    async def restore(
        self, person: str, licenses: Mapping[str, Collection[str]], precondition: Callable[[], bool]
    ) -> Answer:
        """Assign these products directly in one call, without the service plans named for each.

        `precondition` as for `remove`.
        """


@dataclass(slots=True)
class RunContext:
    """The ledger, the tenant as the run's owner, the clock and the tenant's write quota."""

    ledger: Ledger
    directory: Directory
    clock: SleepingClock
    quota: WriteQuota
    settle: timedelta = SETTLE
    _products: Mapping[str, Product] | None = field(default=None, init=False)
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def products(self) -> Mapping[str, Product]:
        """The tenant's products by id, read once for the run."""
        async with self._reading:
            if self._products is None:
                self._products = {p.id: p for p in await self._answer(self.directory.products())}
            return self._products

    @property
    def known_products(self) -> Mapping[str, Product]:
        """The tenant's products by id; empty before they were read."""
        return self._products or {}

    async def read(self, person: str) -> Person | None:
        """Read a person; None when the account is gone. Raises `TenantError`."""
        try:
            return await self._answer(self.directory.read_person(person))
        except UnknownPerson:
            return None

    async def change(
        self, person: PlannedPerson, products: Collection[str], precondition: Callable[[], bool]
    ) -> Answer:
        """Write once: remove these products of the plan, or give them back.

        Raises `TenantError`, and `SendPrevented` when `precondition` is false as the call leaves.
        """
        back = {line.product: line.disabled_plans for line in person.restorations}
        if back:
            some = {product: plans for product, plans in back.items() if product in products}
            answer = await self._answer(self.directory.restore(person.id, some, precondition))
        else:
            answer = await self._answer(self.directory.remove(person.id, products, precondition))
        self.quota.recovered()
        return answer

    async def _answer(self, call: Awaitable[T]) -> T:
        """Wait for an answer, and slow all writes down when the tenant asks for that."""
        try:
            return await call
        except TimeoutError as error:
            raise TenantUnavailable from error
        except SlowDown as error:
            await self.quota.block(seconds_until_retry(error))
            raise
        except TenantUnavailable as error:
            if error.answer.status == _OVERLOADED:
                await self.quota.slow_down()
            raise
        except ChangedMeanwhile:
            # "concurrent requests being made to the tenant. Please wait briefly and retry."
            await self.quota.slow_down()
            raise


def seconds_until_retry(error: TenantError, attempt: int = 1) -> float:
    """How long to wait after an error: what the tenant asks for, else longer with each attempt."""
    if isinstance(error, SlowDown) and error.seconds is not None:
        return max(0.0, error.seconds)
    return backoff(attempt, first=_FIRST_WAIT, longest=_LONGEST_WAIT)
