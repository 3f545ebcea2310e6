"""Groups, managers and direct reports, as they are at this moment."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from graph.tenants import Tenants
from licensing.errors import NotAllowed
from licensing.tenant.people import PersonRef
from licensing.tenant.roles import USER_ADMINISTRATOR
from sandbox.organization.accounts import id_of
from sandbox.organization.groups import BY_NAME
from sandbox.organization.personas import ADELE, ALEX, DOMAIN, MEGAN, TENANT
from tests.graph.conftest import RETRY, Bench

APPROVERS, HELPDESK, EXECUTIVES = (
    BY_NAME[name].id for name in ("License approvers", "License helpdesk", "Executives")
)
NO_GROUP = "cccccccc-0000-4000-8000-000000000001"


async def test_membership_is_asked_for_the_groups_that_matter(bench: Bench) -> None:
    org = bench.tenant.org
    assert await org.groups_among(ADELE.oid, [APPROVERS, HELPDESK, NO_GROUP]) == {APPROVERS}
    assert await org.groups_among(MEGAN.oid, [HELPDESK.upper(), "no guid"]) == {HELPDESK}
    assert await org.groups_among(MEGAN.oid, []) == frozenset()


async def test_many_groups_take_more_than_one_call(bench: Bench) -> None:
    many = [f"cccccccc-0000-4000-8000-{number:012d}" for number in range(45)]
    assert await bench.tenant.org.groups_among(ALEX.oid, [*many, APPROVERS]) == {APPROVERS}
    assert bench.paths().count(f"/users/{ALEX.oid}/checkMemberGroups") == 3


async def test_a_change_of_membership_is_seen_at_once(bench: Bench) -> None:
    org = bench.tenant.org
    bench.directory.org_chart.set_member(APPROVERS, ADELE.oid, member=False)
    bench.directory.org_chart.set_member(APPROVERS, MEGAN.oid, member=True)
    assert await org.groups_among(ADELE.oid, [APPROVERS]) == frozenset()
    assert await org.groups_among(MEGAN.oid, [APPROVERS]) == {APPROVERS}
    assert {ref.name for ref in await org.members_of(APPROVERS)} == {
        "Alex Wilber",
        "Megan Bowen",
    }


async def test_members_are_named_with_their_addresses(bench: Bench) -> None:
    found = await bench.tenant.org.members_of(EXECUTIVES)
    patti = f"pattif@{DOMAIN}"
    assert PersonRef(id_of(patti), "Patti Fernandez", patti) in found
    assert await bench.tenant.org.members_of(NO_GROUP) == ()


async def test_a_large_group_is_read_page_by_page(bench: Bench) -> None:
    everyone = await bench.tenant.org.members_of(BY_NAME["All company"].id)
    assert len(everyone) == sum(1 for p in bench.directory.people if p.groups)


async def test_a_person_has_a_manager_or_none(bench: Bench) -> None:
    org = bench.tenant.org
    found = await org.manager_of(MEGAN.oid)
    assert found == PersonRef(ADELE.oid, ADELE.name, ADELE.address)
    assert await org.manager_of(ADELE.oid) is None
    assert await org.manager_of(NO_GROUP) is None


async def test_direct_reports_are_those_led_at_this_moment(bench: Bench) -> None:
    org = bench.tenant.org
    joni = bench.account("jonis").id
    assert joni in await org.reports_of(ADELE.oid)
    bench.directory.org_chart.set_manager(joni, None)
    assert joni not in await org.reports_of(ADELE.oid)
    assert await org.reports_of(joni) == frozenset()


async def test_roles_of_someone_else_can_be_read(bench: Bench) -> None:
    assert await bench.tenant.org.roles_of(ADELE.oid) == {USER_ADMINISTRATOR}
    assert await bench.tenant.org.roles_of(MEGAN.oid) == frozenset()


async def test_someone_without_a_role_can_read_all_this(bench: Bench) -> None:
    megan = bench.tenants.acting_as(TENANT, MEGAN.oid)
    assert isinstance(bench.tenants, Tenants)
    assert await megan.org.groups_among(ADELE.oid, [APPROVERS]) == {APPROVERS}


async def test_those_who_have_a_role_are_found(bench: Bench) -> None:
    found = await bench.tenant.org.holders_of(USER_ADMINISTRATOR.upper())
    assert PersonRef(ADELE.oid, ADELE.name, ADELE.address) in found
    bench.directory.set_role(ADELE.oid, USER_ADMINISTRATOR, "eligible")
    assert ADELE.oid not in {
        one.id for one in await bench.tenant.org.holders_of(USER_ADMINISTRATOR)
    }
    assert await bench.tenant.org.holders_of(NO_GROUP) == ()


async def test_those_who_have_a_role_through_a_group_are_found_too(bench: Bench) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("/directoryRoles"):
            role = {"id": "r", "roleTemplateId": USER_ADMINISTRATOR}
            return web.json_response({"value": [role, {"id": "other"}]})
        if request.path.endswith("/members"):
            group = {"@odata.type": "#microsoft.graph.group", "id": APPROVERS}
            app = {"@odata.type": "#microsoft.graph.servicePrincipal", "id": NO_GROUP}
            return web.json_response({"value": [group, app]})
        return web.json_response({"value": [{"id": ADELE.oid, "displayName": "Adele Vance"}]})

    app = web.Application()
    app.router.add_get("/v1.0/{rest:.*}", answer)
    async with TestServer(app) as server:
        root = str(server.make_url("/v1.0"))
        tenants = Tenants(root, bench.tokens, lambda _, part: part, bench.clock, RETRY)
        found = await tenants.acting_as(TENANT, ALEX.oid).org.holders_of(USER_ADMINISTRATOR)
        await tenants.close()
    assert [one.id for one in found] == [ADELE.oid]


async def test_without_the_permission_it_is_refused(bench: Bench) -> None:
    bench.fault(path="/directoryRoles", status=403, code="Authorization_RequestDenied", times=2)
    with pytest.raises(NotAllowed):
        await bench.tenant.org.holders_of(USER_ADMINISTRATOR)
