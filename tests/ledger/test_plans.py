import json
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import Ledger
from ledger.plan_codec import decode_person, decode_summary, encode_person, encode_summary
from licensing.errors import PlanMissing
from licensing.people import Group
from licensing.plan import Fate, Line, PlannedPerson, fingerprint, summarise
from licensing.services import Data
from tests.support.ledger import TENANT, mixed_people, plan_of

words = st.text(max_size=8)
groups = st.lists(st.builds(Group, words, words), max_size=3).map(tuple)
lines = st.builds(Line, words, st.sampled_from(Fate), groups, st.frozensets(words, max_size=3))
planned = st.builds(
    PlannedPerson,
    words,
    words,
    words,
    st.booleans(),
    st.lists(lines, max_size=3).map(tuple),
    st.frozensets(st.sampled_from(Data)),
)


async def test_a_plan_comes_back_as_it_was(ledger: Ledger) -> None:
    plan = plan_of(*mixed_people(12), chosen=("e3", "visio", "gone"))
    async with ledger.begin() as unit:
        await unit.plans.save(plan)
    async with ledger.read() as unit:
        head = await unit.plans.header("plan")
        people = await unit.plans.people("plan", 0, 100)
    assert people == plan.people
    assert (head.people, head.hash, head.summary) == ((), plan.hash, plan.summary)
    assert (head.made_at, head.day, head.products) == (plan.made_at, plan.day, plan.products)
    assert fingerprint(TENANT, people) == plan.hash


@given(people=st.lists(planned, max_size=5).map(tuple))
def test_any_people_survive_json_and_keep_their_hash(people: tuple[PlannedPerson, ...]) -> None:
    back = tuple(decode_person(json.loads(json.dumps(encode_person(p)))) for p in people)
    assert back == people
    assert fingerprint(TENANT, back) == fingerprint(TENANT, people)
    summary = summarise(people)
    assert decode_summary(json.loads(json.dumps(encode_summary(summary)))) == summary


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.text(alphabet=st.characters(exclude_categories=()), max_size=20))
async def test_any_name_survives_the_database(ledger: Ledger, name: str) -> None:
    person = PlannedPerson("id", name, "address", True, (Line("e3", Fate.GOES),))
    async with ledger.begin() as unit:
        plan_id = repr(name)
        await unit.plans.save(replace(plan_of(id=plan_id), people=(person,)))
        assert await unit.plans.people(plan_id, 0, 1) == (person,)
        await unit.plans._connection.rollback()


async def test_pages_follow_the_plan_and_end_with_it(ledger: Ledger) -> None:
    plan = plan_of(*mixed_people(25))
    async with ledger.begin() as unit:
        await unit.plans.save(plan)
        await unit.plans.save(plan_of(*mixed_people(3), id="other"))
    async with ledger.read() as unit:
        assert await unit.plans.people("plan", 10, 10) == plan.people[10:20]
        assert await unit.plans.people("plan", 20, 10) == plan.people[20:]
        assert await unit.plans.people("plan", 30, 10) == ()
        touched = tuple(person for person in plan.people if person.removals)
        assert len(touched) == plan.summary.affected == 15
        assert await unit.plans.affected("plan", 0, 7) == touched[:7]
        assert await unit.plans.affected("plan", 7, 100) == touched[7:]
        chunks = [chunk async for chunk in unit.plans.chunks("plan", 10)]
    assert [len(chunk) for chunk in chunks] == [10, 10, 5]
    assert fingerprint(TENANT, (p for chunk in chunks for p in chunk)) == plan.hash


async def test_a_plan_that_is_not_there_is_said_so(ledger: Ledger) -> None:
    async with ledger.read() as unit:
        with pytest.raises(PlanMissing):
            await unit.plans.header("nothing")
        assert await unit.plans.people("nothing", 0, 10) == ()


async def test_ten_thousand_people_are_stored_within_seconds(ledger: Ledger) -> None:
    plan = plan_of(*mixed_people(10_000))
    before = time.perf_counter()
    async with ledger.begin() as unit:
        await unit.plans.save(plan)
    assert time.perf_counter() - before < 5
