"""A process that works off the runs of a ledger against a tenant over HTTP, until all have ended.

`python -m tests.support.run_process LEDGER_URL TENANT_URL`
"""

import asyncio
import sys
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta

import aiohttp

from engine.runs.runner import Runner
from ledger import open_ledger
from licensing.errors import Answer, LicenseNotHeld
from licensing.tenant.people import Assignment, Person
from licensing.tenant.products import Product
from tests.support.ledger import PRODUCTS
from tests.support.people import person
from wiring.system import SystemClock


class OverHttp:
    """A tenant behind two routes."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def products(self) -> tuple[Product, ...]:
        return tuple(PRODUCTS.values())

    async def read_person(self, id: str) -> Person:  # noqa: A002
        async with self._session.get(f"/{id}") as response:
            return person(id, *(Assignment(product) for product in await response.json()))

    async def remove(
        self, person: str, products: Collection[str], precondition: Callable[[], bool]
    ) -> Answer:
        assert precondition()
        async with self._session.post(f"/{person}", json=[*products]) as response:
            if response.status == 400:
                raise LicenseNotHeld
            return Answer(response.status)

    async def restore(
        self, person: str, licenses: Mapping[str, Collection[str]], precondition: Callable[[], bool]
    ) -> Answer:
        raise NotImplementedError


async def work(ledger_url: str, tenant_url: str) -> None:
    """Work until nothing is open."""
    ledger = await open_ledger(ledger_url)
    ended = asyncio.Event()

    async def changed(run_id: str) -> None:
        del run_id
        async with ledger.read() as unit:
            if not await unit.runs.open_runs():
                ended.set()

    async with aiohttp.ClientSession(tenant_url) as session:
        tenant = OverHttp(session)
        settle = timedelta(seconds=0.5)
        runner = Runner(ledger, lambda *_: tenant, SystemClock(), changed, settle=settle)
        await runner.start()
        await ended.wait()
        await runner.stop()
    await ledger.close()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
