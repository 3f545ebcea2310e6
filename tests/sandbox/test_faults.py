import asyncio
from time import perf_counter
from typing import Any

import aiohttp
import pytest

from sandbox.organization.personas import ALEX, MEGAN
from tests.sandbox.conftest import E3, Rehearsal

ASSIGN = {"method": "POST", "path": "/users/*/assignLicense"}


async def test_a_fault_meets_so_many_calls_and_no_other(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("isaiahl").id
    fault = {**ASSIGN, "times": 2, "status": 429, "code": "TooManyRequests", "retryAfter": 2.128}
    await rehearsal.control("POST", "faults", fault)
    assert (await rehearsal.get("/me"))[0] == 200
    for _ in range(2):
        status, body = await rehearsal.assign(person, [E3])
        assert (status, body["error"]["code"]) == (429, "TooManyRequests")
    assert (await rehearsal.assign(person, [E3]))[0] == 200
    assert (await rehearsal.control("GET", "faults"))[1] == []


async def test_a_fault_can_carry_headers_and_any_body(rehearsal: Rehearsal) -> None:
    await rehearsal.control("POST", "faults", {"status": 503, "body": "<html>", "retryAfter": 0.5})
    async with rehearsal.session.get(f"{rehearsal.graph}/me") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "0.5")
        assert await answer.text() == "<html>"


async def test_a_call_can_take_effect_though_no_answer_comes(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("isaiahl").id
    await rehearsal.control("POST", "faults", {**ASSIGN, "effect": "done", "way": "drop"})
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await rehearsal.assign(person, [E3])
    assert await rehearsal.states(person) == []


async def test_a_call_can_hang_without_effect(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("isaiahl").id
    await rehearsal.control("POST", "faults", {**ASSIGN, "way": "hang", "delay": 30})
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await rehearsal.assign(person, [E3])
    assert await rehearsal.states(person) == [(E3, None)]


@pytest.mark.parametrize("fault", [{"effect": "some"}, {"way": "x"}, {"colour": "red"}, 7])
async def test_a_fault_that_means_nothing_is_refused(rehearsal: Rehearsal, fault: Any) -> None:
    status, body = await rehearsal.control("POST", "faults", fault)
    assert status == 400
    assert body["error"]


async def test_latency_slows_every_call(rehearsal: Rehearsal) -> None:
    await rehearsal.token(ALEX.oid)
    await rehearsal.control("PATCH", "settings", {"latency": 0.05})
    began = perf_counter()
    await rehearsal.get("/me")
    assert perf_counter() - began >= 0.05


async def test_reads_lag_behind_a_write(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("isaiahl").id
    await rehearsal.control("PATCH", "settings", {"lag": 20})
    holding = f"id eq '{person}' and assignedLicenses/any(x:x/skuId eq {E3})"
    assert (await rehearsal.assign(person, [E3]))[0] == 200
    assert await rehearsal.states(person) == [(E3, None)]
    assert await rehearsal.names(filter=holding) == ["Isaiah Langer"]
    assert (await rehearsal.assign(person, [E3]))[0] == 400
    rehearsal.clock.forward(20)
    assert await rehearsal.states(person) == []
    assert await rehearsal.names(filter=holding) == []


async def test_throttling_follows_the_published_quota(rehearsal: Rehearsal) -> None:
    await rehearsal.control("PATCH", "settings", {"throttling": True, "burst": 3})
    for _ in range(3):
        assert (await rehearsal.assign(MEGAN.oid, [E3]))[0] == 400
    headers = {"Authorization": f"Bearer {await rehearsal.token(ALEX.oid)}"}
    url = f"{rehearsal.graph}/users/{MEGAN.oid}/assignLicense"
    async with rehearsal.session.post(url, headers=headers) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "0.050")
        assert answer.headers["x-ms-throttle-information"] == "WriteLimitExceeded"
        assert (await answer.json())["error"]["code"] == "TooManyRequests"
    assert (await rehearsal.get("/me"))[0] == 200
    rehearsal.clock.forward(0.1)
    assert (await rehearsal.assign(MEGAN.oid, [E3]))[0] == 400


async def test_compressed_time_refills_the_quota_sooner(rehearsal: Rehearsal) -> None:
    await rehearsal.control("PATCH", "settings", {"throttling": True, "burst": 1, "speed": 100})
    await rehearsal.assign(MEGAN.oid, [E3])
    assert (await rehearsal.assign(MEGAN.oid, [E3]))[0] == 429
    rehearsal.clock.forward(0.001)
    assert (await rehearsal.assign(MEGAN.oid, [E3]))[0] == 400


async def test_the_log_tells_every_write_in_order(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("isaiahl").id
    await rehearsal.assign(person, [E3], who=MEGAN.oid)
    await rehearsal.assign(person, [E3])
    await rehearsal.assign(person, [E3], who="app")
    _, writes = await rehearsal.control("GET", "writes")
    assert [w["order"] for w in writes] == [1, 2, 3]
    assert [w["status"] for w in writes] == [403, 200, 400]
    assert [w["actor"] for w in writes] == [MEGAN.oid, ALEX.oid, None]
    assert {w["person"] for w in writes} == {person}
    assert writes[2]["message"] == "User does not have a corresponding license"
    await rehearsal.control("DELETE", "writes")
    assert (await rehearsal.control("GET", "writes"))[1] == []


async def test_reset_brings_everything_back(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("isaiahl").id
    used = rehearsal.tenant.consumed(E3)
    await rehearsal.assign(person, [E3])
    await rehearsal.control("PATCH", "settings", {"lag": 5, "latency": 0.01, "throttling": True})
    await rehearsal.control("POST", "faults", [{"times": 9}, {}])
    await rehearsal.control("POST", "reset")
    assert await rehearsal.states(person) == [(E3, None)]
    assert rehearsal.tenant.consumed(E3) == used
    _, settings = await rehearsal.control("GET", "settings")
    assert settings == {
        "latency": 0,
        "lag": 0,
        "throttling": False,
        "speed": 1,
        "burst": 3000,
        "cases_per_minute": 5,
    }


@pytest.mark.parametrize("settings", [{"lag": "long"}, {"unknown": "fine"}, []])
async def test_a_setting_that_means_nothing_is_refused(rehearsal: Rehearsal, settings: Any) -> None:
    assert (await rehearsal.control("PATCH", "settings", settings))[0] == 400
