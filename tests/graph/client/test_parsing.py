import uuid
from typing import Any

import pytest

from licensing import errors
from licensing.tenant.people import Group, UserType
from tests.graph.conftest import E3, Bench

GROUP = "99999999-0000-4000-8000-000000000001"


async def test_a_product_has_its_name_seats_and_plans(bench: Bench) -> None:
    products = {product.id: product for product in await bench.tenant.products()}
    e3 = products[E3]
    assert (e3.name, e3.part, e3.status, e3.for_people) == (
        "Office 365 E3",
        "ENTERPRISEPACK",
        "Enabled",
        True,
    )
    assert e3.assigned == bench.directory.consumed(E3)
    assert e3.total > e3.assigned
    assert "EXCHANGE_S_ENTERPRISE" in {plan.part for plan in e3.plans}


async def test_products_of_the_company_are_marked_and_warned_seats_count(bench: Bench) -> None:
    body = [
        {
            "skuId": E3.upper(),
            "skuPartNumber": "A",
            "appliesTo": "Company",
            "capabilityStatus": "Sparkling",
            "consumedUnits": 14,
            "prepaidUnits": {"enabled": 2, "warning": 3, "suspended": 25, "lockedOut": 4},
            "servicePlans": [{"servicePlanId": GROUP, "provisioningStatus": "New"}],
        },
        {"skuId": GROUP, "appliesTo": "Robot", "prepaidUnits": None, "servicePlans": None},
    ]
    bench.fault(path="/subscribedSkus", status=200, body={"value": body})
    bare, full = await bench.tenant.products()
    assert (full.id, full.total, full.assigned, full.available) == (E3, 5, 14, 0)
    assert (full.for_people, full.status) == (False, "Sparkling")
    assert (bare.part, bare.total, bare.for_people, bare.plans) == ("", 0, True, ())


async def test_a_person_has_everything_a_removal_looks_at(bench: Bench) -> None:
    nestor = await bench.tenant.read_person(bench.account("nestorw").id)
    assert (nestor.name, nestor.department, nestor.enabled) == ("Nestor Wilke", "Operations", True)
    (assignment,) = nestor.assignments
    assert assignment.direct
    assert len(assignment.disabled_plans) == 2
    guest = await bench.tenant.search_people("Guest of Fabrikam")
    assert guest[0].user_type is UserType.GUEST
    former = await bench.tenant.read_person(bench.account("former").id)
    assert not former.enabled
    irvin = await bench.tenant.read_person(bench.account("irvins").id)
    assert irvin.mail is None


async def test_values_that_are_new_do_not_stop_the_reading(bench: Bench) -> None:
    states: list[Any] = [
        {"skuId": E3, "state": "Sleeping", "error": "None", "assignedByGroup": None},
        {"skuId": E3.upper(), "state": None, "error": "Novelty", "assignedByGroup": GROUP},
        "nonsense",
    ]
    body = {
        "id": "1",
        "displayName": None,
        "userPrincipalName": "a@b",
        "userType": "Alien",
        "accountEnabled": None,
        "licenseAssignmentStates": states,
        "somethingNew": {"a": [1]},
    }
    bench.fault(path="/users/*", status=200, body=body)
    person = await bench.tenant.read_person("1")
    assert (person.name, person.user_type, person.enabled) == ("a@b", UserType.MEMBER, True)
    first, second = person.assignments
    assert (first.product, first.state, first.group) == (E3, "Sleeping", None)
    assert (second.product, second.state, second.group) == (E3, "", Group(GROUP, GROUP))


async def test_a_person_without_an_id_is_an_unread_answer(bench: Bench) -> None:
    bench.fault(path="/users/*", status=200, body={"displayName": "x"})
    with pytest.raises(errors.UnreadAnswer):
        await bench.tenant.read_person(str(uuid.uuid4()))


async def test_all_accounts_are_counted(bench: Bench) -> None:
    assert await bench.tenant.count_people() == len(bench.directory.people)
