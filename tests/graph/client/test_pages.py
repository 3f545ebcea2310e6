from typing import Any

import pytest

from licensing import errors
from sandbox.organization.generate import generate
from tests.graph.conftest import E3, Bench, open_bench


async def test_everyone_is_found_beyond_the_first_pages() -> None:
    async with open_bench(generate(2_400, seed=7)) as bench:
        products = [product.id for product in await bench.tenant.products()]
        people = await bench.tenant.holders(products)
    expected = {p.id for p in bench.directory.people if p.assignments}
    assert len(expected) > 2 * 999
    assert [p.name.casefold() for p in people] == sorted(p.name.casefold() for p in people)
    assert {p.id for p in people} == expected


async def test_holders_of_one_product_are_found_however_they_hold_it(bench: Bench) -> None:
    people = {p.id for p in await bench.tenant.holders([E3.upper()])}
    assert people == {
        p.id for p in bench.directory.people if any(a.product == E3 for a in p.assignments)
    }
    assert bench.account("lynner").id in people


@pytest.mark.parametrize("products", [[], ["x"], ["') or true or (x eq '"]])
async def test_no_one_holds_what_is_no_product(bench: Bench, products: list[str]) -> None:
    assert await bench.tenant.holders(products) == ()
    assert bench.paths() == []


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.2:9/graph/v1.0/users?x",
        "https://graph.microsoft.com/v1.0/users",
        "//elsewhere.example/graph/v1.0/users",
        "/graph/v1.0/users",
        "http://{host}@elsewhere.example/graph/v1.0/users",
        "http://{host}/elsewhere/users",
        "http://{host}/graph/v1.0evil/users",
        "javascript:alert(1)",
        "http://[",
    ],
)
async def test_a_link_that_leads_away_is_refused(bench: Bench, link: str) -> None:
    link = link.replace("{host}", f"{bench.server.host}:{bench.server.port}")
    bench.fault(path="/users", status=200, body=_page(link))
    with pytest.raises(errors.UnreadAnswer):
        await bench.tenant.holders([E3])
    assert len(bench.paths()) == 1


async def test_pages_that_go_round_in_a_circle_are_refused(bench: Bench) -> None:
    link = str(bench.server.make_url("/graph/v1.0/users?$skiptoken=a"))
    bench.fault(path="/users", times=9, status=200, body=_page(link))
    with pytest.raises(errors.UnreadAnswer):
        await bench.tenant.holders([E3])
    assert len(bench.paths()) == 2


async def test_every_page_of_an_advanced_query_says_that_it_is_one(bench: Bench) -> None:
    link = str(bench.server.make_url("/graph/v1.0/me/transitiveMemberOf/graph.directoryRole?x=1"))
    for page in (_page(link), {"value": [{"roleTemplateId": "B"}]}):
        bench.fault(path="/me/transitiveMemberOf/*", status=200, body=page)
    assert await bench.tenant.my_roles() >= {"a", "b"}
    graph = [r for r in bench.requests if r.path.endswith("/graph.directoryRole")]
    assert [r.headers.get("ConsistencyLevel") for r in graph] == ["eventual", "eventual"]


async def test_ten_thousand_people_are_read_in_few_calls() -> None:
    async with open_bench(generate(20_000)) as bench:
        everyone = bench.directory.people[:10_000]
        found = await bench.tenant.find_people([person.address.upper() for person in everyone])
        assert len(found) == 10_000
        assert all(found.values())
        people = await bench.tenant.read_people([person.id for person in everyone])
        assert len(people) == 10_000
        # Once the count and 21 pages for each, and the groups.
        assert len(bench.paths()) <= 2 * 22 + 3


async def test_a_short_list_is_looked_up_in_a_large_directory(bench: Bench) -> None:
    asked = bench.directory.people[:200]
    people = await bench.tenant.read_people([person.id for person in asked])
    assert len(people) == 200
    assert bench.paths().count("/users") == 14
    assert "/users/$count" not in bench.paths()


def _page(link: str) -> dict[str, Any]:
    return {"value": [{"id": "a", "roleTemplateId": "A"}], "@odata.nextLink": link}


def _expired(times: int) -> dict[str, Any]:
    """The link to a further page of people has expired, as Graph says it."""
    message = (
        "The specified page token value has expired and can no longer be included in your request."
    )
    inner = {
        "date": "2026-11-30T20:00:00",
        "request-id": "11111111-2222-4333-8444-555555555556",
    }
    error = {"code": "Directory_ExpiredPageToken", "message": message, "innerError": inner}
    fault = {"path": "/users", "query": "skiptoken", "status": 400, "times": times}
    return {**fault, "body": {"error": error}}


@pytest.mark.parametrize("times", [1, 3])
async def test_a_list_whose_links_expire_is_begun_again_and_no_one_is_doubled(times: int) -> None:
    async with open_bench(generate(2_500, seed=7)) as bench:
        products = [product.id for product in await bench.tenant.products()]
        bench.fault(**_expired(times))
        people = await bench.tenant.holders(products)
    expected = sorted(p.id for p in bench.directory.people if p.assignments)
    assert len(expected) > 999
    assert sorted(p.id for p in people) == expected


async def test_a_list_whose_links_always_expire_may_be_asked_for_later() -> None:
    async with open_bench(generate(2_500, seed=7)) as bench:
        products = [product.id for product in await bench.tenant.products()]
        bench.fault(**_expired(999))
        with pytest.raises(errors.TenantUnavailable) as caught:
            await bench.tenant.holders(products)
        assert caught.value.answer.code == "Directory_ExpiredPageToken"
        assert len([p for p in bench.paths() if p.endswith("/users")]) <= 8 * len(products)
