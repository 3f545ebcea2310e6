"""Roles that are active, eligible or gone (Privileged Identity Management)."""

from sandbox.organization.personas import ALEX
from sandbox.organization.roles import LICENSE_ADMINISTRATOR
from tests.sandbox.entra.conftest import Entra

ELIGIBLE = (
    "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')"
)


async def test_an_eligible_role_is_listed_and_gives_no_right(entra: Entra) -> None:
    token = (await entra.on_behalf_of(await entra.silent()))["access_token"]
    assert (await entra.graph(token, ELIGIBLE))[1]["value"] == []
    role = {"role": "License Administrator", "state": "eligible"}
    assert await entra.control("PUT", "roles/alex", role) == {
        "active": [],
        "eligible": ["License Administrator"],
    }
    found = (await entra.graph(token, ELIGIBLE))[1]["value"]
    assert [(i["principalId"], i["roleDefinitionId"]) for i in found] == [
        (ALEX.oid, LICENSE_ADMINISTRATOR)
    ]
    held = (await entra.graph(token, "/me/memberOf"))[1]["value"]
    assert not [one for one in held if "roleTemplateId" in one]
    await entra.control("POST", "reset")
    assert (await entra.graph(token, ELIGIBLE))[1]["value"] == []


async def test_the_permission_for_eligible_roles_is_its_own(entra: Entra) -> None:
    result = await entra.on_behalf_of(await entra.silent(), "https://graph.microsoft.com/User.Read")
    assert (await entra.graph(result["access_token"], "/me"))[0] == 200
    assert (await entra.graph(result["access_token"], ELIGIBLE))[0] == 403
