"""What is lost: only what no remaining assignment supplies.

Sources: Microsoft 365, "Unassign licenses from users" (30 days); Microsoft SharePoint, "Manage
unlicensed OneDrive user accounts" (60 and 93 days, and a year); Graph, licenseAssignmentState
(states, a product held directly and by groups at once, disabled plans). Long, because each
kind of data has its own cases.
"""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.losses.losses import deletion_day, loses_mailbox, losses, onedrive_days
from licensing.losses.rules import Terms
from licensing.losses.services import PLANS as PLANS_BY_KIND
from licensing.losses.services import SEPARATE, Data, data_in, mailbox_gb
from licensing.tenant.mailboxes import LICENSE_FREE, Mailbox
from licensing.tenant.people import Assignment, Group, Person
from licensing.tenant.products import Product, ServicePlan
from tests.support import people as a
from tests.support.people import OPERATIONS, SALES, assignment, owned, person, product

SUITE = product("suite", a.MAILBOX, a.ONEDRIVE, a.OFFICE, a.TEAMS, a.FOUNDATION)
KIOSK = product("kiosk", a.MAILBOX_KIOSK)
VISIO = product("visio", a.ONEDRIVE, a.FOUNDATION)
CALLS = product("calls", a.TEAMS, a.FOUNDATION)
OWNED = owned(SUITE, KIOSK, VISIO, CALLS)
ALL = frozenset({Data.MAILBOX, Data.ONEDRIVE, Data.OFFICE, Data.TEAMS})
NONE = frozenset[Data]()
#: What someone loses who keeps a smaller mailbox.
SMALLER = frozenset({Data.ARCHIVE, Data.MAILBOX_SPACE})

CASES: list[tuple[str, Person, set[str], frozenset[Data]]] = [
    ("the only product takes all it carries", person("p", "suite"), {"suite"}, ALL),
    ("nothing removed loses nothing", person("p", "suite"), set(), NONE),
    ("a product that is not held loses nothing", person("p", "kiosk"), {"suite"}, NONE),
    ("a person without licenses loses nothing", person("p"), {"suite"}, NONE),
    (
        "another mailbox plan keeps the mailbox",
        person("p", "suite", "kiosk"),
        {"suite"},
        ALL - {Data.MAILBOX} | SMALLER,
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
    (
        "EXCHANGE_S_FOUNDATION is no mailbox to lose",
        person("p", "calls"),
        {"calls"},
        frozenset({Data.TEAMS}),
    ),
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
        frozenset({Data.ONEDRIVE, Data.TEAMS}),
    ),
    (
        "switching off in one assignment does not touch another",
        person("p", assignment("suite", off=[a.ONEDRIVE]), "visio"),
        {"visio"},
        frozenset({Data.ONEDRIVE}),
    ),
    (
        "a product that no one lists warns",
        person("p", "gone"),
        {"gone"},
        frozenset({Data.UNKNOWN}),
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


def test_onedrive_turns_read_only_is_archived_and_may_be_deleted_after_a_year() -> None:
    assert onedrive_days(date(2026, 11, 24)) == (
        date(2027, 1, 23),
        date(2027, 2, 25),
        date(2027, 8, 26),
        date(2027, 11, 24),
    )


@given(st.dates(max_value=date(9998, 12, 1)))
def test_the_dates_come_in_their_order(day: date) -> None:
    read_only, archived, unsearchable, deleted = onedrive_days(day)
    assert day < deletion_day(day) < read_only < archived < unsearchable < deleted
    assert (archived - day) == timedelta(days=93)


SHARED = person("support", "suite", name="Support")


@pytest.mark.parametrize("kind", Mailbox)
def test_a_mailbox_that_needs_no_license_stays_and_only_shrinks(kind: Mailbox) -> None:
    found = losses(SHARED, {"suite"}, OWNED, mailbox=kind)
    rest = ALL - {Data.MAILBOX}
    assert found == (rest | SMALLER if kind in LICENSE_FREE else ALL)


def test_a_shared_mailbox_with_a_small_license_loses_nothing_of_its_mail() -> None:
    who = person("support", "kiosk")
    assert losses(who, {"kiosk"}, OWNED, mailbox=Mailbox.SHARED) == NONE


GOV = owned(product("gov", a.ONEDRIVE_GOV), product("usual", a.ONEDRIVE))


@pytest.mark.parametrize(
    ("held", "terms", "lost"),
    [
        (["usual"], Terms(), Data.ONEDRIVE),
        (["usual"], Terms(onedrive_rule=False), Data.ONEDRIVE_STAYS),
        (["gov"], Terms(), Data.ONEDRIVE_STAYS),
        (["gov", "usual"], Terms(), Data.ONEDRIVE),
    ],
)
def test_an_onedrive_is_archived_only_where_microsofts_rule_holds(
    held: list[str], terms: Terms, lost: Data
) -> None:
    assert losses(person("p", *held), held, GOV, terms) == {lost}


def test_a_mailbox_is_deleted_a_month_later_where_exchange_waits_first() -> None:
    assert deletion_day(date(2026, 11, 24), Terms(mailbox_delay=True)) == date(2027, 1, 23)


PLANS = [
    *(a.MAILBOX, a.MAILBOX_PLAN_1, a.MAILBOX_KIOSK, a.ARCHIVE, a.ONEDRIVE, a.ONEDRIVE_GOV),
    *(a.OFFICE, a.FOUNDATION, a.TEAMS, a.PHONE, a.POWER_BI),
]
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


SURE, PERHAPS = {"Active", "ActiveWithError"}, {"Active", "ActiveWithError", "ANewState"}
#: Kinds for which one plan is as good as another. Mailbox and OneDrive have rules of their own.
PLAIN = frozenset(PLANS_BY_KIND) - SMALLER - SEPARATE - {Data.ONEDRIVE}


def plans_of(held: Assignment, tenant: dict[str, Product], states: set[str]) -> set[str]:
    """Say it again in other words: which plans does this assignment give, in such a state?"""
    if held.state not in states or held.product not in tenant:
        return set()
    return {plan.id for plan in tenant[held.product].plans} - held.disabled_plans


def sides(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str]
) -> tuple[set[str], set[str]]:
    """Plans that went, and plans that surely stay."""
    went, stay = set[str](), set[str]()
    for one in held:
        if one.group is None and one.product in removed:
            went |= plans_of(one, tenant, PERHAPS)
        else:
            stay |= plans_of(one, tenant, SURE)
    return went, stay


def carry(plans: set[str], data: Data) -> set[str]:
    return {plan for plan in plans if data in data_in(ServicePlan(plan, ""))}


def calls_end(went: set[str], stay: set[str]) -> bool:
    return a.PHONE in stay and a.TEAMS in went and a.TEAMS not in stay


def size(plans: set[str]) -> int:
    return max(map(mailbox_gb, plans), default=0)


def with_what_it_holds(lost: frozenset[Data]) -> frozenset[Data]:
    """Anyone who loses the mailbox loses its archive and its room too, and one OneDrive is one."""
    lost = frozenset(Data.ONEDRIVE if d is Data.ONEDRIVE_STAYS else d for d in lost)
    lost = lost | {Data.ONEDRIVE_SPACE} if Data.ONEDRIVE in lost else lost
    lost = lost | {Data.ARCHIVE_SPACE} if Data.ARCHIVE in lost else lost
    return lost | SMALLER | {Data.ARCHIVE_SPACE} if Data.MAILBOX in lost else lost


@given(TENANTS, HELD, REMOVED)
def test_a_loss_is_named_exactly_when_something_gave_it_and_nothing_that_stays_does(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str]
) -> None:
    named = losses(person("p", *held), removed, tenant)
    went, stay = sides(tenant, held, removed)
    for data in PLAIN:
        lost = bool(carry(went, data) and not carry(stay, data))
        # Teams Phone ends with Teams, though its license stays.
        ends = data is Data.PHONE and calls_end(went, stay)
        assert (data in named) == (lost or ends)


@given(TENANTS, HELD, REMOVED)
def test_a_mailbox_that_stays_is_told_to_shrink_exactly_when_the_bigger_plan_goes(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str]
) -> None:
    named = losses(person("p", *held), removed, tenant)
    went, stay = sides(tenant, held, removed)
    assert (Data.MAILBOX_SPACE in named) == (0 < size(stay) < size(went))
    archive = bool(carry(went, Data.ARCHIVE) and not carry(stay, Data.ARCHIVE))
    assert (Data.ARCHIVE in named) == (archive and Data.MAILBOX not in named)


@given(TENANTS, HELD, REMOVED, st.booleans())
def test_onedrive_is_lost_once_with_a_date_or_without(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str], rule: bool
) -> None:
    named = losses(person("p", *held), removed, tenant, Terms(onedrive_rule=rule))
    went, stay = sides(tenant, held, removed)
    lost = bool(carry(went, Data.ONEDRIVE) and not carry(stay, Data.ONEDRIVE))
    dated = lost and rule and a.ONEDRIVE in went
    assert (Data.ONEDRIVE in named, Data.ONEDRIVE_STAYS in named) == (dated, lost and not dated)


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
    few, many = losses(who, removed, tenant), losses(who, removed | more, tenant)
    assert with_what_it_holds(few) <= with_what_it_holds(many)


@given(TENANTS, HELD, REMOVED, st.sampled_from(IDS))
def test_one_more_group_never_adds_a_loss(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str], given_too: str
) -> None:
    before = losses(person("p", *held), removed, tenant)
    helped = [*held, assignment(given_too, Group("group-third", "Third"))]
    after = losses(person("p", *helped), removed, tenant)
    # Who is given calls without Teams has more that ends with Teams.
    assert with_what_it_holds(after) <= with_what_it_holds(before) | {Data.PHONE}


@given(TENANTS, HELD, REMOVED, st.sampled_from(sorted(LICENSE_FREE)))
def test_a_mailbox_that_needs_no_license_never_adds_a_loss(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str], kind: Mailbox
) -> None:
    who = person("p", *held)
    before, after = losses(who, removed, tenant), losses(who, removed, tenant, mailbox=kind)
    assert Data.MAILBOX not in after
    assert with_what_it_holds(after) <= with_what_it_holds(before)


@pytest.mark.parametrize(
    ("meant", "kept", "goes"),
    [
        (ALL, [], True),
        (ALL, [assignment("visio")], True),
        (ALL, [assignment("kiosk")], False),
        (ALL, [assignment("kiosk", state="Error")], True),
        (ALL - {Data.MAILBOX}, [], False),
    ],
    ids=["nothing stays", "none with a mailbox", "another mailbox", "a broken one", "not meant"],
)
def test_a_mailbox_goes_with_a_part_of_the_plan_when_nothing_that_stays_gives_one(
    meant: frozenset[Data], kept: list[Assignment], *, goes: bool
) -> None:
    assert loses_mailbox(meant, kept, OWNED) is goes
