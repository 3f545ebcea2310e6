import pytest

from graph.tenants import Tenants
from licensing import errors
from licensing.tenant.roles import ActingMode
from sandbox.organization.catalog import PLANS
from sandbox.organization.personas import MEGAN, TENANT
from sandbox.organization.products import CATALOG
from tests.graph.conftest import E3, E5, PROJECT, RETRY, Bench, _names

COPILOT = CATALOG["Microsoft_365_Copilot"].id
SWAY = PLANS["SWAY"]


async def test_a_license_is_restored_with_the_same_services_switched_off(bench: Bench) -> None:
    person = bench.account("nestorw").id
    before = await bench.tenant.read_person(person)
    direct = before.direct(E3)
    assert direct
    assert SWAY in direct.disabled_plans
    await bench.tenant.remove(person, [E3])
    yes = await bench.tenant.restore(person, {E3: direct.disabled_plans})
    assert (yes.status, bool(yes.request_id)) == (200, True)
    assert await bench.tenant.read_person(person) == before


async def test_all_products_of_a_person_come_back_in_one_call(bench: Bench) -> None:
    person = bench.account("gradya").id
    before = await bench.tenant.read_person(person)
    off = {a.product: a.disabled_plans for a in before.assignments}
    await bench.tenant.remove(person, [E5, PROJECT])
    await bench.tenant.restore(person, off)
    after = await bench.tenant.read_person(person)
    assert set(after.assignments) == set(before.assignments)
    write = bench.directory.writes[-1]
    assert (sorted(write.added), write.removed) == (sorted([E5, PROJECT]), ())


async def test_without_a_free_license_it_is_refused(bench: Bench) -> None:
    with pytest.raises(errors.NoFreeSeat):
        await bench.tenant.restore(bench.account("pradeepg").id, {COPILOT: ()})


async def test_without_a_usage_location_it_is_refused_and_reading_shows_why(bench: Bench) -> None:
    person = bench.account("enricoc").id
    assert (await bench.tenant.read_person(person)).usage_location is None
    with pytest.raises(errors.NoUsageLocation):
        await bench.tenant.restore(person, {E3: ()})
    assert (await bench.tenant.read_person(bench.account("nestorw").id)).usage_location == "US"


async def test_services_that_exclude_each_other_are_refused(bench: Bench) -> None:
    with pytest.raises(errors.ConflictingPlans):
        await bench.tenant.restore(bench.account("chrisg").id, {E3: ()})


async def test_an_add_on_without_what_it_needs_is_refused(bench: Bench) -> None:
    person = bench.account("gradya").id
    await bench.tenant.remove(person, [E5, PROJECT])
    with pytest.raises(errors.MissingPlan) as raised:
        await bench.tenant.restore(person, {PROJECT: [PLANS["SHAREPOINTENTERPRISE"]]})
    assert "depends on the service" in raised.value.answer.message


async def test_anyone_who_may_not_be_sure_gives_nothing_back(bench: Bench) -> None:
    with pytest.raises(errors.SendPrevented):
        await bench.tenant.restore(bench.account("pradeepg").id, {E3: ()}, lambda: False)
    assert bench.directory.writes == []


async def test_who_has_no_role_is_refused(bench: Bench) -> None:
    megan = bench.tenants.acting_as(TENANT, MEGAN.oid)
    with pytest.raises(errors.NotAllowed):
        await megan.restore(bench.account("pradeepg").id, {E3: ()})


async def test_where_the_app_acts_the_persons_role_is_checked_too(bench: Bench) -> None:
    root = str(bench.server.make_url("/graph/v1.0"))
    gated = Tenants(root, bench.tokens, _names, bench.clock, RETRY, acting=ActingMode.APP)
    try:
        megan = gated.acting_as(TENANT, MEGAN.oid)
        with pytest.raises(errors.NotAllowed):
            await megan.restore(bench.account("pradeepg").id, {E3: ()})
        assert bench.directory.writes == []
    finally:
        await gated.close()


async def test_nothing_to_restore_costs_no_call(bench: Bench) -> None:
    with pytest.raises(errors.NothingToChange):
        await bench.tenant.restore(bench.account("isaiahl").id, {})
    with pytest.raises(errors.UnknownPerson):
        await bench.tenant.restore("", {E3: ()})
    assert bench.paths() == []
