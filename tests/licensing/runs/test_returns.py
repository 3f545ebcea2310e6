"""What an undo says of data: by when a license must be back, and what does not come back.

The days are counted by hand from Microsoft's pages: a mailbox and an archive are held for 30 days,
a Cloud PC for 7 days or 24 hours, and a OneDrive may be deleted from day 365 on.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cards.words.catalog import key_of
from cards.words.languages import ENGLISH, english
from licensing.losses import cloud_pc_ids, plan_ids
from licensing.losses.rules import RULES, Terms
from licensing.losses.services import CLOUD_PCS, Data
from licensing.plans.plan import Plan, UndoneRun, build_plan
from licensing.plans.summary import Returns
from licensing.runs.lost_things import DELETED
from licensing.runs.outcome import LineOutcome, Outcome
from licensing.runs.undo import RemovedLicenses, build_undo_plan, removed_licenses
from licensing.tenant.people import Person
from licensing.tenant.products import Product
from tests.licensing.runs.test_undo import AT, proven
from tests.support import people as a
from tests.support.messages import selectors
from tests.support.people import SALES, assignment, owned, person, product

TEXTS = english()
DAY = date(2026, 11, 24)
CALLING = min(plan_ids.CALLING_PLAN)
#: By ids that Microsoft's table does not have; the same is true of real ones.
OWNED = owned(
    product("suite", a.MAILBOX, a.ONEDRIVE, a.TEAMS),
    product("mail", a.MAILBOX_PLAN_1),
    product("archiving", a.ARCHIVE),
    product("pc", min(cloud_pc_ids.ENTERPRISE)),
    product("pc-large", max(cloud_pc_ids.ENTERPRISE)),
    product("pc-business", min(cloud_pc_ids.BUSINESS)),
    product("phone", a.PHONE),
    product("minutes", CALLING),
    product("visio"),
)
#: Ids of Microsoft's table.
E3 = "6fd2c87f-b296-42f0-b197-1e91e994b900"
EXCHANGE_2 = "19ec0d23-8335-4cbd-94ac-6050e30712fa"
NEVER_LISTED = "00000000-0000-4000-8000-000000000001"


def removal(who: Person, chosen: Sequence[str] | None, products: dict[str, Product]) -> Plan:
    return build_plan(
        id="plan-1",
        tenant="t",
        owner="alex",
        made_at=AT,
        day=DAY,
        chosen=chosen,
        people=[who],
        products=products,
    )


def taken(
    who: Person,
    *ended: Outcome,
    chosen: Sequence[str] | None = None,
    back: frozenset[str] = frozenset(),
    products: dict[str, Product] = OWNED,
) -> RemovedLicenses:
    (planned,) = removal(who, chosen, products).people
    outcome = proven(planned)
    if ended:
        lines = tuple(
            LineOutcome(line.product, end) for line, end in zip(outcome.lines, ended, strict=True)
        )
        outcome = replace(outcome, lines=lines)
    found = removed_licenses(planned, outcome, back)
    assert found
    return found


def undone(
    *what: RemovedLicenses,
    today: date,
    now: Sequence[Person] = (),
    products: dict[str, Product] = OWNED,
    terms: Terms | None = None,
) -> Returns:
    people = {one.person.id: person(one.person.id) for one in what}
    people |= {one.id: one for one in now}
    plan = build_undo_plan(
        id="plan-2",
        tenant="t",
        owner="alex",
        made_at=AT,
        day=today,
        undoes=UndoneRun("run-1", 42, DAY, terms or Terms()),
        removed=what,
        people=people,
        products=products,
        names={},
    )
    return plan.summary.returns


LAST = [
    ("suite", Data.MAILBOX, 30),
    ("pc", Data.CLOUD_PC, 6),
    ("pc-business", Data.CLOUD_PC_BUSINESS, 0),
]


@pytest.mark.parametrize(("held", "kind", "days"), LAST)
def test_data_comes_back_through_its_last_day_and_not_after(
    held: str, kind: Data, days: int
) -> None:
    what, last = taken(person("adele", held)), DAY + timedelta(days=days)
    found = undone(what, today=last).data[kind]
    assert (found.back.names, found.until, found.gone.people) == (("Adele",), last, 0)
    found = undone(what, today=last + timedelta(days=1)).data[kind]
    late = "doubtful" if kind in CLOUD_PCS else "gone"
    assert (found.back.people, getattr(found, late).names) == (0, ("Adele",))
    found = undone(what, today=last + timedelta(days=2)).data[kind]
    assert (found.back.people, found.doubtful.people) == (0, 0)
    assert (found.gone.names, found.gone_after) == (("Adele",), last)


def test_on_the_day_of_its_deletion_no_one_can_tell_whether_a_cloud_pc_is_there() -> None:
    day = DAY + timedelta(days=7)
    found = undone(taken(person("adele", "pc")), today=day).data[Data.CLOUD_PC]
    assert (found.doubtful.people, found.doubtful_until) == (1, day)


def test_an_archive_is_held_for_thirty_days_beside_a_mailbox_that_stays() -> None:
    who = person("adele", "mail", "archiving")
    kept = replace(person("adele"), assignments=person("adele", "mail").assignments)
    # Plan 1 has an archive of its own; Kiosk has none.
    kiosk = OWNED | owned(product("mail", a.MAILBOX_KIOSK))
    what = taken(who, chosen=["archiving"], products=kiosk)
    assert what.losses == {Data.ARCHIVE}
    last = DAY + timedelta(days=30)
    found = undone(what, today=last, now=[kept], products=kiosk).data
    assert set(found) == {Data.ARCHIVE}
    assert found[Data.ARCHIVE].until == last
    found = undone(what, today=last + timedelta(days=1), now=[kept], products=kiosk).data
    assert found[Data.ARCHIVE].gone_after == last


@pytest.mark.parametrize(
    ("days", "bucket"), [(92, "back"), (93, "doubtful"), (364, "doubtful"), (365, "gone")]
)
def test_a_onedrive_comes_back_until_it_may_be_deleted(days: int, bucket: str) -> None:
    found = undone(taken(person("adele", "suite")), today=DAY + timedelta(days=days)).data
    one = found[Data.ONEDRIVE]
    counts = {name: getattr(one, name).people for name in ("back", "doubtful", "gone", "without")}
    assert counts == dict.fromkeys(counts, 0) | {bucket: 1}
    last = DAY + timedelta(days=364)
    assert {one.until, one.doubtful_until, one.gone_after} == {None, last}


def test_the_tenants_own_rules_decide_the_days() -> None:
    what = taken(person("adele", "suite"))
    delayed = undone(what, today=DAY + timedelta(days=60), terms=Terms(mailbox_delay=True))
    assert delayed.data[Data.MAILBOX].until == DAY + timedelta(days=60)
    stored = undone(what, today=DAY + timedelta(days=200), terms=Terms(archive_day=300))
    assert stored.data[Data.ONEDRIVE].back.people == 1


def test_each_person_counts_from_the_day_of_their_own_removal() -> None:
    early, late = DAY - timedelta(days=31), DAY - timedelta(days=30)
    names = ("gone", "back", "nowhere")
    what = [
        replace(taken(person(name, "suite")), removed_on=day)
        for name, day in zip(names, (early, late, late), strict=True)
    ]
    now = replace(person("nowhere"), usage_location=None)
    found = undone(*what, today=DAY, now=[now]).data[Data.MAILBOX]
    assert (found.gone.names, found.gone_after) == (("Gone",), DAY - timedelta(days=1))
    assert (found.back.names, found.until) == (("Back",), DAY)
    assert (found.without.names, found.without_until) == (("Nowhere",), DAY)


def test_of_two_cloud_pcs_each_needs_its_own_license() -> None:
    few = OWNED | owned(product("pc-large", max(cloud_pc_ids.ENTERPRISE), total=1, assigned=1))
    found = undone(taken(person("adele", "pc", "pc-large")), today=DAY, products=few)
    one = found.data[Data.CLOUD_PC]
    assert (one.back.people, one.without.people) == (1, 1)


def test_a_license_of_a_suspended_subscription_brings_nothing_back() -> None:
    suspended = OWNED | {"suite": replace(OWNED["suite"], status="Suspended")}
    what = taken(person("adele", "suite"))
    holds = person("adele", "suite")
    assert undone(what, today=DAY, now=[holds]).data[Data.MAILBOX].back.people == 1
    found = undone(what, today=DAY, now=[holds], products=suspended).data[Data.MAILBOX]
    assert (found.back.people, found.without.people) == (0, 1)


PHONES = [
    (["phone"], 1),
    (["minutes"], 1),
    # Without Teams there is no Teams Phone, so the number is taken too.
    (["suite"], 1),
    (["visio"], 0),
]


@pytest.mark.parametrize(("chosen", "people"), PHONES)
def test_a_phone_number_must_be_assigned_again_by_hand(chosen: list[str], people: int) -> None:
    who = person("adele", "suite", "phone", "minutes", "visio")
    what = taken(who, chosen=chosen)
    staying = tuple(x for x in who.assignments if x.product not in chosen)
    found = undone(what, today=DAY, now=[replace(who, assignments=staying)])
    assert found.numbers.people == people


def test_what_a_product_carries_that_no_one_knows_is_not_promised() -> None:
    who = person("adele", NEVER_LISTED)
    found = undone(taken(who, products={}), today=DAY, products={})
    assert (found.unknown.names, found.data) == (("Adele",), {})


REAL = owned(product(E3, a.MAILBOX, a.ONEDRIVE), product(EXCHANGE_2, a.MAILBOX))
BOTH = person("adele", E3, EXCHANGE_2)


def test_nothing_is_said_of_data_whose_license_came_back_before() -> None:
    back = frozenset({E3})
    assert taken(BOTH, products=REAL).losses >= {Data.MAILBOX, Data.ONEDRIVE}
    assert not taken(BOTH, back=back, products=REAL).losses & {Data.MAILBOX, Data.ONEDRIVE}


def test_nothing_is_said_of_data_whose_license_never_went() -> None:
    ends = [Outcome.REMOVED if x.product == EXCHANGE_2 else Outcome.FAILED for x in _lines()]
    assert taken(BOTH, *ends, products=REAL).losses == frozenset()


def _lines() -> Sequence[LineOutcome]:
    return proven(removal(BOTH, None, REAL).people[0]).lines


def test_a_license_that_a_group_still_gives_took_nothing() -> None:
    who = person("adele", "suite", assignment("suite", SALES))
    assert taken(who).losses == frozenset()


def test_every_kind_that_is_deleted_one_day_has_its_words() -> None:
    for group, name in (("results", "deletion"), ("undo", "lost"), ("reminders", "reminder")):
        said = selectors(ENGLISH.pattern(group, name))["data"]
        assert said == {*map(key_of, DELETED), "other"}
    lines = {TEXTS.undo.kept([(kind, 1, DAY)], single=True) for kind in DELETED}
    assert len(lines) == len(DELETED)


def test_everything_that_happens_to_what_is_deleted_has_its_words() -> None:
    turns = {(kind, stage.event) for kind in DELETED for stage in RULES[kind].stages}
    assert len({TEXTS.reminders.happening(*turn, 1) for turn in turns}) == len(turns)
