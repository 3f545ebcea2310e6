"""Answers have the shape of Graph's: by its published description, and to its own client."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from openapi_schema_validator import OAS30Validator

from sandbox.organization.personas import ALEX, MEGAN
from tests.sandbox.conftest import E3, Rehearsal
from tests.sandbox.microsoft_client import (
    AssignLicensePostRequestBody,
    GraphServiceClient,
    ODataError,
    RequestConfiguration,
    UsersRequestBuilder,
    adapter_for,
)

#: Importing parts of the client warns about the client itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

SCHEMA = Path(__file__).parents[2].parent / "shared" / "schema" / "graph-openapi-subset.yaml"


class Oracle:
    """Microsoft's description of Graph's answers."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._spec = spec
        # Real errors carry a date without a zone, which the description does not allow.
        inner = spec["components"]["schemas"]["microsoft.graph.ODataErrors.InnerError"]
        del inner["properties"]["date"]["pattern"], inner["properties"]["date"]["format"]

    def problems(self, schema: str, body: Any) -> list[str]:
        root = {**self._spec, "$ref": f"#/components/schemas/{schema}"}
        return [error.message for error in OAS30Validator(root).iter_errors(body)]


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    if not SCHEMA.exists():
        pytest.skip("Microsoft's description of Graph is not on this machine")
    return Oracle(yaml.load(SCHEMA.read_text(), Loader=yaml.CSafeLoader))


USER_SELECT = (
    "id,displayName,userPrincipalName,mail,accountEnabled,userType,department,assignedLicenses,"
    "licenseAssignmentStates,signInActivity,proxyAddresses,createdDateTime"
)
ANSWERS: list[tuple[str, str, dict[str, Any]]] = [
    ("/users", "userCollectionResponse", {}),
    ("/users", "userCollectionResponse", {"select": USER_SELECT, "top": "999"}),
    (f"/users/{MEGAN.oid}", "user", {"select": USER_SELECT}),
    (f"/users/{MEGAN.oid}/licenseDetails", "licenseDetailsCollectionResponse", {}),
    (f"/users/{MEGAN.oid}/transitiveMemberOf", "directoryObjectCollectionResponse", {}),
    ("/me", "user", {}),
    ("/me/memberOf", "directoryObjectCollectionResponse", {}),
    (
        "/me/transitiveMemberOf/graph.directoryRole",
        "directoryRoleCollectionResponse",
        {"count": "true"},
    ),
    ("/directoryRoles", "directoryRoleCollectionResponse", {}),
    ("/groups", "groupCollectionResponse", {}),
    ("/groups/bbbbbbbb-0000-4000-8000-000000000002", "group", {}),
    (
        "/groups/bbbbbbbb-0000-4000-8000-000000000001/members",
        "directoryObjectCollectionResponse",
        {},
    ),
    ("/subscribedSkus", "subscribedSkuCollectionResponse", {}),
    ("/users/nobody", "ODataErrors.ODataError", {}),
    ("/nonsense", "ODataErrors.ODataError", {}),
    ("/users", "ODataErrors.ODataError", {"top": "1000"}),
]


@pytest.mark.parametrize(("path", "schema", "query"), ANSWERS)
async def test_answers_conform_to_microsofts_description(
    rehearsal: Rehearsal, oracle: Oracle, path: str, schema: str, query: dict[str, Any]
) -> None:
    _, body = await rehearsal.get(path, eventual=True, **query)
    assert oracle.problems(f"microsoft.graph.{schema}", body) == []


async def test_the_oracle_would_notice(rehearsal: Rehearsal, oracle: Oracle) -> None:
    _, body = await rehearsal.get("/subscribedSkus")
    body["value"][0]["skuId"] = "no guid"
    body["value"][0]["consumedUnits"] = "many"
    assert len(oracle.problems("microsoft.graph.subscribedSkuCollectionResponse", body)) > 0


@pytest.fixture
async def client(rehearsal: Rehearsal) -> AsyncIterator[GraphServiceClient]:
    """Microsoft's own client, pointed at the rehearsal tenant."""
    token = await rehearsal.token(ALEX.oid)
    async with httpx.AsyncHTTPTransport() as transport:
        adapter = adapter_for(rehearsal.graph, token, transport)
        yield GraphServiceClient(request_adapter=adapter)


async def test_microsofts_client_reads_people(
    rehearsal: Rehearsal, client: GraphServiceClient
) -> None:
    configuration = RequestConfiguration(
        query_parameters=UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
            select=USER_SELECT.split(","), search='"displayName:diego sici"', count=True, top=5
        )
    )
    configuration.headers.add("ConsistencyLevel", "eventual")
    page = await client.users.get(configuration)
    assert page is not None
    assert page.value is not None
    diego = page.value[0]
    assert (diego.display_name, diego.account_enabled) == ("Diego Siciliani", True)
    states = diego.license_assignment_states or []
    assert [str(state.sku_id) for state in states] == [E3, E3]
    assert [state.assigned_by_group is None for state in states] == [True, False]
    assert states[0].last_updated_date_time is not None


async def test_microsofts_client_reads_products(client: GraphServiceClient) -> None:
    answer = await client.subscribed_skus.get()
    assert answer is not None
    skus = {sku.sku_part_number: sku for sku in answer.value or []}
    e3 = skus["ENTERPRISEPACK"]
    assert e3.prepaid_units is not None
    assert (e3.prepaid_units.enabled or 0) > (e3.consumed_units or 0) > 0
    assert skus["CRMSTANDARD"].capability_status == "Suspended"
    assert skus["WINDOWS_STORE"].applies_to == "Company"
    assert "TEAMS1" in {plan.service_plan_name for plan in e3.service_plans or []}


async def test_microsofts_client_removes_licenses_and_reads_refusals(
    rehearsal: Rehearsal, client: GraphServiceClient
) -> None:
    person = client.users.by_user_id(rehearsal.account("isaiahl").id)
    body = AssignLicensePostRequestBody(add_licenses=[], remove_licenses=[E3])  # type: ignore[list-item]
    changed = await person.assign_license.post(body)
    assert changed is not None
    assert changed.assigned_licenses == []
    with pytest.raises(ODataError) as caught:
        await person.assign_license.post(body)
    assert caught.value.response_status_code == 400
    assert caught.value.error is not None
    assert caught.value.error.code == "Request_BadRequest"
    assert caught.value.error.message == "User does not have a corresponding license"


async def test_microsofts_client_reads_roles(client: GraphServiceClient) -> None:
    request = client.me.transitive_member_of.graph_directory_role
    configuration: RequestConfiguration[Any] = RequestConfiguration()
    configuration.headers.add("ConsistencyLevel", "eventual")
    configuration.query_parameters = request.GraphDirectoryRoleRequestBuilderGetQueryParameters(
        count=True, select=["displayName", "roleTemplateId"]
    )
    answer = await request.get(configuration)
    assert answer is not None
    assert [role.display_name for role in answer.value or []] == ["License Administrator"]
