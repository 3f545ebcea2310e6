"""Seats in use are always the people who hold a product, whatever is tried."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.organization.generate import generate
from sandbox.organization.products import CATALOG
from sandbox.organization.rules import Addition, Change
from sandbox.refusal import Refusal
from sandbox.tenant import Tenant
from tests.sandbox.conftest import Clock

_ORGANIZATION = generate(60, seed=2)
_PEOPLE = st.sampled_from([p.id for p in _ORGANIZATION.people])
_PRODUCTS = st.sampled_from([p.id for p in CATALOG.values()])
_PLANS = st.sampled_from([plan.id for p in CATALOG.values() for plan in p.plans])
_ADDITION = st.builds(Addition, _PRODUCTS, st.lists(_PLANS, max_size=2).map(tuple))
_CHANGE = st.builds(
    Change, st.lists(_ADDITION, max_size=2).map(tuple), st.lists(_PRODUCTS, max_size=3).map(tuple)
)


@given(st.lists(st.tuples(_PEOPLE, _CHANGE, st.integers(0, 4)), max_size=40))
@settings(max_examples=60, deadline=None)
def test_seats_in_use_are_the_distinct_holders(
    calls: list[tuple[str, Change, int]],
) -> None:
    clock = Clock()
    tenant = Tenant(_ORGANIZATION, clock)
    for person, change, lag in calls:
        before = tenant.actual(person)
        tenant.lag = timedelta(seconds=lag)
        clock.forward(1)
        try:
            tenant.change(person, change, None)
        except Refusal:
            assert tenant.actual(person) == before
    for product in CATALOG.values():
        holders = [
            p for p in tenant.people if any(a.product == product.id for a in tenant.actual(p.id))
        ]
        assert tenant.consumed(product.id) == len(holders)
    clock.forward(10)
    seen = tenant.products_seen()
    for account in tenant.people:
        assert tenant.assignments(account.id) == tenant.actual(account.id)
        assert seen[account.id] == {a.product for a in tenant.actual(account.id)}
