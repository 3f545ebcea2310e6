"""What a run took is restored exactly, to anyone who can have it, and nothing else.

The file is long because what went has as many cases as a removal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.plans.drift import Drift, drift
from licensing.plans.plan import Plan, PlanKind, UndoneRun, build_plan, fingerprint
from licensing.plans.planned_person import (
    BLOCKED_ACTIONS,
    REMOVED_ACTIONS,
    PlannedAction,
    PlannedPerson,
)
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome
from licensing.runs.undo import (
    RemovedLicenses,
    build_undo_plan,
    is_restored,
    removed_licenses,
    restored_products,
)
from licensing.tenant.people import Assignment, Person
from licensing.tenant.products import Product
from tests.support import people as a
from tests.support.people import OPERATIONS, SALES, assignment, owned, person, product

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
UNDONE = UndoneRun("run-1", 42, DAY, Terms())
IDS = ("suite", "kiosk", "calls")
OWNED = owned(
    product("suite", a.MAILBOX, a.ONEDRIVE), product("kiosk", a.MAILBOX_KIOSK), product("calls")
)


def removal(people: Sequence[Person], chosen: Sequence[str] | None = None) -> Plan:
    return build_plan(
        id="plan-1",
        tenant="t",
        owner="alex",
        made_at=AT,
        day=DAY,
        chosen=chosen,
        people=people,
        products=OWNED,
    )


def back(
    what: Sequence[RemovedLicenses],
    people: Mapping[str, Person],
    products: Mapping[str, Product] = OWNED,
) -> Plan:
    return build_undo_plan(
        id="plan-2",
        tenant="t",
        owner="alex",
        made_at=AT,
        day=DAY,
        undoes=UNDONE,
        removed=what,
        people=people,
        products=products,
        names={"gone": "Gone Product"},
    )


def run(plan: Plan, people: Mapping[str, Person]) -> dict[str, Person]:
    """Everyone as they are once a plan was carried out without trouble."""
    after = dict(people)
    for planned in plan.people:
        who = after[planned.id]
        kept = tuple(
            x for x in who.assignments if not x.direct or x.product not in planned.removals
        )
        new = tuple(Assignment(x.product, None, x.disabled_plans) for x in planned.restorations)
        after[planned.id] = replace(who, assignments=kept + new)
    return after


def proven(planned: PlannedPerson) -> PersonOutcome:
    """The outcome of someone for whom all went as planned."""
    ends = {
        PlannedAction.REMOVE: Outcome.REMOVED,
        PlannedAction.STAYS_BY_GROUP: Outcome.STILL_ASSIGNED,
        PlannedAction.INHERITED: Outcome.KEPT,
        PlannedAction.NOT_HELD: Outcome.NOT_HELD,
        PlannedAction.RESTORE: Outcome.RESTORED,
    }
    lines = tuple(LineOutcome(x.product, ends[x.action], x.groups) for x in planned.lines)
    lost = Data.MAILBOX in planned.losses
    return PersonOutcome(planned.id, planned.name, planned.address, lines, lost)


def all_taken(plan: Plan) -> list[RemovedLicenses]:
    found = (removed_licenses(planned, proven(planned)) for planned in plan.people)
    return [one for one in found if one]


def held(people: Mapping[str, Person]) -> dict[str, frozenset[Assignment]]:
    return {id_: frozenset(who.assignments) for id_, who in people.items()}


off = st.frozensets(st.sampled_from(["plan-a", "plan-b", a.MAILBOX]), max_size=2)
assignments = st.builds(
    Assignment, st.sampled_from(IDS), st.sampled_from([None, None, SALES, OPERATIONS]), off
)


@st.composite
def someone(draw: st.DrawFn, number: int) -> Person:
    drawn = draw(st.lists(assignments, max_size=6))
    once = {(x.product, x.group): x for x in drawn}
    return replace(person(f"p{number}"), assignments=tuple(once.values()))


crowds = st.integers(1, 6).flatmap(lambda n: st.tuples(*(someone(number) for number in range(n))))
choices = st.one_of(st.none(), st.lists(st.sampled_from(IDS), unique=True, min_size=1))


@for_all(crowds, choices)
def test_undone_everyone_holds_exactly_what_they_held(
    crowd: tuple[Person, ...], chosen: list[str] | None
) -> None:
    before = {who.id: who for who in crowd}
    plan = removal(crowd, chosen)
    after = run(plan, before)
    restoration = back(all_taken(plan), after)
    assert held(run(restoration, after)) == held(before)
    assert restoration.summary.licenses == plan.summary.licenses
    assert restoration.summary.going == plan.summary.going


@for_all(crowds, choices, st.randoms(use_true_random=False))
def test_the_order_of_people_and_products_does_not_matter(
    crowd: tuple[Person, ...], chosen: list[str] | None, chance: Random
) -> None:
    before = {who.id: who for who in crowd}
    plan = removal(crowd, chosen)
    after = run(plan, before)
    what = all_taken(plan)
    shuffled = [replace(one, lines=tuple(chance.sample(one.lines, len(one.lines)))) for one in what]
    chance.shuffle(shuffled)
    assert held(run(back(shuffled, after), after)) == held(run(back(what, after), after))


@for_all(crowds, choices, st.data())
def test_nothing_is_restored_that_was_not_taken(
    crowd: tuple[Person, ...], chosen: list[str] | None, data: st.DataObject
) -> None:
    plan = removal(crowd, chosen)
    ends = st.sampled_from(Outcome)
    for planned in plan.people:
        lines = tuple(
            LineOutcome(line.product, data.draw(ends), line.groups) for line in planned.lines
        )
        outcome = PersonOutcome(planned.id, planned.name, planned.address, lines)
        one = removed_licenses(planned, outcome)
        got = {line.product for line in one.lines} if one else set()
        for line, end in zip(planned.lines, lines, strict=True):
            went = end.outcome in {Outcome.REMOVED, Outcome.STILL_ASSIGNED, Outcome.ACCEPTED}
            assert (line.product in got) == (line.action in REMOVED_ACTIONS and went)


@for_all(crowds, st.sets(st.sampled_from(IDS)), choices)
def test_undone_in_two_parts_it_is_the_same(
    crowd: tuple[Person, ...], first: set[str], chosen: list[str] | None
) -> None:
    before = {who.id: who for who in crowd}
    plan = removal(crowd, chosen)
    after = run(plan, before)
    what = all_taken(plan)
    part = [replace(x, lines=tuple(y for y in x.lines if y.product in first)) for x in what]
    one = back(part, after)
    between = run(one, after)
    done = {planned.id: restored_products(proven(planned)) for planned in one.people}
    rest = [
        found
        for planned in plan.people
        if (found := removed_licenses(planned, proven(planned), done.get(planned.id, frozenset())))
    ]
    assert all(line.product not in done.get(x.person.id, ()) for x in rest for line in x.lines)
    assert held(run(back(rest, between), between)) == held(before)


def one_of(who: Person) -> list[RemovedLicenses]:
    return all_taken(removal([who]))


NOW = person("adele")
CANT = [
    ("the account is gone", {}, OWNED, PlannedAction.ACCOUNT_GONE),
    (
        "someone gave it back already",
        {"adele": person("adele", "suite")},
        OWNED,
        PlannedAction.ALREADY_HELD,
    ),
    (
        "the tenant owns it no more",
        {"adele": NOW},
        owned(product("kiosk")),
        PlannedAction.NOT_OWNED,
    ),
    (
        "it is a product of the whole company now",
        {"adele": NOW},
        owned(replace(OWNED["suite"], for_people=False)),
        PlannedAction.NOT_OWNED,
    ),
    (
        "there is no usage location",
        {"adele": replace(NOW, usage_location=None)},
        OWNED,
        PlannedAction.NO_LOCATION,
    ),
    (
        "no license is free",
        {"adele": NOW},
        owned(product("suite", total=5, assigned=5)),
        PlannedAction.NO_SEAT,
    ),
    (
        "the subscription has run out",
        {"adele": NOW},
        owned(product("suite", total=0, assigned=9)),
        PlannedAction.NO_SEAT,
    ),
]


@pytest.mark.parametrize(
    ("people", "products", "action"), [row[1:] for row in CANT], ids=[row[0] for row in CANT]
)
def test_it_cannot_be_restored_where(
    people: dict[str, Person], products: dict[str, Product], action: PlannedAction
) -> None:
    plan = back(one_of(person("adele", "suite")), people, products)
    (line,) = plan.people[0].lines
    assert line.action is action in BLOCKED_ACTIONS
    assert plan.summary.blocked == {action: 1}
    assert (plan.summary.licenses, plan.summary.affected) == (0, 0)


def test_anyone_who_has_it_from_a_group_needs_no_seat() -> None:
    who = person("adele", "suite", assignment("suite", SALES))
    after = {"adele": person("adele", assignment("suite", SALES))}
    plan = back(one_of(who), after, owned(product("suite", total=5, assigned=5)))
    (line,) = plan.people[0].lines
    assert (line.action, line.groups) == (PlannedAction.RESTORE, (SALES,))


@for_all(st.integers(0, 8), st.integers(0, 8))
def test_seats_are_counted_over_all_people_in_the_plans_order(people: int, seats: int) -> None:
    crowd = [person(f"p{n}", "suite") for n in range(people)]
    after = {who.id: person(who.id) for who in crowd}
    few = owned(product("suite", total=100, assigned=100 - seats))
    plan = back(all_taken(removal(crowd)), after, few)
    fates = [planned.lines[0].action for planned in plan.people]
    got = min(people, seats)
    assert fates == [PlannedAction.RESTORE] * got + [PlannedAction.NO_SEAT] * (people - got)


def test_what_can_come_back_does_although_another_product_cannot() -> None:
    who = person("adele", assignment("suite", off=["plan-a"]), "calls")
    few = OWNED | owned(product("calls", total=1, assigned=1))
    plan = back(one_of(who), {"adele": person("adele")}, few)
    (planned,) = plan.people
    assert {line.product: line.disabled_plans for line in planned.restorations} == {
        "suite": frozenset({"plan-a"})
    }
    assert planned.touched == ("suite",)
    assert planned.removals == ()


def test_a_restoration_is_another_plan_and_says_what_it_undoes() -> None:
    what, after = one_of(person("adele", "suite")), {"adele": NOW}
    plan = back(what, after)
    assert (plan.kind, plan.undoes) == (PlanKind.UNDO, UNDONE)
    assert removal([NOW]).kind is PlanKind.REMOVAL
    assert plan.hash == fingerprint("t", plan.people, UNDONE)
    assert plan.hash != fingerprint("t", plan.people)
    assert plan.hash != fingerprint("t", plan.people, replace(UNDONE, run="run-2"))


def test_a_product_that_is_gone_keeps_the_name_that_it_had() -> None:
    what = [
        RemovedLicenses(
            NOW.ref, (replace(one_of(person("adele", "suite"))[0].lines[0], product="gone"),)
        )
    ]
    assert back(what, {"adele": NOW}).products == {"gone": "Gone Product"}


def test_whose_mailbox_went_is_known_in_the_plan() -> None:
    crowd = [person("adele", "suite"), person("grady", "calls")]
    after = {who.id: person(who.id) for who in crowd}
    plan = back(all_taken(removal(crowd)), after)
    assert plan.summary.losing == {Data.MAILBOX: 1, Data.ONEDRIVE: 1}
    assert plan.summary.names[Data.MAILBOX] == ("Adele",)


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (NOW, None),
        (None, Drift.DELETED),
        (replace(NOW, enabled=False), Drift.SIGN_IN_CHANGED),
        (person("adele", "suite"), Drift.REASSIGNED),
        (person("adele", assignment("suite", off=["plan-a"])), Drift.REASSIGNED),
        (person("adele", assignment("suite", SALES), "kiosk"), None),
    ],
)
def test_anyone_who_changed_since_the_preview_is_held_back(
    now: Person | None, change: Drift | None
) -> None:
    (planned,) = back(one_of(person("adele", "suite")), {"adele": NOW}).people
    assert drift(planned, now, frozenset()) is change


def test_restored_is_only_what_is_just_as_it_was() -> None:
    who = person("adele", assignment("suite", off=["plan-a"]))
    (line,) = back(one_of(who), {"adele": NOW}).people[0].restorations
    assert is_restored(line, who)
    assert not is_restored(line, person("adele", "suite"))
    assert not is_restored(line, person("adele", assignment("suite", SALES, off=["plan-a"])))
