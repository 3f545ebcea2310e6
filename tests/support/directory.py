"""A small tenant for tests of runs: real people, and on demand every fault a tenant can have."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from licensing.clock import SleepingClock
from licensing.errors import (
    Answer,
    InheritedFromGroup,
    LicenseNotHeld,
    SendPrevented,
    TenantError,
    UnknownPerson,
)
from licensing.tenant.people import Assignment, Person
from licensing.tenant.products import Product
from tests.support.ledger import PRODUCTS


@dataclass(frozen=True, slots=True)
class Fault:
    """What a call comes to instead of its answer, before or after its effect."""

    error: BaseException
    after_effect: bool = False


#: Given a person and the products that are to go or to come: why that can't be, None where it can.
Rule = Callable[[Person, Collection[str]], TenantError | None]


class StandIn:
    """Keeps people as they are and as the directory shows them, and counts the writes."""

    def __init__(self, clock: SleepingClock, people: Iterable[Person]) -> None:
        self._clock = clock
        self.people = {person.id: person for person in people}
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.read_faults: dict[str, list[Fault]] = defaultdict(list)
        #: Seconds until a write shows.
        self.lag = 0.0
        #: Every call that changes someone, and those that took effect.
        self.calls: list[str] = []
        self.effects: list[str] = []
        #: What each call asked for, and each product that went or came, with whose it is.
        self.asked: list[tuple[str, ...]] = []
        self.changed: list[tuple[str, str]] = []
        self.rule: Rule = lambda _person, _products: None
        #: Calls for someone on whom an earlier one took effect.
        self.repeated: list[str] = []
        self.reads: list[str] = []
        #: Seconds that a write takes; who is being written, and who was when another call came.
        self.slowness = 0.0
        self.under_way: list[str] = []
        self.crossed: list[str] = []
        #: Set when so many calls have come.
        self.written = asyncio.Event()
        self.awaited = 1
        #: The calls after these wait until it is open, so that a test is faster than any run.
        self.gate = asyncio.Event()
        self.gate.set()
        self.called_at: list[datetime] = []
        self._before: dict[str, tuple[Person, datetime]] = {}

    async def products(self) -> tuple[Product, ...]:
        return tuple(PRODUCTS.values())

    async def read_person(self, id: str) -> Person:  # noqa: A002
        self.reads.append(id)
        if self.read_faults[id]:
            raise self.read_faults[id].pop(0).error
        if id not in self.people:
            raise UnknownPerson
        before, until = self._before.get(id, (None, self._clock.now()))
        return before if before and self._clock.now() < until else self.people[id]

    async def remove(
        self,
        person: str,
        products: Collection[str],
        precondition: Callable[[], bool] = lambda: True,
    ) -> Answer:
        return await self._answer(
            person, products, precondition, lambda: self._take(person, products)
        )

    async def restore(
        self,
        person: str,
        licenses: Mapping[str, Collection[str]],
        precondition: Callable[[], bool] = lambda: True,
    ) -> Answer:
        return await self._answer(
            person, licenses, precondition, lambda: self._give(person, licenses)
        )

    async def _answer(
        self,
        person: str,
        products: Collection[str],
        precondition: Callable[[], bool],
        change: Callable[[], None],
    ) -> Answer:
        if not precondition():
            raise SendPrevented
        self.calls.append(person)
        self.asked.append(tuple(products))
        if any((person, product) in self.changed for product in products):
            self.repeated.append(person)
        self.called_at.append(self._clock.now())
        await self._slowly(person)
        if len(self.calls) > self.awaited:
            await self.gate.wait()
        if len(self.calls) >= self.awaited:
            self.written.set()
        fault = self.faults[person].pop(0) if self.faults[person] else None
        if fault and not fault.after_effect:
            raise fault.error
        change()
        self.effects.append(person)
        if fault:
            raise fault.error
        return Answer(200, request_id=f"request-{len(self.calls)}")

    async def _slowly(self, person: str) -> None:
        if person in self.under_way:
            self.crossed.append(person)
        self.under_way.append(person)
        if self.slowness:
            await self._clock.sleep(self.slowness)
        self.under_way.remove(person)

    def _give(self, id: str, licenses: Mapping[str, Collection[str]]) -> None:  # noqa: A002
        person = self.people.get(id)
        if person is None:
            raise UnknownPerson
        if refusal := self.rule(person, licenses):
            raise refusal
        self.changed += [(id, product) for product in licenses]
        others = tuple(a for a in person.assignments if not (a.direct and a.product in licenses))
        new = tuple(Assignment(p, None, frozenset(off)) for p, off in licenses.items())
        self._change(id, replace(person, assignments=others + new))

    def _change(self, id: str, changed: Person) -> None:  # noqa: A002
        until = self._clock.now() + timedelta(seconds=self.lag)
        self._before[id] = (self.people[id], until)
        self.people[id] = changed

    def _take(self, id: str, products: Collection[str]) -> None:  # noqa: A002
        person = self.people.get(id)
        if person is None:
            raise UnknownPerson
        for product in products:
            if not person.direct(product):
                raise InheritedFromGroup if person.groups(product) else LicenseNotHeld
        if refusal := self.rule(person, products):
            raise refusal
        self.changed += [(id, product) for product in products]
        kept = tuple(a for a in person.assignments if not (a.direct and a.product in products))
        self._change(id, replace(person, assignments=kept))
