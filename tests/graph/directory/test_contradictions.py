"""Two lists of a person's licenses that disagree are shown as such, and nothing is guessed."""

import json
from datetime import UTC, date, datetime

from graph.client.parsing import read_person
from licensing.plans.plan import build_plan
from licensing.plans.planned_person import PlannedAction
from licensing.runs.undo import is_removed
from tests.support import people as a
from tests.support.people import owned, product

SUITE, VISIO = "6fd2c87f-b296-42f0-b197-1e91e994b900", "c5928f49-12ba-48f7-ada3-0d743a3601d5"


def direct(sku: str, state: str = "Active") -> dict[str, object]:
    return {"skuId": sku, "assignedByGroup": None, "disabledPlans": [], "state": state}


def raw(held: list[str], states: list[dict[str, object]]) -> dict[str, object]:
    listed = [{"skuId": sku.upper(), "disabledPlans": []} for sku in held]
    body = {"id": "ann", "assignedLicenses": listed, "licenseAssignmentStates": states}
    return dict(json.loads(json.dumps(body)))


def test_a_product_without_a_word_on_how_it_is_assigned_is_held_and_left_alone() -> None:
    ann = read_person(raw([SUITE], []), {})
    assert ann.unexplained == {SUITE}
    assert ann.products == {SUITE}
    assert not is_removed(SUITE, ann)
    plan = build_plan(
        id="plan",
        tenant="t",
        owner="alex",
        made_at=datetime(2026, 12, 1, tzinfo=UTC),
        day=date(2026, 12, 1),
        chosen=[SUITE],
        people=[ann],
        products=owned(product(SUITE, a.MAILBOX)),
    )
    assert [line.action for line in plan.people[0].lines] == [PlannedAction.UNEXPLAINED]
    assert (plan.summary.licenses, plan.summary.unexplained, plan.summary.not_held) == (0, 1, 0)


def test_a_working_assignment_that_is_not_listed_is_marked() -> None:
    ann = read_person(raw([], [direct(SUITE), direct(VISIO, "Error")]), {})
    assert ann.unlisted == {SUITE}
    assert ann.unexplained == frozenset()


def test_nothing_contradicts_where_both_agree_or_one_was_not_asked_for() -> None:
    both = read_person(raw([SUITE], [direct(SUITE)]), {})
    assert (both.unexplained, both.unlisted) == (frozenset(), frozenset())
    alone = read_person({"id": "ann", "licenseAssignmentStates": [direct(SUITE)]}, {})
    assert (alone.unexplained, alone.unlisted) == (frozenset(), frozenset())
