"""Which seats come free: of the removed product's own subscription, if that still works.

Numbers as Graph has them in prepaidUnits and consumedUnits
(https://learn.microsoft.com/graph/api/resources/subscribedsku); states by
https://learn.microsoft.com/microsoft-365/commerce/subscriptions/what-if-my-subscription-expires.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cards.removal.freed import freed_blocks
from cards.words.languages import english
from licensing.plans.plan import Plan, build_plan
from licensing.tenant.products import Product
from tests.support import people as a
from tests.support.people import SALES, assignment, owned, person, product

DAY = date(2026, 11, 24)


def removal(*products: Product, people: int = 2, chosen: tuple[str, ...] = ("suite",)) -> Plan:
    return build_plan(
        id="plan-1",
        tenant="t",
        owner="alex",
        made_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        day=DAY,
        chosen=chosen,
        people=[person(f"p{n}", "suite", "other") for n in range(people)],
        products=owned(*products),
    )


def suite(total: int, assigned: int, status: str = "Enabled") -> Product:
    return replace(product("suite", a.MAILBOX, total=total, assigned=assigned), status=status)


SEATS = [
    # bought, assigned, state: of two that go, so many come free; free before.
    (10, 8, "Enabled", 2, 2),
    (10, 10, "Enabled", 2, 0),
    # More are assigned than bought: the first that go only mend that.
    (10, 11, "Enabled", 1, 0),
    (10, 12, "Enabled", 0, 0),
    # Expired, and still working: prepaidUnits.warning counts as bought.
    (10, 9, "Warning", 2, 1),
    # No seat of a subscription that ended can be used (defect A15: enabled 0, consumed 19).
    (0, 19, "Suspended", 0, 0),
    (20, 19, "Suspended", 0, 0),
    (0, 2, "LockedOut", 0, 0),
    (20, 2, "Deleted", 0, 0),
    (20, 2, "Something new", 0, 0),
]


@pytest.mark.parametrize(("total", "assigned", "status", "freed", "available"), SEATS)
def test_seats_come_free_only_of_a_subscription_that_works(
    total: int, assigned: int, status: str, freed: int, available: int
) -> None:
    summary = removal(suite(total, assigned, status), product("other")).summary
    seats = summary.seats["suite"]
    assert (seats.freed, seats.available, seats.status) == (freed, available, status)
    assert (summary.freed, summary.licenses) == (freed, 2)


def test_each_product_frees_seats_of_its_own_subscription() -> None:
    other = replace(product("other", total=0, assigned=5), status="Suspended")
    summary = removal(suite(10, 9), other, chosen=("suite", "other")).summary
    assert {id_: one.freed for id_, one in summary.seats.items()} == {"suite": 2, "other": 0}
    assert summary.freed == 2


def test_a_product_that_the_tenant_no_longer_lists_frees_nothing() -> None:
    seats = removal(product("other")).summary.seats["suite"]
    assert (seats.freed, seats.status) == (0, "")


def test_a_seat_that_a_group_still_uses_does_not_come_free() -> None:
    plan = build_plan(
        id="plan-1",
        tenant="t",
        owner="alex",
        made_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        day=DAY,
        chosen=["suite"],
        people=[person("p", "suite", assignment("suite", SALES))],
        products=owned(suite(10, 9)),
    )
    assert (plan.summary.licenses, plan.summary.freed) == (1, 0)


@pytest.mark.parametrize(
    ("product", "said"),
    [
        (suite(10, 9), "2, with 1 already available"),
        (suite(10, 9, "Warning"), "the subscription has expired and works only for now"),
        (suite(0, 19, "Suspended"), "none, because the subscription is suspended"),
        (suite(0, 19, "LockedOut"), "none, because the subscription is locked out"),
        (suite(0, 19, "Deleted"), "none, because the subscription is deleted"),
        (suite(0, 19, "Odd"), "none, because the subscription is in a state called Odd"),
        (None, "none, because your tenant no longer lists this product"),
    ],
)
def test_the_preview_says_why_no_seat_comes_free(product: Product | None, said: str) -> None:
    plan = removal(*([product] if product else []))
    drawn = freed_blocks(plan.summary, plan.products, {}, english())
    assert said in " ".join(one.model_dump_json() for one in drawn)
