"""Whose roles count: the person's own, or in the app's name those that the app reads."""

from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from graph.tenants import Tenants
from licensing.errors import NotAllowed
from licensing.policy.lists import ListEntry, ManagerOf, PrincipalType
from licensing.policy.model import Policy, Rule, RuleRef, Stage, When
from licensing.tenant.roles import (
    BILLING_ADMINISTRATOR,
    LICENSE_ADMINISTRATOR,
    SPECIAL_ROLE,
    UNREADABLE_ROLES,
    USER_ADMINISTRATOR,
    ActingMode,
)
from sandbox.organization.groups import BY_NAME
from sandbox.organization.personas import ADELE, ALEX, MEGAN, TENANT
from sandbox.tenant import SpecialRole
from tests.graph.conftest import E3, RETRY, Bench


class TokenOfTheApp:
    """Asks the rehearsal tenant for a token of the app."""

    def __init__(self, entra: str) -> None:
        self._url = f"{entra}/{TENANT}/oauth2/v2.0/token"
        self._token = ""

    async def token(self, tenant: str, person: str) -> str:
        if not self._token:
            async with httpx.AsyncClient() as client:
                answer = await client.post(self._url, data={"grant_type": "client_credentials"})
            self._token = str(answer.json()["access_token"])
        return self._token

    def refused(self, tenant: str, person: str, token: str, claims: str | None = None) -> None:
        raise AssertionError("the app's token is good")


@pytest.fixture
async def as_app(bench: Bench) -> AsyncIterator[Tenants]:
    tokens = TokenOfTheApp(str(bench.server.make_url("/entra")))
    root = str(bench.server.make_url("/graph/v1.0"))
    tenants = Tenants(root, tokens, lambda _, part: part, bench.clock, RETRY, ActingMode.APP)
    yield tenants
    await tenants.close()


async def test_the_app_reads_the_roles_of_the_person(as_app: Tenants) -> None:
    assert await as_app.acting_as(TENANT, ADELE.oid).my_roles() == {USER_ADMINISTRATOR}
    assert await as_app.acting_as(TENANT, MEGAN.oid).my_roles() == frozenset()


async def test_the_app_acts_for_anyone_who_may(as_app: Tenants, bench: Bench) -> None:
    person = bench.account("isaiahl").id
    await as_app.acting_as(TENANT, ALEX.oid).remove(person, [E3])
    assert [write.status for write in bench.directory.writes] == [200]


async def test_the_app_does_nothing_for_others(as_app: Tenants, bench: Bench) -> None:
    megan = as_app.acting_as(TENANT, MEGAN.oid)
    person = bench.account("isaiahl").id
    for call in (
        megan.remove(person, [E3]),
        megan.products(),
        megan.holders([E3]),
        megan.search_people("a"),
        megan.find_people(["a"]),
        megan.read_people([person]),
        megan.read_person(person),
    ):
        with pytest.raises(NotAllowed):
            await call
    assert not bench.directory.writes


async def test_a_tenant_without_that_service_has_no_eligible_roles(bench: Bench) -> None:
    bench.fault(path="/roleManagement/*/*/*", status=403, code="PermissionScopeNotGranted")
    assert await bench.tenant.my_eligible_roles() == frozenset()


async def test_eligible_roles_are_read_by_the_function_for_oneself(bench: Bench) -> None:
    asked = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path_qs)
        role = {"roleDefinitionId": LICENSE_ADMINISTRATOR.upper(), "principalId": ALEX.oid}
        return web.json_response({"value": [role]})

    app = web.Application()
    app.router.add_get("/v1.0/{rest:.*}", answer)
    async with TestServer(app) as server:
        root = str(server.make_url("/v1.0"))
        tenants = Tenants(root, bench.tokens, lambda _, part: part, bench.clock, RETRY)
        roles = await tenants.acting_as(TENANT, ALEX.oid).my_eligible_roles()
        await tenants.close()
    assert roles == {LICENSE_ADMINISTRATOR}
    assert "filterByCurrentUser(on='principal')" in asked[0]


async def test_a_role_that_has_ended_is_noticed_at_the_next_change(
    as_app: Tenants, bench: Bench
) -> None:
    alex = as_app.acting_as(TENANT, ALEX.oid)
    person = bench.account("isaiahl").id
    await alex.products()
    await alex.remove(person, [E3])
    bench.directory.set_role(ALEX.oid, LICENSE_ADMINISTRATOR, "none")
    with pytest.raises(NotAllowed):
        await alex.restore(person, {E3: ()})
    assert len(bench.directory.writes) == 1


async def test_the_app_looks_a_person_s_roles_up_once_a_minute_and_products_once_for_all(
    as_app: Tenants, bench: Bench
) -> None:
    for person in (ALEX, ADELE, ALEX, ADELE):
        assert await as_app.acting_as(TENANT, person.oid).products()
    paths = bench.paths()
    assert sum(path.endswith("/graph.directoryRole") for path in paths) == 2
    assert paths.count("/subscribedSkus") == 1


async def reads(
    bench: Bench, *, ask: tuple[ListEntry, ...] = (), approve: tuple[ListEntry, ...] = ()
) -> bool:
    """Whether Megan, who has no role, may read where the app acts and these lists count."""
    tokens = TokenOfTheApp(str(bench.server.make_url("/entra")))
    root = str(bench.server.make_url("/graph/v1.0"))
    policy = Policy(
        source="p", requesters=ask, rules=(Rule(RuleRef("r"), When(), (Stage(approve),)),)
    )
    tenants = Tenants(
        root, tokens, lambda _, part: part, bench.clock, RETRY, ActingMode.APP, policy=policy
    )
    try:
        megan = tenants.acting_as(TENANT, MEGAN.oid)
        await megan.products()
        with pytest.raises(NotAllowed):
            await megan.remove(bench.account("isaiahl").id, [E3])
    except NotAllowed:
        return False
    finally:
        await tenants.close()
    return True


async def test_whom_the_policy_names_may_read_but_not_remove(bench: Bench) -> None:
    helpdesk = ListEntry(PrincipalType.GROUP, BY_NAME["License helpdesk"].id, "Helpdesk", 1)
    megan = ListEntry(PrincipalType.PERSON, MEGAN.address, "Megan", 2)
    approvers = ListEntry(PrincipalType.GROUP, BY_NAME["License approvers"].id, "Approvers", 3)
    manager = ListEntry(PrincipalType.MANAGER, ManagerOf.AFFECTED, "manager", 4)
    assert await reads(bench, ask=(helpdesk,))
    assert await reads(bench, approve=(megan,))
    assert not await reads(bench, approve=(approvers,))
    assert await reads(bench, approve=(manager,))
    sean = bench.account("sean.o'brien").id
    bench.directory.org_chart.set_manager(sean, None)
    assert not await reads(bench, approve=(manager,))


ACTION = "microsoft.directory/users/assignLicense"


@pytest.mark.parametrize(
    ("special", "found"),
    [
        (SpecialRole(LICENSE_ADMINISTRATOR, scope="/administrativeUnits/1"), True),
        (SpecialRole("custom", (ACTION,)), True),
        (SpecialRole("custom", ("microsoft.directory/users/allProperties/allTasks",)), True),
        (SpecialRole("custom", ("microsoft.directory/users/password/update",)), False),
        (SpecialRole(BILLING_ADMINISTRATOR, scope="/administrativeUnits/1"), False),
    ],
)
async def test_custom_roles_and_roles_for_a_unit_are_seen_where_they_may_remove(
    bench: Bench, as_app: Tenants, special: SpecialRole, found: bool
) -> None:
    bench.directory.set_special_role(MEGAN.oid, special)
    roles = await bench.tenants.acting_as(TENANT, MEGAN.oid).my_roles()
    assert roles == (frozenset({SPECIAL_ROLE}) if found else frozenset())
    # Where the app acts, Graph would hold no one to it.
    assert await as_app.acting_as(TENANT, MEGAN.oid).my_roles() == frozenset()


async def test_a_role_of_the_whole_tenant_needs_no_second_look(bench: Bench) -> None:
    assert await bench.tenant.my_roles() == {LICENSE_ADMINISTRATOR}
    assert not any("roleAssignmentScheduleInstances" in path for path in bench.paths())


async def test_a_custom_role_whose_actions_are_not_shown_may_be_one_that_allows_it(
    bench: Bench,
) -> None:
    async def answer(request: web.Request) -> web.Response:
        if "directoryRole" in request.path:
            return web.json_response({"value": []})
        role = {"roleDefinitionId": "c", "roleDefinition": {"isBuiltIn": False}}
        return web.json_response({"value": [role]})

    app = web.Application()
    app.router.add_get("/v1.0/{rest:.*}", answer)
    async with TestServer(app) as server:
        root = str(server.make_url("/v1.0"))
        tenants = Tenants(root, bench.tokens, lambda _, part: part, bench.clock, RETRY)
        roles = await tenants.acting_as(TENANT, MEGAN.oid).my_roles()
        await tenants.close()
    assert roles == {SPECIAL_ROLE}


async def test_without_that_permission_people_without_a_role_have_none(bench: Bench) -> None:
    bench.fault(path="/roleManagement/*/*/*", status=403, code="Authorization_RequestDenied")
    assert await bench.tenants.acting_as(TENANT, MEGAN.oid).my_roles() == frozenset()


async def test_roles_that_can_not_be_read_are_said_to_be_so_and_refused_for_the_app(
    bench: Bench, as_app: Tenants
) -> None:
    fault = {"status": 403, "code": "Authorization_RequestDenied", "times": 9}
    bench.fault(path="/me/transitiveMemberOf/*", **fault)
    assert await bench.tenant.my_roles() == {UNREADABLE_ROLES}
    bench.fault(path="/users/*/transitiveMemberOf/*", **fault)
    with pytest.raises(NotAllowed):
        await as_app.acting_as(TENANT, ALEX.oid).remove(bench.account("isaiahl").id, [E3])
