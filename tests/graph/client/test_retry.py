import asyncio
from time import perf_counter
from typing import Any

import pytest

from graph.client.retry import Retry
from licensing import errors
from sandbox.organization.organization import Organization
from sandbox.state import FAULTS
from tests.graph.conftest import ASSIGN, E3, Bench, open_bench
from tests.support.waiting import until

PERSON = {"method": "GET", "path": "/users/*"}


async def test_a_read_waits_as_long_as_a_fraction_of_a_second_says(bench: Bench) -> None:
    bench.fault(**PERSON, status=429, code="TooManyRequests", retryAfter="0.25")
    began = perf_counter()
    assert (await bench.tenant.read_person(bench.account("isaiahl").id)).name == "Isaiah Langer"
    assert perf_counter() - began >= 0.25


@pytest.mark.parametrize("status", [429, 503, 504])
async def test_a_read_is_tried_again_a_few_times(bench: Bench, status: int) -> None:
    bench.fault(**PERSON, times=3, status=status, code="x")
    assert (await bench.tenant.read_person(bench.account("isaiahl").id)).products
    bench.fault(**PERSON, times=9, status=status, code="x")
    before = len(bench.paths())
    with pytest.raises((errors.SlowDown, errors.TenantUnavailable)):
        await bench.tenant.read_person(bench.account("isaiahl").id)
    assert len(bench.paths()) - before == 4


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 502])
async def test_other_refusals_are_not_tried_again(bench: Bench, status: int) -> None:
    bench.fault(**PERSON, status=status, code="x")
    with pytest.raises(errors.TenantError):
        await bench.tenant.read_person(bench.account("isaiahl").id)
    assert len(bench.paths()) == 1


async def test_a_read_survives_a_lost_connection(bench: Bench) -> None:
    bench.fault(**PERSON, way="drop")
    assert (await bench.tenant.read_person(bench.account("isaiahl").id)).products


async def test_a_wait_that_would_be_too_long_is_not_started(bench: Bench) -> None:
    # Were it started, the test would hang.
    bench.fault(**PERSON, status=429, code="TooManyRequests", retryAfter="3600")
    with pytest.raises(errors.SlowDown) as raised:
        await bench.tenant.read_person(bench.account("isaiahl").id)
    assert raised.value.seconds == 3600


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "code": "TooManyRequests", "retryAfter": "0.01"},
        {"status": 503, "code": "ServiceUnavailable", "retryAfter": "0.01"},
        {"status": 504, "code": "x"},
        {"way": "drop"},
        {"way": "drop", "effect": "done"},
    ],
)
async def test_a_write_is_never_tried_again(bench: Bench, fault: dict[str, Any]) -> None:
    bench.fault(**ASSIGN, **fault)
    with pytest.raises((errors.SlowDown, errors.TenantUnavailable)):
        await bench.tenant.remove(bench.account("isaiahl").id, [E3])
    assert len(bench.paths()) == 1


async def test_no_answer_in_time_is_no_answer(organization: Organization) -> None:
    async with open_bench(organization, Retry(answer=0.2, within=1)) as bench:
        await bench.tenant.my_roles()
        person = bench.account("isaiahl").id
        bench.fault(method="*", path="*", times=2, way="hang", delay=1)
        with pytest.raises(errors.TenantUnavailable):
            await bench.tenant.read_person(person)
        with pytest.raises(errors.TenantUnavailable):
            await bench.tenant.remove(person, [E3])


async def test_a_server_that_is_not_there_is_no_answer(organization: Organization) -> None:
    retry = Retry(connect=0.5, answer=0.5, within=0.5, first_wait=0.01)
    async with open_bench(organization, retry) as bench:
        tenant = bench.tenant
        await tenant.my_roles()
        await bench.server.close()
        with pytest.raises(errors.TenantUnavailable):
            await tenant.products()


async def test_a_cancelled_search_leaves_nothing_running(bench: Bench) -> None:
    bench.fault(path="/users", way="hang", delay=5)
    task = asyncio.create_task(bench.tenant.search_people("alex"))
    await until(lambda: not bench.app[FAULTS].waiting)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await bench.tenant.search_people("alex")
