"""What the rehearsal tenant deletes is what the bot promises, on that day, for every real plan."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.losses import cloud_pc_ids, plan_ids
from licensing.losses.losses import losses
from licensing.losses.rules import DataEvent, Terms, events
from licensing.losses.services import PLANS, Data
from licensing.tenant.people import Assignment as HeldLicense
from licensing.tenant.people import Person
from licensing.tenant.products import Product as OwnedProduct
from licensing.tenant.products import ServicePlan
from sandbox import plan_kinds
from sandbox.data import DataRetention
from sandbox.organization.organization import Assignment
from sandbox.organization.products import Plan, Product
from tests.support import people as a

DAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
#: Each kind in the tenant's own words.
KINDS = {
    Data.MAILBOX: "mailbox",
    Data.ARCHIVE: "archive",
    Data.ONEDRIVE: "oneDrive",
    Data.ONEDRIVE_STAYS: "oneDrive",
    Data.CLOUD_PC: "cloudPc",
    Data.CLOUD_PC_BUSINESS: "cloudPcBusiness",
}
#: What each event is called there.
EVENTS = {
    DataEvent.READ_ONLY: "readOnly",
    DataEvent.ARCHIVED: "archived",
    DataEvent.UNSEARCHABLE: "unsearchable",
    DataEvent.DELETED: "deleted",
}
CARRYING = sorted(frozenset[str]().union(*(PLANS[kind] for kind in KINDS if kind in PLANS)))


def test_the_tenant_goes_by_the_same_ids() -> None:
    assert plan_kinds.MAILBOXES == plan_ids.MAILBOX
    with_archive = plan_kinds.MAILBOXES - plan_kinds.MAILBOXES_WITHOUT_ARCHIVE
    assert plan_kinds.ARCHIVES | with_archive == plan_ids.ARCHIVE
    assert plan_kinds.ONEDRIVES | plan_kinds.ONEDRIVES_THAT_STAY == plan_ids.ONEDRIVE
    assert plan_kinds.ONEDRIVES_THAT_STAY == plan_ids.ONEDRIVE_EXEMPT
    assert plan_kinds.CLOUD_PCS == cloud_pc_ids.ENTERPRISE
    assert plan_kinds.CLOUD_PCS_BUSINESS == cloud_pc_ids.BUSINESS


def promised(held: dict[str, Product], removed: set[str]) -> dict[str, list[tuple[int, str]]]:
    """What the bot says becomes of things, by day after the removal."""
    owned = {
        id_: OwnedProduct(
            *(id_, one.part, one.name, 9, 1),
            tuple(ServicePlan(plan.id, plan.name) for plan in one.plans),
            status=one.status,
        )
        for id_, one in held.items()
    }
    who = Person("adele", "Adele", "", assignments=tuple(map(HeldLicense, held)))
    found: dict[str, list[tuple[int, str]]] = {}
    lost = losses(who, removed, owned, Terms())
    if Data.MAILBOX in lost and any(
        plan.id in plan_ids.ARCHIVE for one in held.values() for plan in one.plans
    ):
        lost |= {Data.ARCHIVE}
    for kind in lost & KINDS.keys():
        days = [
            ((one.day - DAY.date()).days, EVENTS[one.event])
            for one in events(kind, DAY.date(), Terms())
        ]
        found[KINDS[kind]] = days
    return found


def becomes(held: dict[str, Product], removed: set[str]) -> dict[str, list[tuple[int, str]]]:
    """What the rehearsal tenant does with them, looked at on every day of 400."""
    kept = DataRetention()
    before = tuple(map(Assignment, held))
    after = tuple(one for one in before if one.product not in removed)
    kept.changed("adele", before, after, held, DAY)
    found: dict[str, list[tuple[int, str]]] = {}
    for day in range(400):
        for thing, state in kept.states("adele", after, held, DAY + timedelta(days=day)).items():
            if state.state in {"none", "active"}:
                continue
            seen = found.setdefault(thing.split()[0], [])
            if state.state != "held" and state.state not in [name for _, name in seen]:
                seen.append((day, state.state))
    return found


@pytest.mark.parametrize("plan", CARRYING)
def test_each_plan_alone_is_lost_as_promised(plan: str) -> None:
    held = {"one": Product("one", "ONE", "One", (Plan(plan, "A_PLAN"),))}
    assert becomes(held, {"one"}) == promised(held, {"one"})


def product(number: int, plan: str) -> Product:
    return Product(f"p{number}", f"PART_{number}", f"Product {number}", (Plan(plan, "A_PLAN"),))


@given(st.lists(st.sampled_from(CARRYING), min_size=1, max_size=4), st.data())
def test_whatever_stays_the_tenant_and_the_bot_agree(plans: list[str], data: st.DataObject) -> None:
    held = {one.id: one for one in (product(number, plan) for number, plan in enumerate(plans))}
    removed = data.draw(st.sets(st.sampled_from(sorted(held)), min_size=1))
    assert becomes(held, removed) == promised(held, removed)


@pytest.mark.parametrize("status", ["Suspended", "LockedOut", "Deleted"])
def test_a_subscription_that_ended_keeps_nothing_in_either(status: str) -> None:
    mail, other = product(1, a.MAILBOX), replace(product(2, a.MAILBOX), status=status)
    held = {one.id: one for one in (mail, other)}
    assert becomes(held, {mail.id}) == promised(held, {mail.id}) != {}
