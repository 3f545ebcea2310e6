import itertools
import json
import time
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from ledger import Ledger
from ledger.database.json_codec import from_json, to_json
from licensing.errors import PlanMissing
from licensing.losses.consequences import Addon, KeptData
from licensing.losses.dependencies import Effect
from licensing.losses.lookup_results import LookupResults, Mailboxes
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.plans.people_filter import FILTER_BITS, PeopleFilter, filters_of
from licensing.plans.plan import fingerprint
from licensing.plans.planned_person import Line, PlannedAction, PlannedPerson
from licensing.plans.summary import Summary, summarize
from licensing.tenant.cases import Case, CaseView, Hold
from licensing.tenant.checks import Check, NotChecked
from licensing.tenant.groups import GroupDeparture, MembershipType
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Group
from licensing.tenant.subscriptions import Subscription, Subscriptions
from tests.support.ledger import TENANT, mixed_people, opened, plan_of, url

_numbers = itertools.count()
words = st.text(max_size=8)
groups = st.lists(st.builds(Group, words, words), max_size=3).map(tuple)
lines = st.builds(
    Line, words, st.sampled_from(PlannedAction), groups, st.frozensets(words, max_size=3)
)
kept = st.builds(KeptData, st.sampled_from(Data), words, st.booleans())
addons = st.builds(Addon, words, st.sampled_from(Effect), words, st.booleans())
cases = st.builds(Case, words, words, st.sampled_from(Hold))
planned = st.builds(
    PlannedPerson,
    words,
    words,
    words,
    st.booleans(),
    st.lists(lines, max_size=3).map(tuple),
    st.frozensets(st.sampled_from(Data)),
    st.lists(kept, max_size=2).map(tuple),
    st.lists(addons, max_size=2).map(tuple),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(Mailbox),
    st.lists(cases, max_size=2).map(tuple),
    st.none() | st.dates(),
)
checks = st.builds(
    Check,
    st.none() | st.sampled_from(NotChecked),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.booleans(),
)
subscriptions = st.builds(
    Subscription, words, st.integers(0, 9), st.booleans(), st.booleans(), st.none() | st.dates()
)
known = st.builds(
    LookupResults,
    st.builds(Terms, st.booleans(), st.booleans()),
    st.builds(Subscriptions, checks, st.dictionaries(words, st.tuples(subscriptions), max_size=2)),
    mailboxes=st.builds(Mailboxes, checks),
    cases=st.builds(CaseView, checks),
)
leaving = st.builds(
    GroupDeparture,
    st.builds(Group, words, words),
    st.none() | st.sampled_from(MembershipType),
    st.integers(0, 9),
    st.lists(st.tuples(words, st.integers(0, 9)), max_size=2).map(tuple),
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


@given(st.lists(planned, max_size=5).map(tuple), known, st.lists(leaving, max_size=2).map(tuple))
def test_any_people_survive_json_and_keep_their_hash(
    people: tuple[PlannedPerson, ...], known: LookupResults, leaving: tuple[GroupDeparture, ...]
) -> None:
    back = tuple(from_json(json.loads(json.dumps(to_json(p))), PlannedPerson) for p in people)
    assert back == people
    assert fingerprint(TENANT, back) == fingerprint(TENANT, people)
    summary = summarize(people, known, {}, leaving)
    assert from_json(json.loads(json.dumps(to_json(summary))), Summary) == summary


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.text(alphabet=st.characters(exclude_categories=()), max_size=20))
async def test_any_name_survives_the_database(ledger: Ledger, name: str) -> None:
    person = PlannedPerson("id", name, "address", True, (Line("e3", PlannedAction.REMOVE),))
    plan_id = f"{next(_numbers)}"
    async with ledger.begin() as unit:
        await unit.plans.save(replace(plan_of(id=plan_id), people=(person,)))
        assert await unit.plans.people(plan_id, 0, 1) == (person,)


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
        assert await unit.plans.affected_ids("plan") == tuple(one.id for one in touched)
        assert await unit.plans.affected_ids("none") == ()
        chunks = [chunk async for chunk in unit.plans.chunks("plan", 10)]
    assert [len(chunk) for chunk in chunks] == [10, 10, 5]
    assert fingerprint(TENANT, (p for chunk in chunks for p in chunk)) == plan.hash


async def test_a_plan_that_is_not_there_is_said_so(ledger: Ledger) -> None:
    async with ledger.read() as unit:
        with pytest.raises(PlanMissing):
            await unit.plans.header("nothing")
        assert await unit.plans.people("nothing", 0, 10) == ()


async def test_the_cost_of_storing_grows_with_the_number_of_people_only(ledger: Ledger) -> None:
    async def seconds(count: int) -> float:
        """The quicker of two times, since the memory of other tests may be cleaned up meanwhile."""
        taken = []
        for number in range(2):
            plan = plan_of(*mixed_people(count), id=f"plan-{count}-{number}")
            before = time.process_time()
            async with ledger.begin() as unit:
                await unit.plans.save(plan)
            taken.append(time.process_time() - before)
        return min(taken)

    assert await seconds(10_000) < 4 * 10 * await seconds(1_000)


def _some_of_each(number: int) -> list[PlannedPerson]:
    """People of whom each filter shows some, in turn."""
    group = (Group("g1", "Sales"),)
    case = (Case("c1", "Osprey", Hold.APPLIED),)
    removed, kept = Line("e3", PlannedAction.REMOVE), Line("e5", PlannedAction.INHERITED, group)
    kinds: tuple[tuple[tuple[Line, ...], set[Data], tuple[Case, ...], bool], ...] = (
        ((removed,), {Data.MAILBOX}, case, True),
        ((removed, kept), {Data.ONEDRIVE}, (), False),
        ((removed,), {Data.CLOUD_PC_BUSINESS, Data.ARCHIVE}, (), False),
        ((removed,), {Data.UNKNOWN}, (), False),
        ((kept,), set(), case, True),
        ((Line("e3", PlannedAction.NO_SEAT),), {Data.MAILBOX}, (), False),
        ((Line("e3", PlannedAction.RESTORE),), {Data.MAILBOX}, case, True),
    )
    return [
        PlannedPerson(
            f"p{n}",
            f"Person {n}",
            f"p{n}@contoso.example",
            enabled=True,
            lines=lines,
            losses=frozenset(losses),
            cases=cases,
            last_license=last,
        )
        for n in range(number)
        for lines, losses, cases, last in [kinds[n % len(kinds)]]
    ]


@pytest.mark.parametrize("which", PeopleFilter)
async def test_a_filter_shows_the_people_that_the_plan_counted(
    ledger: Ledger, which: PeopleFilter
) -> None:
    people = tuple(_some_of_each(50))
    plan = replace(plan_of(), people=people, summary=summarize(people))
    async with ledger.begin() as unit:
        await unit.plans.save(plan)
    wanted = [one.id for one in people if which in filters_of(one)]
    assert 0 < len(wanted) == plan.summary.filters[which]
    found = list[str]()
    async with ledger.read() as unit:
        for offset in range(0, len(wanted) + 7, 7):
            found += [one.id for one in await unit.plans.filtered(plan.id, which, offset, 7)]
        assert await unit.plans.filtered("other", which, 0, 7) == ()
    assert found == wanted


def test_what_an_undo_finds_lost_is_no_loss_of_the_undo() -> None:
    blocked, restored = _some_of_each(7)[5:]
    everyone = PeopleFilter.EVERYONE
    assert filters_of(blocked) == {everyone, PeopleFilter.UNCHANGED, PeopleFilter.BLOCKED}
    assert filters_of(restored) == {everyone, PeopleFilter.AFFECTED}


def test_each_filter_has_a_bit_of_its_own_for_good() -> None:
    assert [FILTER_BITS[which] for which in PeopleFilter] == [2**n for n in range(12)]


async def test_a_filtered_page_is_found_without_reading_everyones_row(tmp_path: Path) -> None:
    """The index has all that it is found by; reading 100,000 rows takes seconds."""
    async with opened(url(tmp_path / "ledger.db")) as ledger, ledger.read() as unit:
        query = unit.plans.places("plan", PeopleFilter.MAILBOX, 0, 15)
        drawn = str(query.compile(compile_kwargs={"literal_binds": True}))
        rows = await unit.plans._connection.execute(text(f"EXPLAIN QUERY PLAN {drawn}"))
        assert ["COVERING INDEX" in row.detail for row in rows] == [True]
