"""Who may remove licenses. Graph, user assignLicense; Microsoft Entra, permissions reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.tenant.roles import (
    BILLING_ADMINISTRATOR,
    DIRECTORY_WRITERS,
    GLOBAL_ADMINISTRATOR,
    LICENSE_ADMINISTRATOR,
    MAY_REMOVE,
    SPECIAL_ROLE,
    UNREADABLE_ROLES,
    USER_ADMINISTRATOR,
    RoleDecision,
    Why,
    may_remove,
    role_names,
)

#: Microsoft's template ids, written a second time so that a slip in one place shows.
TEMPLATES = [
    ("Global Administrator", GLOBAL_ADMINISTRATOR, "62e90394-69f5-4237-9190-012177145e10"),
    ("License Administrator", LICENSE_ADMINISTRATOR, "4d6ac14f-3453-41d0-bef9-a3e0c569773a"),
    ("User Administrator", USER_ADMINISTRATOR, "fe930be7-5e62-47db-91af-98c3a49a38b1"),
    ("Directory Writers", DIRECTORY_WRITERS, "9360feb5-f418-4baa-8175-e2a00bac4301"),
    ("Billing Administrator", BILLING_ADMINISTRATOR, "b0f54661-2d74-4c50-afa3-1ec803f12efe"),
]
GROUPS_ADMINISTRATOR = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"


@pytest.mark.parametrize(
    ("known", "template"), [row[1:] for row in TEMPLATES], ids=[row[0] for row in TEMPLATES]
)
def test_the_template_id_is_microsofts_for(known: str, template: str) -> None:
    assert known == template


@pytest.mark.parametrize("role", [row[2] for row in TEMPLATES[:4]])
def test_each_of_the_four_roles_may_remove_alone(role: str) -> None:
    assert may_remove([role]) == RoleDecision(allowed=True, why=Why.ROLE_ALLOWS)


def test_no_one_else_may() -> None:
    assert {template for _, _, template in TEMPLATES[:4]} == MAY_REMOVE


def test_billing_administrator_alone_may_not_and_is_told_why() -> None:
    assert may_remove([BILLING_ADMINISTRATOR]) == RoleDecision(allowed=False, why=Why.BILLING_ONLY)


def test_billing_administrator_beside_a_role_that_allows_may() -> None:
    roles = [BILLING_ADMINISTRATOR, LICENSE_ADMINISTRATOR]
    assert may_remove(roles) == RoleDecision(allowed=True, why=Why.ROLE_ALLOWS)


@pytest.mark.parametrize("roles", [[], [GROUPS_ADMINISTRATOR], [GLOBAL_READER], [""], ["License"]])
def test_without_a_role_that_allows_no_one_may(roles: list[str]) -> None:
    assert may_remove(roles) == RoleDecision(allowed=False, why=Why.NO_ROLE)


@given(
    st.sets(st.sampled_from([*(row[2] for row in TEMPLATES), GLOBAL_READER]) | st.uuids().map(str))
)
def test_only_one_of_the_four_roles_ever_allows(roles: set[str]) -> None:
    decision = may_remove(roles)
    assert decision.allowed == bool(roles & {row[2] for row in TEMPLATES[:4]})
    assert decision.allowed == (decision.why is Why.ROLE_ALLOWS)
    assert may_remove(sorted(roles)) == decision


def test_a_role_that_is_not_active_allows_nothing_and_is_named() -> None:
    decision = may_remove([BILLING_ADMINISTRATOR], eligible=[LICENSE_ADMINISTRATOR])
    assert decision == RoleDecision(allowed=False, why=Why.NOT_ACTIVE)
    assert may_remove([LICENSE_ADMINISTRATOR], eligible=[LICENSE_ADMINISTRATOR]).allowed
    assert may_remove([], eligible=[BILLING_ADMINISTRATOR]).why is Why.NO_ROLE


def test_only_roles_that_have_to_do_with_licenses_are_named() -> None:
    assert role_names({LICENSE_ADMINISTRATOR, "somebody"}) == ("License Administrator",)


@pytest.mark.parametrize(
    ("role", "why"), [(SPECIAL_ROLE, Why.SPECIAL_ROLE), (UNREADABLE_ROLES, Why.UNREADABLE)]
)
def test_what_only_graph_can_judge_is_allowed_and_never_certain(role: str, why: Why) -> None:
    unsure = may_remove([role, BILLING_ADMINISTRATOR], eligible=[LICENSE_ADMINISTRATOR])
    assert (unsure, unsure.certain) == (RoleDecision(allowed=True, why=why), False)
    assert may_remove([role, LICENSE_ADMINISTRATOR]).certain
    assert not may_remove([]).certain
