"""What a change of a request changed: people, products, licenses, the reason."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from licensing.requests.model import Participant
from licensing.requests.plan_change import PeopleDifference, compare_people, plan_change
from tests.support.ledger import plan_of
from tests.support.people import person

NO_ONE = PeopleDifference((), ())
IDS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(IDS, IDS)
def test_everyone_is_in_both_plans_or_added_or_left_out(
    before: list[str], after: list[str]
) -> None:
    found = compare_people(before, after)
    assert {after[place] for place in found.added} == set(after) - set(before)
    assert {before[place] for place in found.left_out} == set(before) - set(after)


def test_products_are_compared_by_what_goes_and_named() -> None:
    both = plan_of(person("joni", "e3", "visio"), chosen=("e3", "visio"))
    one = plan_of(person("joni", "e3", "visio"), chosen=("e3",))
    fewer = plan_change(both, one, NO_ONE, (), (), new_reason=False)
    assert fewer.products_left_out == (both.products["visio"],)
    assert (fewer.products_added, fewer.licenses, fewer.new_reason) == ((), -1, False)
    more = plan_change(one, both, NO_ONE, (), (), new_reason=True)
    assert more.products_added == (both.products["visio"],)
    assert (more.products_left_out, more.licenses, more.new_reason) == ((), 1, True)


def test_all_people_are_counted_though_few_are_named() -> None:
    plan = plan_of(person("joni", "e3"))
    many = PeopleDifference(tuple(range(400)), (0,))
    joni = (Participant("joni", "Joni"),)
    found = plan_change(plan, replace(plan, id="p2"), many, joni, (), new_reason=False)
    assert (found.people_added, found.people_left_out, found.added) == (400, 1, joni)
