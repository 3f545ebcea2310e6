from collections import Counter

import pytest

from sandbox.organization import roles
from sandbox.organization.generate import generate
from sandbox.organization.organization import Organization
from sandbox.organization.personas import ADELE, ALEX, MEGAN
from sandbox.organization.products import CATALOG, DEPENDS_ON, EXCLUSIVE
from sandbox.organization.rules import enabled_plans


def test_the_same_seed_gives_the_same_organization() -> None:
    assert generate(300, seed=3) == generate(300, seed=3)
    assert generate(300, seed=3) != generate(300, seed=4)


@pytest.mark.parametrize("people", [3, 10, 50, 500])
def test_it_has_as_many_people_as_asked_for(people: int) -> None:
    assert len(generate(people).people) == people


def test_the_personas_come_first_with_their_roles(organization: Organization) -> None:
    assert [p.id for p in organization.people[:3]] == [ALEX.oid, MEGAN.oid, ADELE.oid]
    assert organization.roles[ALEX.oid] == {roles.LICENSE_ADMINISTRATOR}
    assert organization.roles[ADELE.oid] == {roles.USER_ADMINISTRATOR}
    assert MEGAN.oid not in organization.roles


def test_ids_and_addresses_are_unique_and_some_names_are_not(organization: Organization) -> None:
    people = organization.people
    assert len({p.id for p in people}) == len(people)
    assert len({p.address.casefold() for p in people}) == len(people)
    assert Counter(p.name for p in people)["Maria García"] >= 3


def test_it_has_everyone_who_breaks_careless_software(organization: Organization) -> None:
    people = organization.people
    assert any("<b>" in p.name and "*" in p.name for p in people)
    assert any("'" in p.name for p in people)
    assert any(len(p.name) > 200 for p in people)
    assert any(p.mail is None for p in people)
    assert any(p.mail and p.mail != p.address and not p.guest for p in people)
    assert any(p.usage_location is None and not p.guest for p in people)
    assert any(p.signed_in is None for p in people)
    mails = {p.mail for p in people}
    assert any(p.address in mails and p.mail != p.address for p in people) or any(
        p.mail == q.address for p in people for q in people if p is not q
    )


def test_shares_of_guests_and_disabled_accounts_are_as_in_life() -> None:
    people = generate(5_000).people
    assert 0.02 < sum(p.guest for p in people) / len(people) < 0.04
    assert 0.03 < sum(not p.enabled for p in people) / len(people) < 0.055


def test_licenses_are_direct_inherited_and_both(organization: Organization) -> None:
    kinds = set()
    for person in organization.people:
        for product in {a.product for a in person.assignments}:
            groups = [a.group for a in person.assignments if a.product == product]
            kinds.add((None in groups, any(groups)))
    assert kinds == {(True, False), (False, True), (True, True)}


def test_no_one_starts_with_plans_that_contradict_each_other(organization: Organization) -> None:
    products = {p.id: p for p in organization.products}
    for person in organization.people:
        plans = enabled_plans(person.assignments, products)
        assert not any(pair <= plans for pair in EXCLUSIVE), person
        assert all(needs & plans for plan, needs in DEPENDS_ON.items() if plan in plans), person


def test_inherited_licenses_come_from_groups_one_is_in(organization: Organization) -> None:
    for person in organization.people:
        assert {a.group for a in person.assignments if a.group} <= set(person.groups)


def test_one_product_is_company_wide_one_suspended_and_one_sold_out(
    organization: Organization,
) -> None:
    products = {p.part: p for p in organization.products}
    assert products["WINDOWS_STORE"].applies_to == "Company"
    assert products["CRMSTANDARD"].status == "Suspended"
    held = sum(
        CATALOG["Microsoft_365_Copilot"].id in {a.product for a in p.assignments}
        for p in organization.people
    )
    assert products["Microsoft_365_Copilot"].usable_seats == held
