"""`make bench-sizes`: what people wait for where a tenant, a list or a run is large.

The event loop's longest standstill while licenses are chosen for 5,000 people who hold 4 products;
how many times an approval of 100,000 people calls Graph; how long a name is looked for among
100,000 people whose licenses can come back. The rehearsal tenant has its own process.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench.preview import CHAT, Parts, choosing, dispatcher, parts, press, refs, rehearsal
from cards.kit.actions import Field, Verb
from dialogs.approvals.approver import reread
from dialogs.model.effects import StorePlan
from dialogs.model.events import Pressed, Who
from ledger import Ledger
from ledger.queries import LedgerQueries
from licensing.plans.draft import Step
from licensing.plans.planned_person import PlannedAction, PlannedPerson
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome
from observability.watch import Watch
from sandbox.organization.personas import ADELE, TENANT
from wiring.system import SystemClock, freeze_gc

LARGE: Final = 5_000
HUGE: Final = 100_000
PRODUCTS: Final = ("ENTERPRISEPACK", "POWER_BI_PRO", "PROJECTPROFESSIONAL", "VISIOCLIENT")
#: Seconds between two looks at the clock, while the loop is watched.
TICK: Final = 0.002


async def main() -> None:
    """Measure and print one figure a line."""
    freeze_gc()
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.json"
        case.write_text(json.dumps(organization()), encoding="utf-8")
        async with rehearsal("--case", str(case)) as url, parts(url) as parts_:
            await choose(parts_)
    calls: Counter[str] = Counter()
    async with (
        rehearsal("--people", str(HUGE)) as url,
        parts(url, counting(calls)) as parts_,
    ):
        plan = await previewed(parts_)
        await approve(parts_, plan, calls)
        await search(parts_.ledger, plan)


def organization() -> dict[str, object]:
    """A case file: everyone holds all products directly."""
    people = [
        {"name": f"Person {n:05}", "address": f"person{n:05}", "licenses": [*PRODUCTS]}
        for n in range(LARGE)
    ]
    adele = {
        "name": "Adele Vance",
        "address": "adelev",
        "roles": ["License Administrator"],
    }
    products = [{"product": product} for product in PRODUCTS]
    return {"name": "Bench", "products": products, "people": [adele, *people]}


async def choose(parts_: Parts) -> None:
    """Show the licenses of many people."""
    members = await refs(parts_.tenants.session(TENANT, ADELE.oid), LARGE)
    draft = await choosing(parts_.ledger, members, Step.PEOPLE)
    began = time.perf_counter()
    async with watched_loop() as standstills:
        await press(parts_, Pressed(Verb.NEXT, draft.token))
    tell("choose_s", time.perf_counter() - began)
    tell("choose_standstill_ms", 1000 * max(standstills))


async def previewed(parts_: Parts) -> str:
    """Freeze a plan for everyone; returns its id."""
    members = await refs(parts_.tenants.session(TENANT, ADELE.oid), HUGE)
    draft = await choosing(parts_.ledger, members)
    pressed = Pressed(Verb.NEXT, draft.token, inputs={Field.ALL_PRODUCTS: "true"})
    reply = await press(parts_, pressed)
    return next(effect.plan.id for effect in reply.effects if isinstance(effect, StorePlan))


async def approve(parts_: Parts, plan: str, calls: Counter[str]) -> None:
    """Compare everyone of a plan with the directory, as each approval does."""
    context = dispatcher(parts_).context(Who(TENANT, ADELE.oid, "", CHAT))
    calls.clear()
    began = time.perf_counter()
    async with watched_loop() as standstills:
        await reread(context, plan)
    tell("approve_s_100k", time.perf_counter() - began)
    tell("approve_calls_100k", calls.total())
    tell("approve_standstill_ms", 1000 * max(standstills))


async def search(ledger: Ledger, plan: str) -> None:
    """Execute a plan, and search names among the people with something to restore."""
    now = SystemClock().now()
    async with ledger.begin() as unit:
        await unit.runs.start("run", plan, TENANT, ADELE.oid, now, "slot", CHAT)
    lease = timedelta(minutes=5)
    while True:
        async with ledger.begin() as unit:
            items = await unit.run_items.claim("run", now, lease, 2_000)
            await unit.run_outcomes.finish([(i, removed(i.person)) for i in items], now)
        if not items:
            break
    queries = LedgerQueries(ledger)
    async with ledger.read() as unit:
        last = [one async for page in unit.undo.removed("run") for one in page][-1].person
    slowest = 0.0
    for text in (last.address, "no one is called so"):
        began = time.perf_counter()
        found = await queries.search_removed("run", text, 15)
        slowest = max(slowest, time.perf_counter() - began)
        assert (last in found) is (text == last.address)  # noqa: S101
    tell("undo_search_s_100k", slowest)


def removed(planned: PlannedPerson) -> PersonOutcome:
    """The outcome of a person for whom everything went as planned."""
    ends = {PlannedAction.REMOVE: Outcome.REMOVED, PlannedAction.INHERITED: Outcome.KEPT}
    lines = tuple(
        LineOutcome(line.product, ends.get(line.action, Outcome.NOT_HELD), line.groups)
        for line in planned.lines
    )
    return PersonOutcome(planned.id, planned.name, planned.address, lines)


def counting(calls: Counter[str]) -> Watch:
    """Count started operations."""

    def watch(what: str, **labels: str) -> Callable[[str], None]:
        calls[" ".join((what, *labels.values()))] += 1
        return lambda result: None

    return watch


@asynccontextmanager
async def watched_loop() -> AsyncIterator[list[float]]:
    """Collect how many seconds the event loop's thread worked between two turns.

    Its own time, so that other processes of this machine don't count.
    """
    late = [0.0]

    async def look() -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(TICK)
            late.append(time.thread_time() - before)

    task = asyncio.create_task(look())
    try:
        yield late
    finally:
        task.cancel()


def tell(name: str, value: float) -> None:
    """Print a figure."""
    sys.stdout.write(f"{name}: {value:.2f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
