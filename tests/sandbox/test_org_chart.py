"""Groups and managers of the rehearsal tenant, and what can be changed about them."""

import pytest

from sandbox.organization.casefile import CaseError, parse_case
from sandbox.organization.groups import BY_NAME
from sandbox.organization.personas import ADELE, ALEX, MEGAN
from tests.sandbox.conftest import Rehearsal

APPROVERS = BY_NAME["License approvers"].id


async def control(rehearsal: Rehearsal, path: str, body: object) -> int:
    url = rehearsal.server.make_url(f"/_sandbox/{path}")
    async with rehearsal.session.put(url, json=body) as answer:
        return answer.status


async def members(rehearsal: Rehearsal) -> set[str]:
    _, body = await rehearsal.get(f"/groups/{APPROVERS}/transitiveMembers")
    assert all(one["@odata.type"] == "#microsoft.graph.user" for one in body["value"])
    return {one["id"] for one in body["value"]}


async def test_membership_can_be_changed_and_brought_back(rehearsal: Rehearsal) -> None:
    assert await members(rehearsal) == {ADELE.oid, ALEX.oid}
    path = "members/License%20approvers"
    assert await control(rehearsal, f"{path}/adele", {"member": False}) == 204
    assert await control(rehearsal, f"{path}/megan", {"member": True}) == 204
    assert await members(rehearsal) == {ALEX.oid, MEGAN.oid}
    url = rehearsal.server.make_url("/_sandbox/reset")
    async with rehearsal.session.post(url) as answer:
        assert answer.status == 204
    assert await members(rehearsal) == {ADELE.oid, ALEX.oid}


async def test_a_manager_can_be_changed(rehearsal: Rehearsal) -> None:
    _, before = await rehearsal.get("/me/manager", who=MEGAN.oid, select="id")
    assert before["id"] == ADELE.oid
    assert await control(rehearsal, "managers/megan", {"manager": "alex"}) == 204
    _, after = await rehearsal.get("/me/directReports", who=ALEX.oid, select="id")
    assert [one["id"] for one in after["value"]] == [MEGAN.oid]
    assert await control(rehearsal, "managers/megan", {"manager": None}) == 204
    status, body = await rehearsal.get("/me/manager", who=MEGAN.oid)
    assert status == 404
    assert body["error"]["code"] == "Request_ResourceNotFound"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("members/Nobody/adele", {"member": True}, 404),
        ("members/Executives/nobody", {"member": True}, 404),
        ("members/Executives/adele", {}, 400),
        ("members/Executives/adele", [], 400),
        ("managers/nobody", {"manager": None}, 404),
        ("managers/adele", {"manager": "nobody"}, 404),
    ],
)
async def test_what_can_not_be_is_refused(
    rehearsal: Rehearsal, path: str, body: object, status: int
) -> None:
    assert await control(rehearsal, path, body) == status


async def test_the_cast_to_people_is_an_advanced_query(rehearsal: Rehearsal) -> None:
    path = f"/groups/{APPROVERS}/transitiveMembers/microsoft.graph.user"
    assert (await rehearsal.get(path))[0] == 400
    status, body = await rehearsal.get(path, eventual=True, count="true", select="id")
    assert status == 200
    assert body["@odata.count"] == 2


async def checked(rehearsal: Rehearsal, body: object) -> tuple[int, dict[str, object]]:
    headers = {"Authorization": f"Bearer {await rehearsal.token(ALEX.oid)}"}
    url = f"{rehearsal.graph}/users/{ADELE.oid}/checkMemberGroups"
    async with rehearsal.session.post(url, json=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def test_membership_is_told_for_up_to_twenty_groups(rehearsal: Rehearsal) -> None:
    groups = [f"cccccccc-0000-4000-8000-{n:012d}" for n in range(20)]
    status, body = await checked(rehearsal, {"groupIds": [APPROVERS, *groups[:19]]})
    assert (status, body["value"]) == (200, [APPROVERS])
    assert (await checked(rehearsal, {"groupIds": [APPROVERS, *groups]}))[0] == 400
    assert (await checked(rehearsal, {}))[0] == 400
    assert (await checked(rehearsal, ["x"]))[0] == 400


def test_a_case_of_ones_own_can_have_managers() -> None:
    case = """{"people": [
        {"name": "A", "address": "a", "manager": "b"},
        {"name": "B", "address": "b", "manager": "adelev"}]}"""
    people = {person.name: person for person in parse_case(case).people}
    assert people["A"].manager == people["B"].id
    assert people["B"].manager == ADELE.oid
    with pytest.raises(CaseError, match=r"people\[0\]\.manager: no one in this file is c@"):
        parse_case('{"people": [{"name": "A", "address": "a", "manager": "c"}]}')
