"""Anyone who changed since the preview is skipped. The rule is the project's own."""

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.losses.losses import losses
from licensing.losses.services import Data
from licensing.plans.drift import Drift, drift
from licensing.plans.plan import build_plan
from licensing.plans.planned_person import Line, PlannedAction, PlannedPerson
from licensing.tenant.people import Assignment, Group, Person
from tests.support import people as a
from tests.support.people import OPERATIONS, SALES, assignment, owned, person, product

OWNED = owned(
    product("suite", a.MAILBOX, a.ONEDRIVE, a.OFFICE),
    product("kiosk", a.MAILBOX_KIOSK),
    product("calls", a.TEAMS),
)
CHOSEN = ["suite", "calls"]


def planned(who: Person) -> PlannedPerson:
    plan = build_plan(
        id="plan-1",
        tenant="t",
        owner="alex",
        made_at=datetime(2026, 11, 24, tzinfo=UTC),
        day=date(2026, 11, 24),
        chosen=CHOSEN,
        people=[who],
        products=OWNED,
    )
    return plan.people[0]


def drifted(before: Person, now: Person | None) -> Drift | None:
    plan = planned(before)
    lost = losses(now, plan.removals, OWNED) if now else frozenset[Data]()
    return drift(plan, now, lost)


ADELE = person("p", "suite")
BOTH = person("p", "suite", assignment("suite", SALES))
INHERITED = person("p", assignment("suite", SALES))

CHANGES: list[tuple[str, Person, Person | None, Drift | None]] = [
    ("nothing", ADELE, ADELE, None),
    ("the account is gone", ADELE, None, Drift.DELETED),
    ("the account was blocked", ADELE, replace(ADELE, enabled=False), Drift.SIGN_IN_CHANGED),
    ("the account was let in", replace(ADELE, enabled=False), ADELE, Drift.SIGN_IN_CHANGED),
    ("the license was taken by someone else", ADELE, person("p"), Drift.REASSIGNED),
    ("the product was given meanwhile", person("p"), ADELE, Drift.REASSIGNED),
    ("the direct one came beside the group's", INHERITED, BOTH, Drift.REASSIGNED),
    ("the direct one went beside the group's", BOTH, INHERITED, Drift.REASSIGNED),
    ("a group gives it too now", ADELE, BOTH, Drift.REGROUPED),
    ("the group gives it no more", BOTH, ADELE, Drift.REGROUPED),
    ("an inherited one is gone", INHERITED, person("p"), Drift.REGROUPED),
    (
        "another group gives it",
        INHERITED,
        person("p", assignment("suite", OPERATIONS)),
        Drift.REGROUPED,
    ),
    (
        "a plan was switched off",
        ADELE,
        person("p", assignment("suite", off=[a.TEAMS])),
        Drift.REPLANNED,
    ),
    (
        "a plan was switched on",
        person("p", assignment("suite", off=[a.MAILBOX])),
        ADELE,
        Drift.REPLANNED,
    ),
    (
        "another plan is switched off instead",
        person("p", assignment("suite", off=[a.OFFICE])),
        person("p", assignment("suite", off=[a.TEAMS])),
        Drift.REPLANNED,
    ),
    ("another mailbox came", ADELE, person("p", "suite", "kiosk"), Drift.LOSES_OTHER_DATA),
    ("the other mailbox went", person("p", "suite", "kiosk"), ADELE, Drift.LOSES_OTHER_DATA),
    (
        "the license works no more",
        ADELE,
        person("p", assignment("suite", state="Error")),
        Drift.LOSES_OTHER_DATA,
    ),
    (
        "the group switched the mailbox off",
        BOTH,
        person("p", "suite", assignment("suite", SALES, off=[a.MAILBOX])),
        Drift.LOSES_OTHER_DATA,
    ),
    (
        "a product outside the plan came and matters to no loss",
        person("p", "calls"),
        person("p", "calls", "kiosk"),
        None,
    ),
    ("the name", ADELE, replace(ADELE, name="Adele Bowen", address="ab@contoso.example"), None),
    (
        "the group's name",
        INHERITED,
        person("p", assignment("suite", Group(SALES.id, "Sales worldwide"))),
        None,
    ),
    (
        "the order in which Graph names them",
        person("p", "suite", "calls", assignment("suite", SALES)),
        person("p", assignment("suite", SALES), "calls", "suite"),
        None,
    ),
]


@pytest.mark.parametrize(
    ("before", "now", "change"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
def test_what_changed_since_the_preview(
    before: Person, now: Person | None, change: Drift | None
) -> None:
    assert drifted(before, now) is change


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (person("p", enabled=False), Drift.SIGN_IN_CHANGED),
        (person("p", assignment("suite", SALES)), Drift.REASSIGNED),
        (person("p", assignment("suite", off=[a.OFFICE]), "calls", "kiosk"), Drift.REPLANNED),
        (person("p", assignment("suite", off=[a.OFFICE])), Drift.REPLANNED),
        (person("p", "suite", assignment("calls", SALES)), Drift.REASSIGNED),
        (person("p", "suite", "calls", assignment("calls", SALES)), Drift.REGROUPED),
    ],
)
def test_of_several_changes_the_first_is_named(now: Person, first: Drift) -> None:
    assert drifted(person("p", "suite", "calls"), now) is first


PLAN_SETS = st.frozensets(st.sampled_from([a.MAILBOX, a.ONEDRIVE, a.TEAMS]), max_size=2)
GROUPS = st.none() | st.builds(Group, st.sampled_from(["g1", "g2"]), st.sampled_from("ab"))
HELD = st.lists(
    st.builds(
        Assignment,
        st.sampled_from(list(OWNED)),
        GROUPS,
        PLAN_SETS,
        st.sampled_from(["Active", "Error"]),
    ),
    max_size=4,
    unique_by=lambda held: (held.product, held.group and held.group.id),
)
PEOPLE = st.builds(
    lambda held, enabled, name: person("p", *held, enabled=enabled, name=name),
    HELD,
    st.booleans(),
    st.sampled_from(["Adele", "Megan"]),
)


def seen(who: Person) -> object:
    """All that a plan of these products rests on, in other words."""
    per_product = [
        (
            {
                held.disabled_plans
                for held in who.assignments
                if held.product == one and held.direct
            },
            {held.group.id for held in who.assignments if held.product == one and held.group},
        )
        for one in CHOSEN
    ]
    going = {held.product for held in who.assignments if held.direct} & set(CHOSEN)
    return who.enabled, per_product, losses(who, going, OWNED)


@given(PEOPLE, PEOPLE)
def test_there_is_no_drift_exactly_for_a_person_unchanged(before: Person, now: Person) -> None:
    assert (drifted(before, now) is None) == (seen(before) == seen(now))


@given(PEOPLE, st.randoms(use_true_random=False))
def test_a_person_read_again_in_any_order_has_not_drifted(who: Person, chance: Random) -> None:
    again = list(who.assignments)
    chance.shuffle(again)
    assert drifted(who, replace(who, name="Renamed", assignments=tuple(again))) is None


def test_what_no_one_can_explain_may_come_and_go() -> None:
    line = Line("calls", PlannedAction.UNEXPLAINED)
    plan = replace(planned(person("p", "calls")), lines=(line,), losses=frozenset())
    for now in (person("p", "calls"), person("p"), person("p", assignment("calls", SALES))):
        assert drift(plan, now, frozenset()) is None


def test_losing_other_data_than_planned_is_a_change() -> None:
    plan = replace(planned(person("p", "calls")), losses=frozenset())
    now = frozenset({Data.TEAMS})
    assert drift(plan, person("p", "calls"), now) is Drift.LOSES_OTHER_DATA


def test_whether_onedrive_has_a_date_is_no_change_of_the_person() -> None:
    plan = replace(planned(ADELE), losses=frozenset({Data.ONEDRIVE_STAYS}))
    assert drift(plan, ADELE, frozenset({Data.ONEDRIVE})) is None


@pytest.mark.parametrize(
    ("meant", "now", "expected"),
    [
        ({Data.MAILBOX, Data.TEAMS}, {Data.TEAMS}, None),
        ({Data.TEAMS}, {Data.TEAMS, Data.OFFICE}, Drift.LOSES_OTHER_DATA),
        ({Data.MAILBOX}, {Data.ARCHIVE, Data.MAILBOX_SPACE}, None),
        ({Data.TEAMS}, {Data.ARCHIVE}, Drift.LOSES_OTHER_DATA),
    ],
    ids=["less", "more", "less of the mailbox", "of a mailbox that was to stay"],
)
def test_once_a_part_is_decided_the_rest_may_cost_less_and_not_more(
    meant: set[Data], now: set[Data], expected: Drift | None
) -> None:
    line = Line("suite", PlannedAction.REMOVE)
    plan = replace(planned(person("p", "suite")), lines=(line,), losses=frozenset(meant))
    found = drift(plan, person("p"), frozenset(now), decided={"suite"})
    assert found is expected
