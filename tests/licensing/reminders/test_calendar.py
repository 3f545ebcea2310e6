"""The calendar of a receipt: what is on its way out, on which day, and who drops out of it.

Sources of the days: Microsoft 365, "Unassign licenses from users" (mailbox, 30 days); Microsoft
SharePoint, "Manage unlicensed OneDrive user accounts" (60 and 93 days); Windows 365, "End the grace
period" (7 days).
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.losses.entitlements import Entitlements
from licensing.losses.losses import losses
from licensing.losses.rules import DataEvent, Terms
from licensing.losses.services import Data
from licensing.plans.planned_person import Line, PlannedAction, PlannedPerson
from licensing.reminders.calendar import (
    calendar_events,
    last_event_day,
    pending_losses,
    separate_products,
    still_lost,
)
from licensing.runs.outcome import LineOutcome, Outcome
from licensing.tenant.mailboxes import LICENSE_FREE, Mailbox
from licensing.tenant.people import Assignment, Person
from tests.support import people as a
from tests.support.people import SALES, assignment, owned, person, product

DAY = date(2026, 11, 24)
OWNED = owned(
    product("suite", a.MAILBOX, a.ONEDRIVE, a.OFFICE),
    product("kiosk", a.MAILBOX_KIOSK),
    product("visio", a.ONEDRIVE),
    product("calls", a.TEAMS),
)
CLOUD_PC = "545e3611-3af8-49a5-9a0a-b7867968f4b0"
SUPPLIES = Entitlements(OWNED)
BOTH = frozenset({Data.MAILBOX, Data.ONEDRIVE})


def planned(*lines: Line, losing: frozenset[Data] = BOTH, archive: bool = False) -> PlannedPerson:
    return PlannedPerson("p", "P", "p@contoso.example", True, lines, losing, archive=archive)


def test_each_kind_has_its_days_and_the_calendar_runs_by_day() -> None:
    found = calendar_events({Data.MAILBOX, Data.ONEDRIVE, Data.CLOUD_PC, Data.OFFICE}, DAY, Terms())
    assert [(e.day - DAY, e.data, e.event) for e in found] == [
        (timedelta(7), Data.CLOUD_PC, DataEvent.DELETED),
        (timedelta(30), Data.MAILBOX, DataEvent.DELETED),
        (timedelta(60), Data.ONEDRIVE, DataEvent.READ_ONLY),
        (timedelta(93), Data.ONEDRIVE, DataEvent.ARCHIVED),
        (timedelta(275), Data.ONEDRIVE, DataEvent.UNSEARCHABLE),
        (timedelta(365), Data.ONEDRIVE, DataEvent.DELETED),
    ]
    assert last_event_day(calendar_events({Data.MAILBOX}, DAY, Terms())) == DAY + timedelta(30)
    assert last_event_day(calendar_events({Data.OFFICE}, DAY, Terms())) is None


def test_where_exchange_waits_first_a_mailbox_stops_and_then_goes() -> None:
    found = calendar_events({Data.MAILBOX}, DAY, Terms(mailbox_delay=True))
    assert [(e.day - DAY, e.event) for e in found] == [
        (timedelta(30), DataEvent.STOPS),
        (timedelta(60), DataEvent.DELETED),
    ]


@pytest.mark.parametrize(
    ("outcome", "taken"),
    [
        (Outcome.REMOVED, True),
        (Outcome.ACCEPTED, True),
        (Outcome.STILL_ASSIGNED, True),
        (Outcome.KEPT, False),
        (Outcome.FAILED, False),
        (Outcome.HELD_BACK, False),
        (Outcome.NOT_HELD, False),
        (Outcome.NEEDS_ATTENTION, False),
    ],
)
def test_only_what_really_went_is_on_its_way_out(outcome: Outcome, taken: bool) -> None:
    who = planned(Line("suite", PlannedAction.REMOVE), losing=BOTH | {Data.OFFICE})
    lines = [LineOutcome("suite", outcome)]
    assert pending_losses(who, lines) == (BOTH if taken else frozenset())


def test_a_line_that_the_plan_did_not_take_brings_nothing_on_its_way() -> None:
    lines = [LineOutcome("suite", Outcome.ACCEPTED)]
    assert pending_losses(planned(Line("suite", PlannedAction.INHERITED)), lines) == frozenset()


CLOUD_PCS = Entitlements(owned(product("one", CLOUD_PC), product("two", CLOUD_PC)))


@pytest.mark.parametrize(("held", "lost"), [((), True), (("two",), True), (("one",), False)])
def test_another_cloud_pc_does_not_bring_one_back(held: tuple[str, ...], *, lost: bool) -> None:
    who = planned(Line("one", PlannedAction.REMOVE), losing=frozenset({Data.CLOUD_PC}))
    went = [LineOutcome("one", Outcome.REMOVED), LineOutcome("two", Outcome.FAILED)]
    kinds = pending_losses(who, went)
    products = separate_products(kinds, went)
    assert products == {"one"}
    found = still_lost(kinds, person("p", *held), CLOUD_PCS, products=products)
    assert (Data.CLOUD_PC in found) is lost


def test_a_smaller_mailbox_that_comes_back_does_not_save_the_archive() -> None:
    kinds = pending_losses(
        planned(Line("suite", PlannedAction.REMOVE), archive=True),
        [LineOutcome("suite", Outcome.REMOVED)],
    )
    assert still_lost(kinds, person("p"), SUPPLIES) == BOTH
    assert still_lost(kinds, person("p", "kiosk"), SUPPLIES) == {Data.ARCHIVE, Data.ONEDRIVE}


@pytest.mark.parametrize(
    ("now", "lost"),
    [
        (person("p"), BOTH),
        (person("p", "calls"), BOTH),
        (person("p", "suite"), frozenset()),
        (person("p", assignment("suite", SALES)), frozenset()),
        (person("p", assignment("suite", off=[a.MAILBOX])), frozenset({Data.MAILBOX})),
        (person("p", assignment("suite", state="Error")), BOTH),
        (person("p", assignment("suite", state="SomethingNew")), BOTH),
        (person("p", "kiosk"), frozenset({Data.ONEDRIVE})),
        (person("p", "kiosk", "visio"), frozenset()),
        (None, frozenset()),
    ],
)
def test_anyone_who_is_supplied_again_drops_out(now: Person | None, lost: frozenset[Data]) -> None:
    assert still_lost(BOTH, now, SUPPLIES) == lost


@pytest.mark.parametrize("kind", sorted(LICENSE_FREE))
def test_a_mailbox_that_is_no_persons_own_needs_no_license(kind: Mailbox) -> None:
    assert still_lost(BOTH, person("p"), SUPPLIES, kind) == {Data.ONEDRIVE}


ASSIGNMENTS = st.builds(
    Assignment,
    product=st.sampled_from(sorted(OWNED)),
    group=st.sampled_from([None, SALES]),
    disabled_plans=st.frozensets(st.sampled_from([a.MAILBOX, a.ONEDRIVE])),
    state=st.sampled_from(["Active", "ActiveWithError", "Disabled", "Error", "New"]),
)


@given(st.lists(ASSIGNMENTS, max_size=6), st.randoms())
def test_what_is_still_lost_is_what_losing_it_now_would_not_lose(
    held: list[Assignment], chance: object
) -> None:
    """Someone who would lose a kind by losing everything has it now, and so does not miss it."""
    del chance
    now = Person("p", "P", "p@contoso.example", assignments=tuple(held))
    missing = still_lost(BOTH, now, SUPPLIES)
    direct = tuple(a_ for a_ in held if a_.direct and a_.state in {"Active", "ActiveWithError"})
    only_direct = Person("p", "P", "p@contoso.example", assignments=direct)
    would_lose = losses(only_direct, set(OWNED), OWNED)
    assert not missing & would_lose
    assert still_lost(BOTH, only_direct, SUPPLIES) >= missing


@given(st.lists(ASSIGNMENTS, max_size=6), ASSIGNMENTS)
def test_a_further_license_never_makes_more_be_lost(
    held: list[Assignment], more: Assignment
) -> None:
    before = Person("p", "P", "p@contoso.example", assignments=tuple(held))
    after = Person("p", "P", "p@contoso.example", assignments=(*held, more))
    assert still_lost(BOTH, after, SUPPLIES) <= still_lost(BOTH, before, SUPPLIES)
