import asyncio
from asyncio import selector_events
from itertools import pairwise

import pytest
import structlog

from licensing import errors
from sandbox.organization.personas import ADELE, MEGAN, TENANT
from tests.graph.conftest import E3, E5, PROJECT, Bench


async def test_a_license_is_taken_and_reading_shows_it(bench: Bench) -> None:
    person = bench.account("isaiahl").id
    assert (await bench.tenant.read_person(person)).direct(E3)
    yes = await bench.tenant.remove(person, [E3])
    assert yes.status == 200
    assert yes.request_id
    assert (await bench.tenant.read_person(person)).assignments == ()


async def test_each_call_says_for_which_click_it_is_made(bench: Bench) -> None:
    with structlog.contextvars.bound_contextvars(correlation_id="click"):
        await bench.tenant.remove(bench.account("isaiahl").id, [E3])
    assert {request.headers["client-request-id"] for request in bench.requests} == {"click"}


async def test_all_products_of_a_person_go_in_one_call_with_both_arrays(bench: Bench) -> None:
    person = bench.account("gradya").id
    await bench.tenant.remove(person, [E5, PROJECT, E5])
    (write,) = bench.directory.writes
    assert sorted(write.removed) == sorted([E5, PROJECT])
    assert (write.added, write.status) == ((), 200)


async def test_a_direct_license_goes_and_the_inherited_one_stays(bench: Bench) -> None:
    person = bench.account("diegos").id
    before = await bench.tenant.read_person(person)
    assert before.direct(E3)
    assert [group.name for group in before.groups(E3)] == ["Sales E3"]
    await bench.tenant.remove(person, [E3])
    after = await bench.tenant.read_person(person)
    assert after.direct(E3) is None
    assert after.products == {E3}


async def test_an_inherited_license_is_refused(bench: Bench) -> None:
    with pytest.raises(errors.InheritedFromGroup):
        await bench.tenant.remove(bench.account("lynner").id, [E3])


async def test_a_license_that_is_not_held_is_refused(bench: Bench) -> None:
    with pytest.raises(errors.LicenseNotHeld) as raised:
        await bench.tenant.remove(bench.account("pradeepg").id, [E3])
    assert raised.value.answer.status == 400
    assert raised.value.answer.code == "Request_BadRequest"
    assert raised.value.answer.request_id


async def test_a_call_that_comes_too_late_is_not_sent(bench: Bench) -> None:
    person = bench.account("isaiahl").id
    asked: list[bool] = []

    def sure() -> bool:
        asked.append(True)
        return False

    with pytest.raises(errors.SendPrevented):
        await bench.tenant.remove(person, [E3], sure)
    assert bench.directory.writes == []
    assert asked == [True]
    await bench.tenant.remove(person, [E3], lambda: True)
    assert len(bench.directory.writes) == 1


@pytest.mark.parametrize("looks", [1, 2], ids=["at the head", "at the body"])
async def test_a_call_that_is_held_up_on_its_way_is_not_made(bench: Bench, looks: int) -> None:
    """The process stood still while the call waited for its connection, or even later."""
    person = bench.account("isaiahl").id
    await bench.tenant.read_person(person)
    answers = iter([True] * looks + [False])
    with pytest.raises(errors.SendPrevented):
        await bench.tenant.remove(person, [E3], lambda: next(answers))
    assert next(answers, None) is None
    await bench.tenant.read_person(person)
    assert bench.directory.writes == []


async def test_nothing_happens_between_the_last_look_and_the_first_byte(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, seen = asyncio.get_running_loop(), list[str]()
    write = selector_events._SelectorSocketTransport.write  # type: ignore[attr-defined]

    def writing(transport: object, data: bytes) -> None:
        if b"assignLicense" in data or b"removeLicenses" in data:
            seen.append("write")
        write(transport, data)

    def sure() -> bool:
        seen.append("look")
        loop.call_soon(seen.append, "others")
        return True

    person = bench.account("isaiahl").id
    await bench.tenant.read_person(person)
    monkeypatch.setattr("asyncio.selector_events._SelectorSocketTransport.write", writing)
    await bench.tenant.remove(person, [E3], sure)
    assert [pair for pair in pairwise(seen) if pair[1] == "write"] == [("look", "write")] * 2


async def test_a_plan_that_others_need_is_named(bench: Bench) -> None:
    with pytest.raises(errors.DependentPlan) as raised:
        await bench.tenant.remove(bench.account("gradya").id, [E5])
    assert raised.value.plan.startswith("fe71d6c3")
    assert raised.value.needs.startswith("5dbe027f")


async def test_who_has_no_role_is_refused(bench: Bench) -> None:
    megan = bench.tenants.acting_as(TENANT, MEGAN.oid)
    with pytest.raises(errors.NotAllowed):
        await megan.remove(bench.account("isaiahl").id, [E3])


async def test_the_change_is_made_in_the_name_of_anyone_who_acts(bench: Bench) -> None:
    adele = bench.tenants.acting_as(TENANT, ADELE.oid)
    await adele.remove(bench.account("isaiahl").id, [E3])
    assert bench.directory.writes[0].actor == ADELE.oid


@pytest.mark.parametrize(
    "person", ["", "nobody", "a/b?c#d", "00000000-0000-4000-8000-000000000000"]
)
async def test_someone_unknown_is_refused(bench: Bench, person: str) -> None:
    with pytest.raises(errors.UnknownPerson):
        await bench.tenant.remove(person, [E3])
    with pytest.raises(errors.UnknownPerson):
        await bench.tenant.read_person(person)


async def test_nothing_to_remove_costs_no_call(bench: Bench) -> None:
    with pytest.raises(errors.NothingToChange):
        await bench.tenant.remove(bench.account("isaiahl").id, [])
    assert bench.paths() == []


async def test_the_roles_of_anyone_who_acts_are_read(bench: Bench) -> None:
    assert await bench.tenant.my_roles() == {"4d6ac14f-3453-41d0-bef9-a3e0c569773a"}
    assert await bench.tenants.acting_as(TENANT, MEGAN.oid).my_roles() == frozenset()
    assert bench.paths()[0] == "/me/transitiveMemberOf/graph.directoryRole"
