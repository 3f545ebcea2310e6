"""What a removal means for one person; the answers for real products stand in loss_cases.toml."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.losses.consequences import Consequences, consequences
from licensing.losses.dependencies import REQUIREMENTS, Effect, broken_requirements
from licensing.losses.entitlements import Entitlements
from licensing.losses.losses import losses, onedrive_days
from licensing.losses.rules import DELAYED, RULES, DataEvent, Terms, day_of, events
from licensing.losses.services import PLANS, Data
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Assignment, Person
from licensing.tenant.products import Product
from tests.licensing.losses.test_losses import HELD, IDS, REMOVED, TENANTS
from tests.support import people as a
from tests.support.people import SALES, assignment, owned, person, product

TERMS = Terms()
TODAY = date(2026, 11, 24)


def test_every_kind_of_data_has_one_rule_with_an_id_and_a_page_of_microsoft() -> None:
    assert set(RULES) == set(Data)
    every = [*RULES.values(), *DELAYED.values()]
    assert len({rule.id for rule in every}) == len(every)
    for rule in every:
        assert rule.source.startswith(("https://learn.microsoft.com/", "https://support.microsoft"))
        days = [stage.days for stage in rule.stages]
        assert days == sorted(set(days))


def test_every_need_has_an_id_and_a_page_of_microsoft() -> None:
    assert len({need.id for need in REQUIREMENTS}) == len(REQUIREMENTS)
    assert all(need.source.startswith("https://learn.microsoft.com/") for need in REQUIREMENTS)
    assert all(need.plans and need.needs and not need.plans & need.needs for need in REQUIREMENTS)


@pytest.mark.parametrize("chosen", [93, 94, 242, 275, 308, 365, 398, 3650])
def test_a_chosen_archive_day_moves_two_stages_of_onedrive_and_nothing_else(chosen: int) -> None:
    terms = Terms(archive_day=chosen)
    assert onedrive_days(TODAY, terms) == tuple(
        TODAY + timedelta(days=days) for days in (chosen - 33, chosen, 275, 365)
    )
    for data in set(Data) - {Data.ONEDRIVE}:
        assert list(events(data, TODAY, terms)) == list(events(data, TODAY))
    days = [event.day for event in events(Data.ONEDRIVE, TODAY, terms)]
    assert days == sorted(days)


def test_a_delay_moves_mail_only() -> None:
    for data in Data:
        moved = list(events(data, TODAY, Terms(mailbox_delay=True))) != list(events(data, TODAY))
        assert moved == (data in {Data.MAILBOX, Data.ARCHIVE})
    assert day_of(Data.MAILBOX, DataEvent.ARCHIVED, TODAY) is None


ANY = st.frozensets(st.sampled_from(sorted({p for n in REQUIREMENTS for p in n.plans | n.needs})))


@given(ANY, ANY)
def test_a_need_is_broken_exactly_when_it_was_met_and_is_not_any_longer(
    before: AbstractSet[str], after: AbstractSet[str]
) -> None:
    after = before & after
    broken = broken_requirements(before, after)
    named = {(need.id, plan) for need, plan in broken}
    # What stops does not carry what needs it in turn.
    working = after - {plan for need, plan in broken if need.effect is Effect.STOPS}
    for need in REQUIREMENTS:
        for plan in need.plans:
            met_before, met_after = bool(need.needs & before), bool(need.needs & working)
            assert ((need.id, plan) in named) == (plan in after and met_before and not met_after)


@given(TENANTS, HELD, REMOVED)
def test_what_goes_is_lost_or_kept_and_never_both(
    tenant: dict[str, Product], held: list[Assignment], removed: set[str]
) -> None:
    who = person("p", *held)
    means = consequences(who, removed, Entitlements(tenant), TERMS)
    assert means.losses == losses(who, removed, tenant)
    kept = {one.data for one in means.kept}
    assert not kept & means.losses
    for one in means.kept:
        assert one.product in who.products
        staying = [
            h for h in held if h.product == one.product and not (h.direct and h.product in removed)
        ]
        assert staying
        assert one.by_group == all(not h.direct for h in staying if h.state.startswith("Active"))


@given(TENANTS, HELD, st.sampled_from(IDS))
def test_someone_from_whom_nothing_goes_has_nothing_to_hear(
    tenant: dict[str, Product], held: list[Assignment], product_id: str
) -> None:
    who = person("p", *(h for h in held if not (h.direct and h.product == product_id)))
    means = consequences(who, {product_id}, Entitlements(tenant), TERMS)
    assert means == Consequences()


OWNED = owned(
    product("suite", a.MAILBOX, a.ONEDRIVE, a.TEAMS),
    product("phone", a.PHONE),
    product("plan", *sorted(PLANS[Data.CALLING_PLAN])[:1]),
    product("project", "fe71d6c3-a2ea-4499-9778-da042bf08063", a.PHONE),
)


def addons(who: Person, *removed: str) -> list[tuple[str, Effect, bool]]:
    found = consequences(who, removed, Entitlements(OWNED), TERMS).addons
    return [(one.product, one.effect, one.direct) for one in found]


def test_what_is_refused_stands_before_what_stops() -> None:
    who = person("p", "suite", "phone", "project")
    assert addons(who, "suite") == [
        ("project", Effect.BLOCKS, True),
        ("phone", Effect.STOPS, True),
    ]


def test_an_addon_held_directly_and_by_a_group_could_go_along_directly() -> None:
    who = person("p", "suite", assignment("phone", SALES), "phone")
    assert addons(who, "suite") == [("phone", Effect.STOPS, True)]
    assert addons(person("p", "suite", assignment("phone", SALES)), "suite") == [
        ("phone", Effect.STOPS, False)
    ]


def test_an_addon_that_goes_along_is_not_told() -> None:
    assert addons(person("p", "suite", "phone", "plan"), "suite", "phone", "plan") == []


def test_a_shared_mailbox_is_kept_by_no_product() -> None:
    who = person("support", "suite")
    means = consequences(who, {"suite"}, Entitlements(OWNED), TERMS, Mailbox.SHARED)
    assert means.kept == ()
    assert Data.MAILBOX not in means.losses
