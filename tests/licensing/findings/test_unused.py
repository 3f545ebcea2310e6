"""Licenses that can go: only where no service of the person changes its state."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.findings.scan import Scan, ScanState
from licensing.findings.unused import (
    Finding,
    Findings,
    FoundPerson,
    NotKnown,
    UnusedKind,
    UnusedLicense,
    UnusedLicenses,
    added,
    merged,
    unused_licenses,
)
from licensing.losses.consequences import Consequences, consequences
from licensing.losses.dependencies import REQUIREMENTS, Effect
from licensing.losses.entitlements import Entitlements
from licensing.losses.plan_ids import ENTRA, INTUNE
from licensing.losses.rules import Terms
from licensing.losses.services import data_in
from licensing.tenant.catalog import Catalog
from licensing.tenant.people import Assignment, Person
from licensing.tenant.products import Product, ServicePlan
from tests.licensing.losses.test_losses import HELD, TENANTS
from tests.support import people as a
from tests.support.people import OPERATIONS, SALES, assignment, owned, person, product

COPILOT = "a62f8878-de10-42f3-b68f-6149a25ceb97"  # M365_COPILOT_APPS
TERMS = Terms()
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
SUITE = product("suite", a.MAILBOX, a.ONEDRIVE, a.OFFICE, a.TEAMS, a.POWER_BI)
OWNED = owned(
    SUITE,
    product("twin", a.MAILBOX, a.ONEDRIVE, a.OFFICE, a.TEAMS, a.POWER_BI),
    product("power-bi", a.FOUNDATION, a.POWER_BI),
    product("phone", a.PHONE),
    product("kiosk", a.MAILBOX_KIOSK),
    product("copilot", COPILOT, a.FOUNDATION),
    product("empty"),
    product("new", a.POWER_BI, "a-new-service"),
    product("new-suite", a.POWER_BI, "a-new-service", a.TEAMS),
    product("new-copilot", COPILOT, "a-new-service"),
    replace(product("suspended", a.POWER_BI), status="Suspended"),
)
K = UnusedKind
EVERYTHING = [a.MAILBOX, a.ONEDRIVE, a.OFFICE, a.TEAMS, a.POWER_BI]

CASES: list[tuple[str, Person, set[tuple[UnusedKind, str, bool]], set[NotKnown]]] = [
    ("no license", person("p"), set(), set()),
    ("one license that is used", person("p", "suite"), set(), set()),
    ("only by a group", person("p", assignment("suite", SALES)), set(), set()),
    (
        "directly and by a group",
        person("p", "suite", assignment("suite", SALES)),
        {(K.ALSO_BY_GROUP, "suite", False)},
        set(),
    ),
    (
        "by a group that gives less",
        person("p", "suite", assignment("suite", SALES, off=[a.TEAMS])),
        set(),
        set(),
    ),
    (
        "by two groups that give everything together",
        person(
            "p",
            "suite",
            assignment("suite", SALES, off=[a.TEAMS]),
            assignment("suite", OPERATIONS, off=[a.OFFICE]),
        ),
        {(K.ALSO_BY_GROUP, "suite", False)},
        set(),
    ),
    (
        "by a group whose assignment does not work",
        person("p", "suite", assignment("suite", SALES, state="Error")),
        set(),
        set(),
    ),
    (
        "by a group in a state that Microsoft adds one day",
        person("p", "suite", assignment("suite", SALES, state="ANewState")),
        set(),
        set(),
    ),
    (
        "all its services are in another license",
        person("p", "suite", "power-bi"),
        {(K.COVERED, "power-bi", True)},
        set(),
    ),
    (
        "all but one are",
        person("p", assignment("suite", off=[a.POWER_BI]), "power-bi"),
        set(),
        set(),
    ),
    (
        "another license of a group has them",
        person("p", "power-bi", assignment("suite", SALES)),
        {(K.COVERED, "power-bi", True)},
        set(),
    ),
    (
        "two that cover each other: one goes",
        person("p", "suite", "twin"),
        {(K.COVERED, "suite", True)},
        set(),
    ),
    (
        "a direct assignment in error takes no license",
        person("p", assignment("power-bi", state="Error"), "suite"),
        {(K.COVERED, "power-bi", False)},
        set(),
    ),
    (
        "covered by a subscription that is suspended",
        person("p", "power-bi", "suspended"),
        {(K.COVERED, "suspended", True)},
        set(),
    ),
    (
        "a small mailbox beside a large one is another service",
        person("p", "suite", "kiosk"),
        set(),
        set(),
    ),
    (
        "all services are switched off",
        person("p", assignment("suite", off=EVERYTHING)),
        {(K.SWITCHED_OFF, "suite", True)},
        set(),
    ),
    (
        "what other services share is no service",
        person("p", assignment("power-bi", off=[a.POWER_BI])),
        {(K.SWITCHED_OFF, "power-bi", True)},
        set(),
    ),
    (
        "switched off, and a group has it in error",
        person("p", assignment("suite", off=EVERYTHING), assignment("suite", SALES, state="Error")),
        {(K.SWITCHED_OFF, "suite", False)},
        set(),
    ),
    (
        "an add-on without its base",
        person("p", "copilot"),
        {(K.ADDON_WITHOUT_BASE, "copilot", True)},
        set(),
    ),
    ("an add-on with its base", person("p", "copilot", "kiosk"), set(), set()),
    (
        "an add-on whose base perhaps works",
        person("p", "copilot", assignment("kiosk", SALES, state="Error")),
        set(),
        set(),
    ),
    (
        "an add-on beside a product of which nothing is known",
        person("p", "copilot", assignment("gone", SALES)),
        set(),
        set(),
    ),
    ("an add-on that may hold data", person("p", "phone"), set(), {NotKnown.ADDON_DATA}),
    ("a product that is not listed", person("p", "gone"), set(), {NotKnown.NOT_LISTED}),
    ("a product without services", person("p", "empty"), set(), {NotKnown.NOT_LISTED}),
    (
        "a new service in two licenses may be one for each",
        person("p", "new", "new-suite"),
        set(),
        {NotKnown.NEW_SERVICE},
    ),
    (
        "a new service that a group assigns too",
        person("p", "new", assignment("new", SALES)),
        {(K.ALSO_BY_GROUP, "new", False)},
        set(),
    ),
    (
        "an add-on with a new service",
        person("p", "new-copilot"),
        set(),
        {NotKnown.NEW_SERVICE},
    ),
    (
        "Microsoft 365 contradicts itself",
        replace(person("p", "suite", "power-bi"), unexplained=frozenset({"kiosk"})),
        set(),
        {NotKnown.CONTRADICTION},
    ),
    (
        "several at once",
        person(
            "p", "suite", assignment("suite", SALES), "power-bi", assignment("twin", off=EVERYTHING)
        ),
        {
            (K.ALSO_BY_GROUP, "suite", False),
            (K.COVERED, "power-bi", True),
            (K.SWITCHED_OFF, "twin", True),
        },
        set(),
    ),
]


@pytest.mark.parametrize(("who", "expected", "unknown"), [case[1:] for case in CASES])
def test_what_is_found(
    who: Person, expected: set[tuple[UnusedKind, str, bool]], unknown: set[NotKnown]
) -> None:
    found = unused_licenses(who, Entitlements(OWNED))
    assert {(one.kind, one.product, one.frees) for one in found.licenses} == expected
    assert found.not_known == unknown


def test_two_cloud_pcs_are_two_though_their_service_is_the_same() -> None:
    cloud_pc = "3efff3fe-528a-4fc5-b1ba-845802cc764f"
    pcs = owned(product("one", cloud_pc), product("other", cloud_pc))
    assert data_in(ServicePlan(cloud_pc, ""))
    base = product("base", "21b439ba-a0ca-424f-a6cc-52f954a5b111", *sorted(INTUNE | ENTRA))
    held = person("p", "one", "other", "base")
    assert unused_licenses(held, Entitlements(pcs | owned(base))) == UnusedLicenses()


def test_a_suite_of_microsoft_covers_what_microsoft_says_is_in_it() -> None:
    bundled = Catalog.bundled().products
    parts = {one.part: replace(one, status="Enabled") for one in bundled.values()}
    tenant = owned(
        parts["SPE_E5"], parts["ENTERPRISEPACK"], parts["EMSPREMIUM"], parts["POWER_BI_PRO"]
    )
    held = [parts[part].id for part in ("SPE_E5", "EMSPREMIUM", "POWER_BI_PRO", "ENTERPRISEPACK")]
    found = unused_licenses(person("p", *held), Entitlements(tenant))
    # Office 365 E3 has services that are others in Microsoft 365 E5, such as FORMS_PLAN_E3.
    assert {one.product for one in found.licenses} == {
        parts["EMSPREMIUM"].id,
        parts["POWER_BI_PRO"].id,
    }


def on(tenant: dict[str, Product], held: Iterable[Assignment], *, surely: bool) -> set[str]:
    """Say it again in other words: the services of these assignments."""
    states = {"Active", "ActiveWithError"}
    return {
        plan.id
        for one in held
        if one.product in tenant and (one.state in states or not surely)
        for plan in tenant[one.product].plans
        if plan.id not in one.disabled_plans
    } - {a.FOUNDATION}


def staying(held: Collection[Assignment], gone: Collection[str]) -> list[Assignment]:
    return [one for one in held if not (one.group is None and one.product in gone)]


#: Add-ons that lose nothing but do not work without something else.
IDLE = {
    plan
    for need in REQUIREMENTS
    if need.effect is Effect.STOPS
    for plan in need.plans
    if not data_in(ServicePlan(plan, ""))
}


@given(TENANTS, HELD, st.data())
def test_no_service_changes_whatever_part_of_the_found_is_removed(
    tenant: dict[str, Product], held: list[Assignment], data: st.DataObject
) -> None:
    who = person("p", *held)
    found = unused_licenses(who, Entitlements(tenant))
    all_of_it = [one.product for one in found.licenses]
    assert len(set(all_of_it)) == len(all_of_it)
    gone = data.draw(st.sets(st.sampled_from(all_of_it))) if all_of_it else set()
    before, after = (on(tenant, some, surely=True) for some in (held, staying(held, gone)))
    assert before - after <= IDLE
    # What perhaps works stays too.
    perhaps = on(tenant, held, surely=False) - on(tenant, staying(held, gone), surely=False)
    assert perhaps <= IDLE
    means = consequences(who, gone, Entitlements(tenant), TERMS)
    assert (means.losses, means.addons) == (Consequences().losses, ())


@given(TENANTS, HELD)
def test_each_is_a_direct_license_of_its_kind(
    tenant: dict[str, Product], held: list[Assignment]
) -> None:
    who = person("p", *held)
    for one in unused_licenses(who, Entitlements(tenant)).licenses:
        direct = who.direct(one.product)
        assert direct is not None
        assert one.frees == (
            direct.state in {"Active", "ActiveWithError"} and not who.groups(one.product)
        )
        services = on(tenant, [direct], surely=False)
        match one.kind:
            case UnusedKind.SWITCHED_OFF:
                assert not services
                assert one.kept_by == ()
            case UnusedKind.ALSO_BY_GROUP:
                given = [a for a in held if a.group and a.group.id in one.kept_by]
                assert services <= on(
                    tenant, [a for a in given if a.product == one.product], surely=True
                )
            case UnusedKind.COVERED:
                kept = [a for a in staying(held, {one.product}) if a.product in one.kept_by]
                assert services <= on(tenant, kept, surely=True)
            case UnusedKind.ADDON_WITHOUT_BASE:
                assert services & IDLE


@given(TENANTS, HELD)
def test_nothing_is_left_that_a_group_gives_in_full_or_that_is_off(
    tenant: dict[str, Product], held: list[Assignment]
) -> None:
    """What would be missed: found by asking for each license alone."""
    who = person("p", *held)
    found = {one.product for one in unused_licenses(who, Entitlements(tenant)).licenses}
    for one in held:
        known = one.product in tenant and tenant[one.product].plans
        if (
            one.group is not None
            or not known
            or not on(tenant, [Assignment(one.product)], surely=True)
        ):
            continue
        if not on(tenant, [one], surely=False):
            assert one.product in found


def test_lines_are_put_together_page_by_page() -> None:
    first, second = Findings(), Findings()
    covered = UnusedLicense(K.COVERED, "power-bi", frees=True)
    group = UnusedLicense(K.ALSO_BY_GROUP, "suite", frees=False)
    unclear = frozenset({NotKnown.ADDON_DATA})
    first.add(person("adele"), UnusedLicenses((covered, group), unclear))
    first.add(person("megan"), UnusedLicenses((group,)))
    second.add(person("diego"), UnusedLicenses((covered, group), unclear))
    assert first.people[K.ALSO_BY_GROUP, "suite"] == [
        FoundPerson(person("adele").ref),
        FoundPerson(person("megan").ref),
    ]
    assert merged(first.lines, second.lines) == (
        Finding(K.COVERED, "power-bi", 2, 2),
        Finding(K.ALSO_BY_GROUP, "suite", 3, 0),
    )
    assert merged((), first.lines) == merged(first.lines, ())
    assert added(first.not_known, second.not_known) == {NotKnown.ADDON_DATA: 2}
    assert added({}, {}) == {}


def test_a_search_that_just_began_has_read_no_one() -> None:
    scan = Scan(ScanState.RUNNING, NOW)
    assert (scan.read, scan.total, scan.findings, dict(scan.not_known)) == (0, None, (), {})
