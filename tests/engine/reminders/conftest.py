"""Reminders over a real ledger, with a tenant that answers from a list."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from engine.reminders.handler import Reminders
from engine.reminders.notify import ReminderNotifier, Store
from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from licensing.errors import TenantError
from licensing.losses.lookup_results import Mailboxes
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.reminders.schedule import TIMER, ReminderSchedule
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome
from licensing.tenant.people import Person
from licensing.tenant.products import Product
from tests.support.ledger import CHAT, NOW, TENANT, activity_of, opened, plan_of, start
from tests.support.people import ARCHIVE, MAILBOX, ONEDRIVE, owned, person, product

PRODUCTS = owned(product("e3", MAILBOX, ONEDRIVE), product("visio"), product("archive", ARCHIVE))


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def forward(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class StandIn:
    """A tenant as it is now, and what it answers instead."""

    people: dict[str, Person] = field(default_factory=dict)
    troubles: list[TenantError] = field(default_factory=list)
    #: Who was read as whom.
    asked: list[tuple[str, int]] = field(default_factory=list)

    def people_as(self, tenant: str, person: str) -> "Reader":
        assert tenant == TENANT
        return Reader(self, person)

    async def mailboxes(self, tenant: str, people: Sequence[str]) -> Mailboxes:
        del tenant, people
        return Mailboxes()


@dataclass
class Reader:
    tenant: StandIn
    viewer: str

    async def products(self) -> tuple[Product, ...]:
        return tuple(PRODUCTS.values())

    async def read_people(self, ids: Sequence[str]) -> dict[str, Person]:
        self.tenant.asked.append((self.viewer, len(ids)))
        if self.tenant.troubles:
            raise self.tenant.troubles.pop(0)
        return {id_: self.tenant.people[id_] for id_ in ids if id_ in self.tenant.people}


class Told(ReminderNotifier):
    """Puts a line into the outbox for each reminder."""

    #: How many people were told in each step.
    told: list[int]

    def __init__(self) -> None:
        object.__setattr__(self, "told", [])

    async def tell(
        self, calendar: Calendar, people: Sequence[GracePeriod], timezone: str, *, wait: bool
    ) -> Store:
        del wait

        async def store(unit: Unit) -> None:
            await unit.outbox.say(CHAT, {"text": f"{calendar.run} went {timezone}"}, NOW)

        self.told.append(len(people))
        return store

    async def remind(self, calendar: Calendar, on: date, timezone: str) -> Store:
        async def store(unit: Unit) -> None:
            text = {"text": f"{calendar.run} {on.isoformat()} {timezone}"}
            await unit.outbox.say(CHAT, text, NOW)

        return store


@dataclass
class Stage:
    ledger: Ledger
    tenant: StandIn
    clock: Clock
    reminders: Reminders

    @property
    def told(self) -> list[int]:
        """How many people were told in each step."""
        assert isinstance(self.reminders.notifier, Told)
        return self.reminders.notifier.told

    async def ended(
        self,
        *people: Person,
        run: str = "run",
        failed: frozenset[str] = frozenset(),
        claimed: int = 100,
    ) -> None:
        """A run that took e3 from everyone and ended now; the tenant has them without it."""
        plan = plan_of(*people, id=f"plan-{run}", products=PRODUCTS)
        async with self.ledger.begin() as unit:
            await start(unit, plan, run, self.clock.now())
            for item in await unit.run_items.claim(
                run, self.clock.now(), timedelta(minutes=5), claimed
            ):
                one = item.person
                kind = Outcome.FAILED if one.id in failed else Outcome.REMOVED
                lines = tuple(LineOutcome(p, kind) for p in one.removals)
                outcome = PersonOutcome(one.id, one.name, one.address, lines)
                assert await unit.run_outcomes.finish([(item, outcome)], self.clock.now())
            assert await unit.run_lifecycle.complete(run, self.clock.now())
        self.tenant.people |= {p.id: p if p.id in failed else person(p.id) for p in people}

    async def run_until_idle(self, run: str = "run", *, limit: int = 50) -> datetime | None:
        """Run the handler until nothing is due; returns when it is due next, None for never."""
        for _ in range(limit):
            async with self.ledger.read() as unit:
                due = await unit.timers.due_at(TIMER, run)
            if due is None or due > self.clock.now():
                return due
            await self.run(run)
        raise AssertionError("it never gets idle")

    async def run(self, run: str = "run", tries: int = 1) -> None:
        result = await self.reminders.handle(timer_of(run, tries))
        async with self.ledger.begin() as unit:
            [timer] = await unit.timers.claim([TIMER], self.clock.now(), timedelta(seconds=15), 1)
            ended = result.again is None
            again = result.again or self.clock.now()
            assert await (unit.timers.end(timer) if ended else unit.timers.again(timer, again))
            await result.store(unit)

    async def said(self) -> list[str]:
        """What was told since the last look."""
        async with self.ledger.begin() as unit:
            found = []
            while messages := await unit.outbox.claim(NOW, timedelta(days=1), 1):
                found.append(activity_of(messages[0])["text"])
                await unit.outbox.sent(messages[0], None)
            return found


def timer_of(run: str, tries: int = 1) -> Timer:
    """A claimed timer of a run."""
    return Timer(TIMER, run, TENANT, NOW, fence=tries, tries=tries)


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[Ledger]:
    async with opened(address) as ledger:
        yield ledger


@pytest.fixture
def build(ledger: Ledger) -> Callable[..., Stage]:
    def made(schedule: ReminderSchedule | None = None, **sizes: int) -> Stage:
        tenant, clock = StandIn(), Clock()
        reminders = Reminders(
            ledger,
            tenant.people_as,
            tenant.mailboxes,
            Told(),
            clock,
            schedule or ReminderSchedule(),
            "UTC",
            **sizes,
        )
        return Stage(ledger, tenant, clock, reminders)

    return made


@pytest.fixture
def stage(build: Callable[..., Stage]) -> Stage:
    return build()
