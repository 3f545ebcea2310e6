from dataclasses import replace
from typing import Any

import pytest

from sandbox.organization.catalog import PLANS
from sandbox.organization.personas import ADELE, ALEX, MEGAN
from sandbox.organization.products import CATALOG
from tests.sandbox.conftest import E3, E5, PROJECT, Rehearsal

NOBODY = "00000000-1111-4222-8333-444444444444"
SALES = "bbbbbbbb-0000-4000-8000-000000000001"
GONE = "99999999-9999-4999-8999-999999999999"


def sku(part: str) -> str:
    return CATALOG[part].id


def add(part: str, *without: str) -> dict[str, Any]:
    return {"skuId": sku(part), "disabledPlans": [PLANS[plan] for plan in without]}


async def test_a_direct_license_goes(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("isaiahl")
    status, body = await rehearsal.assign(person.id, [E3])
    assert status == 200
    assert body["id"] == person.id
    assert body["assignedLicenses"] == []
    assert await rehearsal.states(person.id) == []


async def test_a_person_can_be_named_by_address(rehearsal: Rehearsal) -> None:
    status, _ = await rehearsal.assign("ISAIAHL@contoso.example", [E3])
    assert status == 200


async def test_what_is_held_twice_stays_through_the_group(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("diegos")
    used = rehearsal.tenant.consumed(E3)
    status, body = await rehearsal.assign(person.id, [E3])
    assert status == 200
    assert [held["skuId"] for held in body["assignedLicenses"]] == [E3]
    assert await rehearsal.states(person.id) == [(E3, SALES)]
    assert rehearsal.tenant.consumed(E3) == used


async def test_several_products_go_in_one_call(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("gradya")
    status, _ = await rehearsal.assign(person.id, [E5, PROJECT, E5])
    assert status == 200
    assert await rehearsal.states(person.id) == []


async def test_a_license_can_be_restored(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("isaiahl")
    await rehearsal.assign(person.id, [E3])
    status, _ = await rehearsal.assign(person.id, add=[add("ENTERPRISEPACK", "SWAY")])
    assert status == 200
    _, body = await rehearsal.get(f"/users/{person.id}", select="licenseAssignmentStates")
    assert body["licenseAssignmentStates"][0]["disabledPlans"] == [PLANS["SWAY"]]
    assert body["licenseAssignmentStates"][0]["lastUpdatedDateTime"] == "2026-11-24T09:00:00Z"


REFUSED = [
    (
        "inherited",
        ("lynner", [E3], []),
        (
            "User license is inherited from a group membership and it cannot be removed "
            "directly from the user."
        ),
    ),
    ("not held", ("pradeepg", [E3], []), "User does not have a corresponding license"),
    (
        "dependency",
        ("gradya", [E5], []),
        (
            f"License assignment failed because service plan {PLANS['SHAREPOINT_PROJECT']} depends "
            f"on the service plan(s) {PLANS['SHAREPOINTENTERPRISE']}"
        ),
    ),
    (
        "exclusive",
        ("isaiahl", [], [add("STANDARDPACK")]),
        "License assignment failed because service plans "
        + ",".join(sorted([PLANS["EXCHANGE_S_STANDARD"], PLANS["EXCHANGE_S_ENTERPRISE"]]))
        + " are mutually exclusive",
    ),
    (
        "no seat",
        ("pradeepg", [], [add("Microsoft_365_Copilot")]),
        (
            f"Subscription with SKU {sku('Microsoft_365_Copilot')} does not have any available "
            "licenses."
        ),
    ),
    (
        "suspended product",
        ("pradeepg", [], [add("CRMSTANDARD")]),
        f"Subscription with SKU {sku('CRMSTANDARD')} does not have any available licenses.",
    ),
    (
        "no usage location",
        ("enricoc", [], [add("ENTERPRISEPACK")]),
        "License assignment cannot be done for user with invalid usage location.",
    ),
    (
        "nothing to do",
        ("isaiahl", [], []),
        "No license changes provided. At least one license to add or remove must be specified.",
    ),
    (
        "company-wide product",
        ("isaiahl", [], [add("WINDOWS_STORE")]),
        f"License {sku('WINDOWS_STORE')} cannot be assigned to a user.",
    ),
    (
        "unknown product",
        ("isaiahl", [GONE], []),
        f"License {GONE} does not correspond to a valid company License.",
    ),
]


@pytest.mark.parametrize(("call", "message"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
async def test_a_broken_rule_is_a_400_and_changes_nothing(
    rehearsal: Rehearsal, call: tuple[str, list[str], list[Any]], message: str
) -> None:
    name, remove, added = call
    person = rehearsal.account(name)
    before = rehearsal.tenant.actual(person.id)
    status, body = await rehearsal.assign(person.id, remove, added)
    assert (status, body["error"]["code"]) == (400, "Request_BadRequest")
    assert body["error"]["message"] == message
    assert rehearsal.tenant.actual(person.id) == before


async def test_it_is_all_or_nothing(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("jonis")
    before = rehearsal.tenant.actual(person.id)
    status, _ = await rehearsal.assign(person.id, [E3, E5])
    assert status == 400
    assert rehearsal.tenant.actual(person.id) == before


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ({"removeLicenses": [E3]}, "addLicenses"),
        ({"addLicenses": []}, "removeLicenses"),
        ({"addLicenses": None, "removeLicenses": None}, "addLicenses, removeLicenses"),
    ],
)
async def test_both_arrays_must_be_there(
    rehearsal: Rehearsal, body: dict[str, Any], missing: str
) -> None:
    status, answer = await rehearsal.post(f"/users/{MEGAN.oid}/assignLicense", body)
    assert (status, answer["error"]["code"]) == (400, "Request_BadRequest")
    assert answer["error"]["message"] == (
        "One or more parameters of the operation 'assignLicense' are missing from the request "
        f"payload. The missing parameters are: {missing}."
    )


@pytest.mark.parametrize(
    "body",
    [
        [],
        "text",
        {"addLicenses": 1, "removeLicenses": []},
        {"addLicenses": [1], "removeLicenses": []},
        {"addLicenses": [], "removeLicenses": ["no guid"]},
    ],
)
async def test_an_unreadable_body_is_a_400(rehearsal: Rehearsal, body: Any) -> None:
    status, answer = await rehearsal.post(f"/users/{MEGAN.oid}/assignLicense", body)
    assert (status, answer["error"]["code"]) == (400, "BadRequest")


async def test_no_one_with_this_id_is_a_404(rehearsal: Rehearsal) -> None:
    status, body = await rehearsal.assign(NOBODY, [E3])
    assert (status, body["error"]["code"]) == (404, "Request_ResourceNotFound")
    assert body["error"]["message"].startswith(f"Resource '{NOBODY}' does not exist")


@pytest.mark.parametrize("who", [ALEX.oid, ADELE.oid, "app"])
async def test_license_and_user_administrators_and_the_app_may(
    rehearsal: Rehearsal, who: str
) -> None:
    status, _ = await rehearsal.assign(rehearsal.account("isaiahl").id, [E3], who=who)
    assert status == 200


async def test_without_such_a_role_it_is_a_403(rehearsal: Rehearsal) -> None:
    billing = rehearsal.account("isaiahl").id
    for who in (MEGAN.oid, billing):
        status, body = await rehearsal.assign(billing, [E3], who=who)
        assert (status, body["error"]["code"]) == (403, "Authorization_RequestDenied")
        assert body["error"]["message"] == "Insufficient privileges to complete the operation."


async def test_a_disabled_mailbox_plan_shows_in_license_details(rehearsal: Rehearsal) -> None:
    _, body = await rehearsal.get(f"/users/{rehearsal.account('nestorw').id}/licenseDetails")
    plans = {
        p["servicePlanName"]: p["provisioningStatus"] for p in body["value"][0]["servicePlans"]
    }
    assert plans["EXCHANGE_S_ENTERPRISE"] == "Disabled"
    assert plans["TEAMS1"] == "Success"


async def test_who_is_in_a_restricted_unit_is_refused_with_the_reason(
    rehearsal: Rehearsal,
) -> None:
    person, tenant = rehearsal.account("isaiahl"), rehearsal.tenant
    tenant.people = tuple(replace(one, restricted=one.id == person.id) for one in tenant.people)
    for key in (person.id, person.address):
        status, body = await rehearsal.assign(key, [E3])
        assert (status, body["error"]["code"]) == (403, "Authorization_RequestDenied")
        assert "restricted management administrative unit" in body["error"]["message"]
    assert (await rehearsal.assign(rehearsal.account("joniS").id, [E3]))[0] == 200
