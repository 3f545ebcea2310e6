"""People and plans with the right answer worked out by hand: `loss_cases.toml`."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from licensing.losses.consequences import consequences
from licensing.losses.entitlements import Entitlements
from licensing.losses.rules import ARCHIVE_DAY, RULES, Terms, events
from licensing.losses.services import Data
from licensing.tenant.catalog import Catalog
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Assignment, Group, Person
from licensing.tenant.products import Product, ServicePlan
from sandbox.organization.products import CATALOG

TABLE = tomllib.loads((Path(__file__).parent / "loss_cases.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TABLE["case"]
DAY = date(2026, 11, 24)
#: A service that Microsoft added since, a product with it, and one of known services.
NEW = ServicePlan("00000000-0000-4000-8000-00000000000a", "SOMETHING_NEW")
#: Products of the rehearsal tenant, of Microsoft's table, and those that neither knows.
BY_PART = {
    part: Product(
        product.id,
        part,
        product.name,
        0,
        0,
        tuple(ServicePlan(plan.id, plan.name) for plan in product.plans),
    )
    for part, product in CATALOG.items()
}
BY_PART |= {
    one.part: replace(one, status="Enabled")
    for one in sorted(Catalog.bundled().products.values(), key=lambda one: one.id, reverse=True)
}
BY_PART["NEW_PRODUCT"] = Product("new-product", "NEW_PRODUCT", "New", 0, 0, (NEW,))
BY_PART["NEW_BUNDLE"] = replace(BY_PART["STANDARDPACK"], id="new-bundle", part="NEW_BUNDLE")
BY_PART["NEVER_HEARD_OF"] = Product("never-heard-of", "NEVER_HEARD_OF", "", 0, 0)
PARTS = {product.id: part for part, product in BY_PART.items()}
PLAN_IDS = {plan.part: plan.id for one in BY_PART.values() for plan in one.plans}


def tenant(case: dict[str, Any]) -> dict[str, Product]:
    """The products that the tenant lists, as the case changes them."""
    found = {}
    for part, product in BY_PART.items():
        plans = (*product.plans, NEW) if part in case.get("new_plan", ()) else product.plans
        status = case.get("status", {}).get(part, product.status)
        if part not in case.get("gone", ()):
            found[product.id] = replace(product, plans=plans, status=status)
    return found


def assignment(text: str) -> Assignment:
    """Read "PART of Group without PLAN PLAN in State"."""
    text, _, state = text.partition(" in ")
    text, _, off = text.partition(" without ")
    part, _, group = text.partition(" of ")
    return Assignment(
        BY_PART[part].id,
        Group(group, group) if group else None,
        frozenset(PLAN_IDS[plan] for plan in off.split()),
        state or "Active",
    )


def with_days(data: Data, terms: Terms) -> str:
    days = [f"{e.event} {(e.day - DAY).days}" for e in events(data, DAY, terms)]
    return f"{data}: {', '.join(days)}" if days else str(data)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    who = Person("p", "P", "p@contoso.example", assignments=tuple(map(assignment, case["holds"])))
    terms = Terms(
        onedrive_rule=not case.get("no_onedrive_rule", False),
        mailbox_delay=case.get("delay", False),
        archive_day=case.get("archive_day", ARCHIVE_DAY),
    )
    means = consequences(
        who,
        {BY_PART[part].id for part in case["remove"]},
        Entitlements(tenant(case)),
        terms,
        Mailbox(case.get("mailbox", "user")),
    )
    assert {with_days(data, terms) for data in means.losses} == set(case["loses"])
    kept = {f"{one.data}: {PARTS[one.product]}" for one in means.kept}
    assert kept == set(case.get("keeps", ()))
    addons = {f"{PARTS[one.product]} {one.effect}" for one in means.addons}
    assert addons == set(case.get("addons", ()))
    assert means.last_license == case.get("last", False)


def test_there_are_at_least_two_hundred_cases_each_with_its_page_and_name() -> None:
    assert len(CASES) >= 200
    assert len({case["name"] for case in CASES}) == len(CASES)
    pages = TABLE["sources"]
    assert all(case["source"] and set(case["source"]) <= set(pages) for case in CASES)
    assert all(page.startswith("https://") and "microsoft.com/" in page for page in pages.values())


def test_every_kind_of_data_is_lost_in_some_case() -> None:
    lost = {line.partition(":")[0] for case in CASES for line in case["loses"]}
    assert lost == {str(data) for data in Data}


def test_every_rule_has_a_case_that_names_its_page() -> None:
    named = {TABLE["sources"][name] for case in CASES for name in case["source"]}
    # Two pages are named by what they say elsewhere in the table.
    spoken_for = {Data.TEAMS, Data.PHONE}
    assert {rule.source for rule in RULES.values() if rule.data not in spoken_for} <= named


def test_days_are_counted_from_the_day_of_the_removal() -> None:
    (deleted,) = events(Data.CLOUD_PC, DAY)
    assert deleted.day == DAY + timedelta(days=7)
