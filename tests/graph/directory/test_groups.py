import pytest

from licensing import errors
from tests.graph.conftest import E3, Bench


async def test_the_name_of_a_group_is_read_once_for_a_while(bench: Bench) -> None:
    lynne = bench.account("lynner").id
    for _ in range(3):
        person = await bench.tenant.read_person(lynne)
        assert [group.name for group in person.groups(E3)] == ["Sales E3"]
    assert bench.paths().count("/groups") == 1
    bench.clock.forward(minutes=16)
    await bench.tenant.read_person(lynne)
    assert bench.paths().count("/groups") == 2


async def test_a_group_that_cannot_be_read_is_named_by_its_id(bench: Bench) -> None:
    lynne = bench.account("lynner").id
    bench.fault(path="/groups", status=403, code="Authorization_RequestDenied", message="no")
    person = await bench.tenant.read_person(lynne)
    (group,) = person.groups(E3)
    assert group.name == group.id
    await bench.tenant.read_person(lynne)
    assert bench.paths().count("/groups") == 1
    bench.clock.forward(minutes=2)
    person = await bench.tenant.read_person(lynne)
    assert [group.name for group in person.groups(E3)] == ["Sales E3"]


async def test_a_tenant_that_does_not_answer_is_not_hidden_behind_ids(bench: Bench) -> None:
    bench.fault(path="/groups", status=500, code="x", message="no")
    with pytest.raises(errors.TenantUnavailable):
        await bench.tenant.read_person(bench.account("lynner").id)


async def test_people_without_groups_cost_no_call(bench: Bench) -> None:
    await bench.tenant.read_person(bench.account("isaiahl").id)
    assert "/groups" not in bench.paths()
