"""A plan: what goes, what stays, what is counted, and the hash that a confirmation is for.

Source of the fates: Microsoft Entra, group-based licensing ("directly assigned licenses can be
removed and don't affect a user's inherited licenses"). Long, because a plan is one object with many
promises.
"""

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.losses.services import Data
from licensing.plans.plan import Plan, build_plan, fingerprint, row_hash
from licensing.plans.planned_person import (
    CHANGING_ACTIONS,
    REMOVED_ACTIONS,
    Line,
    PlannedAction,
    PlannedPerson,
)
from licensing.plans.summary import MAX_NAMES, PeopleCount, summarize
from licensing.tenant.cases import Case, Hold
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Assignment, Group, Person
from tests.support import people as a
from tests.support.people import OPERATIONS, SALES, assignment, owned, person, product

OWNED = owned(
    product("suite", a.MAILBOX, a.ONEDRIVE, a.OFFICE, name="Office 365 E3"),
    product("kiosk", a.MAILBOX_KIOSK, name="Exchange Online Kiosk"),
    product("calls", a.TEAMS, name="Teams Phone"),
)
#: What goes with "suite".
ALL = frozenset({Data.MAILBOX, Data.ONEDRIVE, Data.OFFICE})
TENANT = "72f988bf-0000-4000-8000-2d7cd011db47"


def plan(people: Sequence[Person], chosen: Sequence[str] | None) -> Plan:
    return build_plan(
        id="plan-1",
        tenant=TENANT,
        owner="alex",
        made_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        day=date(2026, 11, 24),
        chosen=chosen,
        people=people,
        products=OWNED,
    )


def only_line(who: Person, chosen: str = "suite") -> Line:
    (planned,) = plan([who], [chosen]).people
    (line,) = planned.lines
    return line


FATES = [
    ("held directly: it goes", person("p", "suite"), Line("suite", PlannedAction.REMOVE)),
    (
        "held directly with plans switched off: they are kept for an undo",
        person("p", assignment("suite", off=[a.OFFICE])),
        Line("suite", PlannedAction.REMOVE, (), frozenset({a.OFFICE})),
    ),
    (
        "held directly and by a group: the direct one goes and the person keeps the product",
        person("p", assignment("suite", SALES, off=[a.TEAMS]), "suite"),
        Line("suite", PlannedAction.STAYS_BY_GROUP, (SALES,)),
    ),
    (
        "held by two groups only: nothing is done, and both are named in order",
        person("p", assignment("suite", SALES), assignment("suite", OPERATIONS)),
        Line("suite", PlannedAction.INHERITED, (OPERATIONS, SALES)),
    ),
    ("held another product: not held", person("p", "kiosk"), Line("suite", PlannedAction.NOT_HELD)),
    ("holds nothing: not held", person("p"), Line("suite", PlannedAction.NOT_HELD)),
]


@pytest.mark.parametrize(("who", "line"), [row[1:] for row in FATES], ids=[row[0] for row in FATES])
def test_a_product_that_is(who: Person, line: Line) -> None:
    assert only_line(who) == line


def test_only_direct_assignments_are_removed() -> None:
    assert {PlannedAction.REMOVE, PlannedAction.STAYS_BY_GROUP} == REMOVED_ACTIONS
    assert REMOVED_ACTIONS < CHANGING_ACTIONS
    who = person("p", "kiosk", assignment("suite", SALES), "calls", assignment("calls", SALES))
    (planned,) = plan([who], ["suite", "calls", "kiosk", "gone"]).people
    assert planned.removals == ("calls", "kiosk")


def test_a_plan_keeps_all_that_it_was_given() -> None:
    made = plan([person("p", "suite", enabled=False)], ["suite"])
    assert (made.id, made.tenant, made.owner) == ("plan-1", TENANT, "alex")
    assert made.made_at == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert made.day == date(2026, 11, 24)
    assert made.terms == made.summary.terms
    (planned,) = made.people
    assert (planned.id, planned.name, planned.address) == ("p", "P", "p@contoso.example")
    assert planned.enabled is False
    assert planned.losses == ALL
    assert made.hash == fingerprint(TENANT, made.people)


def test_all_products_means_those_each_person_holds_in_a_fixed_order() -> None:
    adele = person("adele", "suite", assignment("calls", SALES))
    megan = person("megan", "kiosk")
    no_one = person("nobody")
    made = plan([megan, adele, no_one], None)
    assert [p.id for p in made.people] == ["megan", "adele", "nobody"]
    assert [[line.product for line in p.lines] for p in made.people] == [
        ["kiosk"],
        ["calls", "suite"],
        [],
    ]


def test_no_chosen_product_is_not_all_products() -> None:
    (planned,) = plan([person("p", "suite")], []).people
    assert planned.lines == ()


def test_a_product_chosen_twice_stands_once_in_the_order_of_choosing() -> None:
    (planned,) = plan([person("p", "suite", "kiosk")], ["suite", "kiosk", "suite"]).people
    assert planned.removals == ("suite", "kiosk")


def test_products_are_named_and_an_unknown_one_is_shown_by_its_id() -> None:
    made = plan([person("p", "suite")], ["suite", "gone"])
    in_order = plan([], [f"product-{n}" for n in (5, 3, 4, 1, 2)])
    assert list(in_order.products) == [f"product-{n}" for n in (1, 2, 3, 4, 5)]
    assert dict(made.products) == {"gone": "gone", "suite": "Office 365 E3"}
    assert dict(plan([], ["kiosk"]).products) == {"kiosk": "Exchange Online Kiosk"}
    assert dict(plan([person("p", "calls")], None).products) == {"calls": "Teams Phone"}


def test_what_a_group_still_gives_is_not_among_the_losses() -> None:
    who = person("p", "suite", "kiosk", assignment("suite", SALES))
    (planned,) = plan([who], ["suite", "kiosk"]).people
    assert planned.removals == ("suite", "kiosk")
    assert planned.losses == frozenset()


def test_what_the_group_switched_off_is_lost_though_the_product_stays() -> None:
    who = person("p", "suite", assignment("suite", SALES, off=[a.MAILBOX]))
    (planned,) = plan([who], ["suite"]).people
    assert planned.lines[0].action is PlannedAction.STAYS_BY_GROUP
    assert planned.losses == {Data.MAILBOX}


def test_a_summary_counts_people_licenses_and_what_stays() -> None:
    people = [
        person("adele", "suite", "kiosk"),
        person("megan", "suite", assignment("suite", SALES)),
        person("alex", assignment("suite", OPERATIONS), assignment("kiosk", SALES)),
        person("nobody"),
    ]
    made = plan(people, ["suite", "kiosk"]).summary
    assert (made.people, made.affected, made.licenses) == (4, 2, 3)
    assert (made.inherited, made.still_assigned, made.freed, made.not_held) == (2, 1, 2, 3)
    assert made.losing == dict.fromkeys(ALL, 1)
    assert made.names == dict.fromkeys(ALL, ("Adele",))
    assert made.groups == (OPERATIONS, SALES)


def test_a_summary_of_no_one_is_all_zero() -> None:
    empty = summarize([])
    counts = list(dataclasses.astuple(empty)[:12])
    assert counts == [0, 0, 0, 0, 0, 0, 0, 0, {}, {}, {}, ()]
    assert (empty.in_cases.people, empty.last_license.people, empty.self_bought) == (0, 0, 0)
    assert empty.blocked == {}


def test_a_warning_names_only_a_few_and_counts_all() -> None:
    assert MAX_NAMES == 5
    made = plan([person(f"p{n}", "kiosk") for n in range(MAX_NAMES + 2)], ["kiosk"]).summary
    assert made.losing == {Data.MAILBOX: MAX_NAMES + 2}
    assert made.names[Data.MAILBOX] == tuple(f"P{n}" for n in range(MAX_NAMES))


def test_groups_stand_by_name_whatever_its_case_and_then_by_id() -> None:
    groups = [Group("2", "beta"), Group("3", "Alpha"), Group("1", "Beta"), Group("0", "beta")]
    who = person("p", *(assignment("suite", group) for group in groups))
    made = plan([who], ["suite"])
    assert [g.id for g in made.people[0].lines[0].groups] == ["3", "0", "1", "2"]
    assert [g.id for g in made.summary.groups] == ["3", "0", "1", "2"]


MEANS = '["mailbox","onedrive"],"user",[["c1","none"],["c2","applied"]]'


def test_the_hash_is_sha_256_of_a_layout_that_stays_as_it_is() -> None:
    line = Line("suite", PlannedAction.STAYS_BY_GROUP, (SALES, OPERATIONS), frozenset("badce"))
    planned = PlannedPerson("p", "P", "p@contoso.example", True, (line,))
    held = '"stays_by_group",["group-operations","group-sales"],["a","b","c","d","e"]'
    part = f'["p",[["suite",{held}]],{MEANS}]'
    made = replace(
        planned,
        losses=frozenset({Data.ONEDRIVE, Data.MAILBOX}),
        mailbox=Mailbox.USER,
        cases=(Case("c2", "Falcon", Hold.APPLIED), Case("c1", "Osprey", Hold.NONE)),
    )
    row = hashlib.sha256(part.encode()).hexdigest()
    assert row_hash(made) == row
    assert fingerprint("t", [made]) == hashlib.sha256(f"t{row}".encode()).hexdigest()


ID = st.sampled_from(["one", "two", "three"])
GROUP = st.builds(Group, st.sampled_from(["g1", "g2", "g3"]), st.text("abB", max_size=2))
LINE = st.builds(
    Line,
    ID,
    st.sampled_from(PlannedAction),
    st.lists(GROUP, max_size=2, unique_by=lambda g: g.id).map(tuple),
    st.frozensets(st.sampled_from([a.MAILBOX, a.OFFICE]), max_size=2),
)
CASE = st.builds(Case, st.sampled_from(["c1", "c2"]), st.sampled_from("ab"), st.sampled_from(Hold))
PLANNED = st.builds(
    PlannedPerson,
    id=ID,
    name=st.text("ab", max_size=2),
    address=st.text("ab@", max_size=3),
    enabled=st.booleans(),
    lines=st.lists(LINE, max_size=2).map(tuple),
    losses=st.frozensets(st.sampled_from(Data)),
    mailbox=st.sampled_from(Mailbox),
    cases=st.lists(CASE, max_size=2, unique_by=lambda case: case.id).map(tuple),
)
PEOPLE = st.lists(PLANNED, max_size=3)


def deeds(people: Sequence[PlannedPerson]) -> list[Any]:
    """What is done, in other words: equal exactly when two plans do the same."""
    return [
        (
            p.id,
            [
                (ln.product, ln.action, {g.id for g in ln.groups}, ln.disabled_plans)
                for ln in p.lines
            ],
            p.losses,
            p.mailbox,
            {(case.id, case.hold) for case in p.cases},
        )
        for p in people
    ]


@given(PEOPLE, PEOPLE)
def test_two_plans_hash_alike_exactly_when_they_do_the_same(
    some: list[PlannedPerson], others: list[PlannedPerson]
) -> None:
    assert (fingerprint("t", some) == fingerprint("t", others)) == (deeds(some) == deeds(others))


CHANGES = ["person", "product", "fate", "groups", "plans", "line less", "person less"]


@given(PLANNED.filter(lambda p: p.lines), st.sampled_from(CHANGES))
def test_the_hash_changes_with_every_deed(planned: PlannedPerson, change: str) -> None:
    line, *rest = planned.lines
    changed = {
        "product": replace(line, product="other"),
        "fate": replace(
            line, action=next(action for action in PlannedAction if action is not line.action)
        ),
        "groups": replace(line, groups=(*line.groups, Group("g9", ""))),
        "plans": replace(line, disabled_plans=line.disabled_plans ^ {a.ONEDRIVE}),
    }
    after = {
        "person": [replace(planned, id="other")],
        "line less": [replace(planned, lines=tuple(rest))],
        "person less": [],
    }.get(change) or [replace(planned, lines=(changed.get(change, line), *rest))]
    after = [] if change == "person less" else after
    assert fingerprint("t", after) != fingerprint("t", [planned])


@given(PEOPLE)
def test_the_hash_changes_with_the_tenant(people: list[PlannedPerson]) -> None:
    assert fingerprint("t", people) != fingerprint("u", people)


@given(
    st.lists(GROUP, min_size=1, max_size=3, unique_by=lambda g: g.id),
    st.lists(st.text("abB", max_size=3), min_size=4, max_size=4),
)
def test_the_hash_does_not_change_with_a_name(groups: list[Group], names: list[str]) -> None:
    def hash_of(name: str, groups: list[Group]) -> str:
        who = person("p", "suite", *(assignment("suite", group) for group in groups), name=name)
        return plan([who], ["suite"]).hash

    renamed = [Group(group.id, name) for group, name in zip(groups, names[1:], strict=False)]
    assert hash_of("P", groups) == hash_of(names[0] or "Q", renamed)


HELD = st.lists(
    st.builds(Assignment, st.sampled_from(list(OWNED)), st.none() | st.just(SALES)),
    max_size=4,
    unique_by=lambda held: (held.product, held.group),
)


@given(
    st.lists(HELD, max_size=4),
    st.permutations(list(OWNED)),
    st.randoms(use_true_random=False),
)
def test_the_order_of_people_and_products_changes_no_loss_and_no_count(
    helds: list[list[Assignment]], chosen: list[str], chance: Random
) -> None:
    people = [person(f"p{n}", *held) for n, held in enumerate(helds)]
    shuffled = list(people)
    chance.shuffle(shuffled)
    one, other = plan(people, sorted(chosen)), plan(shuffled, chosen)
    assert {p.id: p.losses for p in one.people} == {p.id: p.losses for p in other.people}
    counts = [
        replace(
            made.summary,
            names={},
            affected_names=(),
            last_license=PeopleCount(made.summary.last_license.people),
        )
        for made in (one, other)
    ]
    assert counts[0] == counts[1]


def test_what_goes_is_counted_by_product_and_only_where_it_goes() -> None:
    both = person("zoe", "e3", assignment("e3", SALES))
    made = plan(
        [both, person("adele", "e3"), person("lee", assignment("visio", SALES))], ["e3", "visio"]
    )
    assert made.summary.going == {"e3": 2}
