"""A real process is killed in the middle, again and again: nothing is lost or done twice."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from licensing.errors import LicenseNotHeld
from licensing.runs.outcome import Outcome, RunState
from tests.support.directory import StandIn
from tests.support.ledger import opened, plan_of, start, url
from tests.support.people import person
from tests.support.waiting import SOON
from wiring.system import SystemClock

pytestmark = [pytest.mark.crash, pytest.mark.long]

PEOPLE = [person(f"p{n}", "e3") for n in range(60)]
#: The process dies as soon as so many people were written.
DEATHS = (5, 14, 26, 35, 47)


@asynccontextmanager
async def served(tenant: StandIn) -> AsyncIterator[str]:
    async def read(request: web.Request) -> web.Response:
        found = await tenant.read_person(request.match_info["id"])
        return web.json_response([a.product for a in found.assignments])

    async def remove(request: web.Request) -> web.Response:
        products = await request.json()
        try:
            await tenant.remove(request.match_info["id"], products)
        except LicenseNotHeld:
            return web.Response(status=400)
        # The effect is there, but the answer takes a while: most deaths fall in between.
        await asyncio.sleep(0.05)
        return web.Response()

    app = web.Application()
    app.add_routes([web.get("/{id}", read), web.post("/{id}", remove)])
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/"))


async def test_a_process_that_is_killed_five_times_loses_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    tenant = StandIn(SystemClock(), PEOPLE)
    async with opened(path) as ledger, ledger.begin() as unit:
        await start(unit, plan_of(*PEOPLE), at=SystemClock().now())
    async with served(tenant) as address:
        for death in DEATHS:
            tenant.awaited = death
            tenant.written.clear()
            process = await _process(url(path), address)
            await asyncio.wait_for(tenant.written.wait(), SOON)
            process.kill()
            await process.wait()
        process = await _process(url(path), address)
        assert await asyncio.wait_for(process.wait(), SOON) == 0
    async with opened(path) as ledger, ledger.read() as unit:
        tally = await unit.run_views.tally("run")
    assert (tally.state, tally.finished) == (RunState.DONE, 60)
    assert tally.outcomes == {Outcome.REMOVED: 60}
    assert sorted(tenant.calls) == sorted(person.id for person in PEOPLE)
    assert tenant.repeated == []


async def _process(*arguments: str) -> asyncio.subprocess.Process:
    module = "tests.support.run_process"
    return await asyncio.create_subprocess_exec(sys.executable, "-m", module, *arguments)
