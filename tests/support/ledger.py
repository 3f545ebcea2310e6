"""A ledger in a file of its own, small plans to put into it, and a time that stands still."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ledger import Ledger, Unit, open_ledger
from ledger.database.db_clock import DatabaseClock
from ledger.mail.outbox import Message
from ledger.runs.store import NO_ONE
from licensing.plans.drift import Drift
from licensing.plans.plan import Plan, build_plan
from licensing.tenant.people import Person
from licensing.tenant.products import Product
from tests.support.people import MAILBOX, SALES, assignment, owned, person, product

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TENANT = "tenant"
OWNER = "alex"
CHAT = "chat"
PRODUCTS = owned(product("e3", MAILBOX), product("visio"))


def later(seconds: float) -> datetime:
    """A moment after NOW."""
    return NOW + timedelta(seconds=seconds)


def activity_of(message: Message) -> dict[str, Any]:
    """What a claimed message sends."""
    activity: dict[str, Any] = json.loads(message.text)
    return activity


def url(path: Path) -> str:
    """The address of a ledger file."""
    return f"sqlite+aiosqlite:///{path}"


def with_tables(path: Path) -> Path:
    """Lay a ledger that has all tables there, unless one is there; building each took longer."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_template())
    return path


@cache
def _template() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        # In a thread of its own, because a loop may be running in this one.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _build(path)).result()
        return path.read_bytes()


async def _build(path: Path) -> None:
    await (await open_ledger(url(path))).close()


@asynccontextmanager
async def opened(place: Path | str) -> AsyncIterator[Ledger]:
    """A ledger in a file or at an address, closed at the end; the tests' own clock counts."""
    address = place if isinstance(place, str) else url(place)
    ledger = await open_ledger(address, times=DatabaseClock(database=False))
    try:
        yield ledger
    finally:
        await ledger.close()


def plan_of(
    *people: Person,
    id: str = "plan",  # noqa: A002 - the plan's own word
    chosen: Sequence[str] | None = ("e3",),
    products: Mapping[str, Product] = PRODUCTS,
) -> Plan:
    """A plan for these people."""
    return build_plan(
        id=id,
        tenant=TENANT,
        owner=OWNER,
        made_at=NOW,
        day=date(2026, 11, 24),
        chosen=chosen,
        people=people,
        products=products,
    )


def mixed_people(number: int) -> list[Person]:
    """People of five kinds in turn: direct, both, inherited, not at all, direct and more."""
    kinds = (
        ("e3",),
        ("e3", assignment("e3", SALES)),
        (assignment("e3", SALES),),
        (),
        (assignment("e3", off=["plan-b", "plan-a"]), "visio"),
    )
    return [person(f"p{n}", *kinds[n % len(kinds)]) for n in range(number)]


async def start(
    unit: Unit,
    plan: Plan,
    run: str = "run",
    at: datetime = NOW,
    held_back: Mapping[int, Drift] = NO_ONE,
) -> None:
    """Store a plan and start its run."""
    await unit.plans.save(plan)
    await unit.runs.start(run, plan.id, TENANT, OWNER, at, "slot", CHAT, held_back=held_back)
