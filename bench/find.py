"""`make bench-find`: a search for unused licenses among 100,000 people.

3,000 of them have a license that can go, of each kind, and as many have one that almost could.
Reading the same pages from the same Graph without a search is measured beside it. The tenant has
its own process, and the search runs as in the bot: a timer for each page, kept in the ledger.
"""

import argparse
import asyncio
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from aiohttp import web

from bench.preview import Parts, parts, rehearsal
from bench.sizes import watched_loop
from engine.lookups.findings import SCAN, FindingSearches
from engine.scheduler import Scheduler
from graph.directory.people import licensed_query
from licensing.findings.scan import Scan, ScanState
from licensing.findings.unused import UnusedKind
from licensing.losses.rules import Terms
from sandbox.organization.accounts import id_of
from sandbox.organization.generate import generate, seated
from sandbox.organization.groups import BY_NAME
from sandbox.organization.organization import Account, Assignment, Organization
from sandbox.organization.personas import ADELE, DOMAIN, TENANT
from sandbox.organization.products import CATALOG, OWNED, PLANS
from sandbox.server import create_app
from wiring.system import SystemClock

PEOPLE: Final = 100_000
#: Everyone with this distance from each other has a planted license, or almost one.
EVERY: Final = PEOPLE // 6_000


def _held(part: str, *off: str, group: str | None = None, state: str = "Active") -> Assignment:
    """An assignment of a product, by part number, with some of its services switched off."""
    by = BY_NAME[group].id if group else None
    return Assignment(CATALOG[part].id, by, tuple(sorted(PLANS[plan] for plan in off)), state=state)


def _all_of(part: str) -> tuple[str, ...]:
    return tuple(plan.name for plan in CATALOG[part].plans)


#: The kind and the product of a license that can go, and what someone holds.
PLANTED: Final = (
    (
        UnusedKind.ALSO_BY_GROUP,
        "ENTERPRISEPACK",
        (_held("ENTERPRISEPACK"), _held("ENTERPRISEPACK", group="Sales E3")),
    ),
    (UnusedKind.COVERED, "POWER_BI_PRO", (_held("SPE_E5"), _held("POWER_BI_PRO"))),
    (UnusedKind.COVERED, "MCOEV", (_held("MCOEV"), _held("SPE_E5", group="Engineering E5"))),
    (
        UnusedKind.SWITCHED_OFF,
        "VISIOCLIENT",
        (_held("STANDARDPACK"), _held("VISIOCLIENT", *_all_of("VISIOCLIENT"))),
    ),
    (
        UnusedKind.ADDON_WITHOUT_BASE,
        "Microsoft_365_Copilot",
        (_held("Microsoft_365_Copilot"),),
    ),
)
#: What someone holds of which nothing can go, although it looks so.
NEARLY: Final = (
    (_held("SPE_E3"), _held("SPE_E3", "TEAMS1", group="Marketing E3 without Teams")),
    (_held("ENTERPRISEPACK"), _held("ENTERPRISEPACK", group="Sales E3", state="Error")),
    (_held("SPE_E5", "BI_AZURE_P2"), _held("POWER_BI_PRO")),
    (_held("STANDARDPACK"), _held("VISIOCLIENT", *_all_of("VISIOCLIENT")[:-1])),
    (_held("ENTERPRISEPACK"), _held("Microsoft_365_Copilot")),
    (_held("MCOEV"),),
)
#: What everyone else holds.
USUAL: Final = (
    (_held("ENTERPRISEPACK"), _held("POWER_BI_PRO")),
    (_held("SPE_E5"),),
    (_held("SPE_E3"), _held("VISIOCLIENT")),
    (_held("STANDARDPACK", group="Sales E3"), _held("FLOW_FREE")),
)


def address(number: int) -> str:
    """The address of a person, by number."""
    return f"person{number:06d}@{DOMAIN}"


def held(number: int) -> tuple[Assignment, ...]:
    """What a person holds."""
    turn, rest = divmod(number, EVERY)
    if rest == 0 and turn < 6_000:
        place, nearly = divmod(turn, 2)
        return NEARLY[place % len(NEARLY)] if nearly else PLANTED[place % len(PLANTED)][2]
    return USUAL[number % len(USUAL)]


def planted() -> Iterator[tuple[UnusedKind, str, str]]:
    """The kind, the product and the person of each license that can go."""
    for place in range(3_000):
        kind, part, _ = PLANTED[place % len(PLANTED)]
        yield kind, CATALOG[part].id, id_of(address(2 * place * EVERY))


def organization() -> Organization:
    """The personas, without licenses, and everyone else."""
    few = generate(3)
    people = (
        *(replace(one, assignments=()) for one in few.people),
        *(
            Account(
                id_of(address(number)),
                f"Person {number:06d}",
                address(number),
                mail=address(number),
                assignments=held(number),
            )
            for number in range(PEOPLE)
        ),
    )
    return replace(few, people=people, products=seated(OWNED, people))


async def main() -> None:
    """Measure and print one figure a line."""
    async with rehearsal(module="bench.find") as url, parts(url) as parts_:
        graph_s = await timed_paging(parts_)
        began = time.perf_counter()
        async with watched_loop() as standstills:
            searches, scan = await searched(parts_)
        search_s = time.perf_counter() - began
        found = {
            (line.kind, line.product, one.id)
            for line in scan.findings
            for one in await searches.people(TENANT, ADELE.oid, line.kind, line.product)
        }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    truth = set(planted())
    figures = {
        "find_people": f"{scan.read}",
        "find_planted": f"{len(truth)}",
        "find_found_percent": f"{100 * len(found & truth) / len(truth):.2f}",
        "find_false": f"{len(found - truth)}",
        "find_graph_s": f"{graph_s:.1f}",
        "find_s": f"{search_s:.1f}",
        "find_beyond_graph_s": f"{search_s - graph_s:.1f}",
        "find_standstill_ms": f"{1000 * max(standstills):.0f}",
        "find_peak_mb": f"{peak:.0f}",
    }
    for name, value in figures.items():
        sys.stdout.write(f"{name}: {value}\n")


async def timed_paging(parts_: Parts) -> float:
    """Return the seconds to read the pages of a search, one after the other."""
    session = parts_.tenants.session(TENANT, ADELE.oid)
    began = time.perf_counter()
    async for _ in session.pages(session.client.users, licensed_query(), eventual=True):
        pass
    return time.perf_counter() - began


async def searched(parts_: Parts) -> tuple[FindingSearches, Scan]:
    """Search as the bot does, and wait for the end."""
    clock = SystemClock()
    directory = parts_.tenants.acting_as
    searches = FindingSearches(parts_.ledger, directory, clock, Terms())
    scheduler = Scheduler(parts_.ledger, clock, {SCAN: searches.read_page}, lambda: None)
    await searches.start(TENANT, ADELE.oid, "UTC")
    scheduler.start()
    try:
        while True:
            scan = await searches.scan(TENANT, ADELE.oid)
            if scan is not None and scan.state is not ScanState.RUNNING:
                assert scan.state is ScanState.DONE  # noqa: S101
                return searches, scan
            await asyncio.sleep(0.1)
    finally:
        await scheduler.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, help="only serve the tenant")
    options = parser.parse_args()
    if options.port:
        app = create_app(organization())
        web.run_app(app, host="127.0.0.1", port=options.port, print=None, access_log=None)
    else:
        asyncio.run(main())
