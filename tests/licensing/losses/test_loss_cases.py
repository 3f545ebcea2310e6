"""People and plans with the right answer worked out by hand: `loss_cases.toml`."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from licensing.losses.consequences import consequences
from licensing.losses.entitlements import Entitlements
from licensing.losses.rules import RULES, Terms, events
from licensing.losses.services import Data
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Assignment, Group, Person
from licensing.tenant.products import Product, ServicePlan
from sandbox.organization.products import CATALOG, PLANS

TABLE = tomllib.loads((Path(__file__).parent / "loss_cases.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TABLE["case"]
DAY = date(2026, 11, 24)
PRODUCTS = {
    product.id: Product(
        product.id,
        part,
        product.name,
        0,
        0,
        tuple(ServicePlan(plan.id, plan.name) for plan in product.plans),
    )
    for part, product in CATALOG.items()
}
PARTS = {product.id: part for part, product in CATALOG.items()}


def assignment(text: str) -> Assignment:
    """Read "PART of Group without PLAN PLAN in State"."""
    text, _, state = text.partition(" in ")
    text, _, off = text.partition(" without ")
    part, _, group = text.partition(" of ")
    return Assignment(
        CATALOG[part].id,
        Group(group, group) if group else None,
        frozenset(PLANS[plan] for plan in off.split()),
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
    )
    means = consequences(
        who,
        {CATALOG[part].id for part in case["remove"]},
        Entitlements(PRODUCTS),
        terms,
        Mailbox(case.get("mailbox", "user")),
    )
    assert {with_days(data, terms) for data in means.losses} == set(case["loses"])
    kept = {f"{one.data}: {PARTS[one.product]}" for one in means.kept}
    assert kept == set(case.get("keeps", ()))
    addons = {f"{PARTS[one.product]} {one.effect}" for one in means.addons}
    assert addons == set(case.get("addons", ()))
    assert means.last_license == case.get("last", False)


def test_there_are_at_least_sixty_cases_each_with_its_page_and_name() -> None:
    assert len(CASES) >= 60
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
