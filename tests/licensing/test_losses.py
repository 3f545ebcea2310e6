"""What is lost: only what no remaining assignment supplies.

Sources: Microsoft 365, "Unassign licenses from users" (30 days); Microsoft SharePoint, "Manage
unlicensed OneDrive user accounts" (60 and 93 days); Graph, licenseAssignmentState (states, a
product held directly and by groups at once, disabled plans).
"""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.losses import deletion_day, losses, onedrive_days
from licensing.people import Assignment, Group, Person
from licensing.products import Product
from licensing.services import Data, data_of
from tests.support import people as a
from tests.support.people import OPERATIONS, SALES, assignment, owned, person, product

SUITE = product("suite", a.MAILBOX, a.ONEDRIVE, a.OFFICE, a.TEAMS, a.FOUNDATION)
KIOSK = product("kiosk", a.MAILBOX_KIOSK)
VISIO = product("visio", a.ONEDRIVE, a.FOUNDATION)
CALLS = product("calls", a.TEAMS, a.FOUNDATION)
OWNED = owned(SUITE, KIOSK, VISIO, CALLS)
ALL, NONE = frozenset(Data), frozenset[Data]()

CASES: list[tuple[str, Person, set[str], frozenset[Data]]] = [
    ("the only product takes all it carries", person("p", "suite"), {"suite"}, ALL),
    ("nothing removed loses nothing", person("p", "suite"), set(), NONE),
    ("a product that is not held loses nothing", person("p", "kiosk"), {"suite"}, NONE),
    ("a person without licenses loses nothing", person("p"), {"suite"}, NONE),
    (
        "another mailbox plan keeps the mailbox",
        person("p", "suite", "kiosk"),
        {"suite"},
        frozenset({Data.ONEDRIVE, Data.OFFICE}),
    ),
    (
        "removing both products loses what both supplied",
        person("p", "suite", "kiosk"),
        {"suite", "kiosk"},
        ALL,
    ),
    (
        "EXCHANGE_S_FOUNDATION keeps no mailbox",
        person("p", "kiosk", "calls"),
        {"kiosk"},
        frozenset({Data.MAILBOX}),
    ),
    ("EXCHANGE_S_FOUNDATION is no mailbox to lose", person("p", "calls"), {"calls"}, NONE),
    (
        "the same product from a group keeps everything",
        person("p", "suite", assignment("suite", SALES)),
        {"suite"},
        NONE,
    ),
    (
        "an inherited product is not removed at all",
        person("p", assignment("suite", SALES)),
        {"suite"},
        NONE,
    ),
    (
        "a group that switches the mailbox off does not keep it",
        person("p", "suite", assignment("suite", SALES, off=[a.MAILBOX])),
        {"suite"},
        frozenset({Data.MAILBOX}),
    ),
    (
        "a second group still keeps it",
        person(
            "p",
            "suite",
            assignment("suite", SALES, off=[a.MAILBOX]),
            assignment("suite", OPERATIONS),
        ),
        {"suite"},
        NONE,
    ),
    (
        "a plan that is switched off can't be lost",
        person("p", assignment("suite", off=[a.MAILBOX, a.OFFICE])),
        {"suite"},
        frozenset({Data.ONEDRIVE}),
    ),
    (
        "switching off in one assignment does not touch another",
        person("p", assignment("suite", off=[a.ONEDRIVE]), "visio"),
        {"visio"},
        frozenset({Data.ONEDRIVE}),
    ),
    (
        "a product the tenant no longer owns carries no known data",
        person("p", "gone"),
        {"gone"},
        NONE,
    ),
    (
        "a product the tenant no longer owns keeps nothing",
        person("p", "kiosk", "gone"),
        {"kiosk"},
        frozenset({Data.MAILBOX}),
    ),
]


@pytest.mark.parametrize(
    ("who", "removed", "lost"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_losses(who: Person, removed: set[str], lost: frozenset[Data]) -> None:
    assert losses(who, removed, OWNED) == lost


STATES = [
    ("Active", True, True),
    ("ActiveWithError", True, True),
    ("Disabled", False, False),
    ("Error", False, False),
    ("ANewState", True, False),
]


@pytest.mark.parametrize(("state", "loses", "_keeps"), STATES)
def test_a_removed_assignment_in_a_state_loses_only_what_it_gave(
    state: str, loses: bool, _keeps: bool
) -> None:
    who = person("p", assignment("kiosk", state=state))
    assert losses(who, {"kiosk"}, OWNED) == ({Data.MAILBOX} if loses else NONE)


@pytest.mark.parametrize(("state", "_loses", "keeps"), STATES)
def test_a_remaining_assignment_in_a_state_keeps_only_what_it_surely_gives(
    state: str, _loses: bool, keeps: bool
) -> None:
    who = person("p", "suite", assignment("kiosk", SALES, state=state))
    assert (Data.MAILBOX in losses(who, {"suite"}, OWNED)) is not keeps


@pytest.mark.parametrize(
    ("removed", "deleted"),
    [
        (date(2026, 11, 24), date(2026, 12, 24)),
        (date(2027, 1, 31), date(2027, 3, 2)),
        (date(2028, 1, 31), date(2028, 3, 1)),
        (date(2026, 12, 2), date(2027, 1, 1)),
    ],
)
def test_a_mailbox_is_deleted_thirty_days_after_its_license(removed: date, deleted: date) -> None:
    assert deletion_day(removed) == deleted


def test_onedrive_turns_read_only_on_day_60_and_is_archived_on_day_93() -> None:
    assert onedrive_days(date(2026, 11, 24)) == (date(2027, 1, 23), date(2027, 2, 25))


@given(st.dates(max_value=date(9999, 9, 1)))
def test_the_dates_come_in_their_order(day: date) -> None:
    read_only, archived = onedrive_days(day)
    assert day < deletion_day(day) < read_only < archived
    assert (archived - day) == timedelta(days=93)


PLANS = [a.MAILBOX, a.MAILBOX_KIOSK, a.ONEDRIVE, a.OFFICE, a.FOUNDATION, a.TEAMS]
IDS = ["one", "two", "three", "four"]
PLAN_SETS = st.frozensets(st.sampled_from(PLANS))
TENANTS = st.fixed_dictionaries(dict.fromkeys(IDS, PLAN_SETS)).map(
    lambda found: owned(*(product(key, *sorted(plans)) for key, plans in found.items()))
)
ASSIGNMENTS = st.builds(
    Assignment,
    st.sampled_from([*IDS, "not owned"]),
    st.none() | st.sampled_from([SALES, OPERATIONS]),
    PLAN_SETS,
    st.sampled_from(["Active", "ActiveWithError", "Disabled", "Error", "ANewState"]),
)
HELD = st.lists(ASSIGNMENTS, max_size=6, unique_by=lambda held: (held.product, held.group))
REMOVED = st.sets(st.sampled_from([*IDS, "not owned"]))


def gives(held: Assignment, data: Data, tenant: dict[str, Product], states: set[str]) -> bool:
    """Say it again in other words: does this assignment, in one of these states, supply `data`?"""
    if held.state not in states or held.product not in tenant:
        return False
    carried = {plan.id for plan in tenant[held.product].plans} - held.disabled_plans
    return any(data_of(plan) is data for plan in carried)


@given(TENANTS, HELD, REMOVED)
def test_a_loss_is_named_exactly_when_something_gave_it_and_nothing_that_stays_does(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str]
) -> None:
    named = losses(person("p", *held), removed, tenant)
    sure = {"Active", "ActiveWithError"}
    for data in Data:
        gave = any(
            gives(one, data, tenant, sure | {"ANewState"})
            for one in held
            if one.group is None and one.product in removed
        )
        still_gives = any(
            gives(one, data, tenant, sure)
            for one in held
            if one.group is not None or one.product not in removed
        )
        assert (data in named) == (gave and not still_gives)


@given(TENANTS, HELD, REMOVED, st.randoms(use_true_random=False))
def test_the_order_of_products_and_assignments_does_not_change_the_losses(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str], chance: Random
) -> None:
    named = losses(person("p", *held), removed, tenant)
    shuffled, ids, kept = list(held), sorted(removed), list(tenant)
    for some in (shuffled, ids, kept):
        chance.shuffle(some)
    assert losses(person("p", *shuffled), ids, {key: tenant[key] for key in kept}) == named


@given(TENANTS, HELD, REMOVED, REMOVED)
def test_removing_more_never_hides_a_loss(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str], more: set[str]
) -> None:
    who = person("p", *held)
    assert losses(who, removed, tenant) <= losses(who, removed | more, tenant)


@given(TENANTS, HELD, REMOVED, st.sampled_from(IDS))
def test_one_more_group_never_adds_a_loss(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str], given_too: str
) -> None:
    before = losses(person("p", *held), removed, tenant)
    helped = [*held, assignment(given_too, Group("group-third", "Third"))]
    assert losses(person("p", *helped), removed, tenant) <= before
