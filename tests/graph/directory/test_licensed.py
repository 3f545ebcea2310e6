"""Everyone with a license, a page at a time, as the search for unused licenses reads them."""

import pytest

from graph.directory import people
from licensing.errors import UnreadAnswer
from tests.graph.conftest import Bench


async def test_the_pages_hold_everyone_with_a_license_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PAGE", 70)
    page = await bench.tenant.licensed_people()
    found, total, number = list(page.people), page.total, 1
    while page.link is not None:
        page = await bench.tenant.licensed_people(page.link)
        found += page.people
        number += 1
    licensed = {one.id for one in bench.directory.people if bench.directory.assignments(one.id)}
    assert {one.id for one in found} == licensed
    assert (len(found), total) == (len(licensed), len(licensed))
    assert number == -(-len(licensed) // 70)
    # One request for each page: no names of groups, and only what tells about licenses.
    asked = [request for request in bench.requests if request.path.endswith("/users")]
    assert len(asked) == number
    assert "proxyAddresses" not in asked[0].query["$select"]
    whole = await bench.tenant.read_people([one.id for one in found[:10]])
    for one in found[:10]:
        assert [(a.product, a.direct) for a in one.assignments] == [
            (a.product, a.direct) for a in whole[one.id].assignments
        ]


async def test_an_answer_without_a_list_is_an_error(bench: Bench) -> None:
    account = bench.directory.people[0]
    root = str(bench.server.make_url("/graph/v1.0/users"))
    with pytest.raises(UnreadAnswer):
        await bench.tenant.licensed_people(f"{root}/{account.id}")
