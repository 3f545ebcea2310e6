import asyncio
import time
from collections import Counter
from datetime import timedelta

import pytest

from ledger import Ledger, Unit
from ledger.runs.items import Item
from licensing.errors import Answer, PlanMissing
from licensing.runs.calls import Call, CallState
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome, RunState
from tests.support.ledger import CHAT, NOW, OWNER, TENANT, later, mixed_people, plan_of, start
from tests.support.people import SALES, assignment, person

LEASE = timedelta(minutes=5)
ALL = (Call(("e3",)),)
#: Two people who lose something, one who keeps it by group, one who never had it.
FOUR = (
    person("adele", "e3"),
    person("grady", assignment("e3", SALES)),
    person("nobody"),
    person("zoe", "e3", assignment("e3", SALES)),
)


def outcome_of(item: Item, outcome: Outcome = Outcome.REMOVED) -> PersonOutcome:
    answer = Answer(400, "code", "message", "request") if outcome is Outcome.FAILED else None
    lines = tuple(LineOutcome(p, outcome, (), "why", answer) for p in item.person.removals)
    person = item.person
    return PersonOutcome(person.id, person.name, person.address, (*lines, *item.untouched), True)


async def claim(unit: Unit, seconds: float = 0, limit: int = 10) -> tuple[Item, ...]:
    return await unit.run_items.claim("run", later(seconds), LEASE, limit)


async def test_those_who_lose_nothing_are_settled_at_the_start(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*FOUR))
        tally = await unit.run_views.tally("run")
        outcomes = await unit.run_views.outcomes("run", 0, 10)
    assert (tally.people, tally.finished, tally.state) == (4, 2, RunState.RUNNING)
    assert tally.outcomes == {Outcome.KEPT: 1, Outcome.NOT_HELD: 1}
    assert [(o.id, o.name, o.address) for o in outcomes] == [
        ("grady", "Grady", "grady@contoso.example"),
        ("nobody", "Nobody", "nobody@contoso.example"),
    ]
    assert outcomes[0].lines == (LineOutcome("e3", Outcome.KEPT, (SALES,)),)


async def test_a_plan_is_run_at_most_once(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*FOUR))
        first = await unit.runs.get("run")
        again = await unit.runs.start("run-2", "plan", TENANT, "megan", later(9), "slot-2", CHAT)
        assert again == first == await unit.runs.by_plan("plan")
        assert (again.owner, again.card_slot, again.conversation) == (OWNER, "slot", CHAT)
        assert await unit.runs.by_plan("other") is None


async def test_a_run_needs_a_plan(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        with pytest.raises(PlanMissing):
            await unit.runs.start("run", "nothing", TENANT, OWNER, NOW, "slot", CHAT)
        with pytest.raises(PlanMissing):
            await unit.run_views.tally("run")
        with pytest.raises(PlanMissing):
            await unit.runs.get("run")


async def test_a_claim_holds_until_its_lease_ends(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*FOUR))
        (first,) = await claim(unit, limit=1)
        (second,) = await claim(unit)
        assert (first.person.id, second.person.id) == ("adele", "zoe")
        assert await claim(unit, 299) == ()
        assert await unit.run_items.wait_for_due("run", NOW) == LEASE
        again = await claim(unit, 300)
        assert [(item.person.id, item.fence) for item in again] == [("adele", 2), ("zoe", 2)]


async def test_anyone_who_lost_the_claim_can_write_nothing(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(person("adele", "e3")))
        (old,) = await claim(unit)
        (new,) = await claim(unit, 301)
        assert not await unit.run_outcomes.intend([(old, ALL)], NOW, LEASE)
        assert not await unit.run_outcomes.postpone(old, NOW, LEASE, "late")
        assert not await unit.run_outcomes.finish([(old, outcome_of(old))], NOW)
        assert await unit.run_outcomes.finish([(new, outcome_of(new, Outcome.FAILED))], NOW)
        assert not await unit.run_outcomes.finish([(new, outcome_of(new))], NOW)
        (stored,) = await unit.run_views.outcomes("run", 0, 10)
        assert stored == outcome_of(new, Outcome.FAILED)
        assert (await unit.run_views.tally("run")).outcomes == {Outcome.FAILED: 1}


async def test_an_intent_is_seen_by_the_next_claim_unless_it_was_taken_back(
    ledger: Ledger,
) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(person("adele", "e3")))
        (item,) = await claim(unit)
        assert item.intended_at is None
        assert await unit.run_outcomes.intend([(item, ALL)], later(1), LEASE)
        assert await unit.run_outcomes.postpone(
            item, NOW, timedelta(seconds=5), "TenantUnavailable"
        )
        assert await claim(unit, 4) == ()
        assert await unit.run_items.wait_for_due("run", later(2)) == timedelta(seconds=3)
        (item,) = await claim(unit, 5)
        assert item.intended_at == later(1)
        second = timedelta(seconds=1)
        assert item.calls == ALL
        assert await unit.run_outcomes.postpone(item, later(5), second, "SlowDown", ())
        (item,) = await claim(unit, 6)
        assert (item.intended_at, item.fence, item.calls) == (None, 3, ())


async def test_the_calls_for_a_person_are_told_to_the_next_claim(ledger: Ledger) -> None:
    said = Answer(400, "code", "words", "request")
    no = Call(("e3", "visio"), CallState.REFUSED, said, "DependentPlan", ("e3",), ("project",))
    async with ledger.begin() as unit:
        await start(unit, plan_of(person("adele", "e3", "visio"), chosen=("e3", "visio")))
        (item,) = await claim(unit)
        assert await unit.run_outcomes.postpone(item, NOW, timedelta(), "DependentPlan", (no,))
        (item,) = await claim(unit)
        assert (item.intended_at, item.calls) == (None, (no,))
        assert await unit.run_outcomes.intend([(item, (no, Call(("visio",))))], NOW, LEASE)
        (item,) = await claim(unit, 301)
        assert (item.intended_at, item.calls) == (NOW, (no, Call(("visio",))))


async def test_a_renewal_tells_who_is_still_held(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*FOUR))
        adele, zoe = await claim(unit)
        (again,) = await claim(unit, 300, limit=1)
        assert again.position == adele.position
        assert await unit.run_items.renew([adele, zoe], later(300), LEASE) == {zoe.position}
        assert await unit.run_items.wait_for_due("run", later(300)) == LEASE


async def test_a_run_ends_when_everyone_is_finished_and_not_before(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*FOUR))
        items = await claim(unit)
        assert await unit.run_outcomes.finish([(items[0], outcome_of(items[0]))], NOW)
        assert not await unit.run_lifecycle.complete("run", NOW)
        assert [run.id for run in await unit.runs.open_runs()] == ["run"]
        assert await unit.run_outcomes.finish([(items[1], outcome_of(items[1], Outcome.KEPT))], NOW)
        assert await unit.run_items.wait_for_due("run", NOW) is None
        assert await unit.run_lifecycle.complete("run", later(9))
        assert await unit.run_lifecycle.complete("run", later(10))
        assert await unit.runs.open_runs() == ()
        run, tally = await unit.runs.get("run"), await unit.run_views.tally("run")
        outcomes = await unit.run_views.outcomes("run", 0, 10)
        assert await unit.run_views.outcomes("run", 1, 2) == outcomes[1:3]
    assert (run.state, run.ended_at) == (RunState.DONE, later(9))
    assert (tally.finished, tally.mailboxes) == (4, 2)
    assert [o.id for o in outcomes] == ["adele", "grady", "nobody", "zoe"]


async def test_a_run_in_which_no_one_loses_anything_ends_at_once(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(person("nobody")))
        assert await claim(unit) == ()
        assert await unit.run_lifecycle.complete("run", NOW)


async def test_the_card_is_behind_until_the_newest_was_announced(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*FOUR))
        seen = (await unit.runs.get("run")).changed
        (item,) = await claim(unit, limit=1)
        await unit.run_outcomes.finish([(item, outcome_of(item))], NOW)
        await unit.runs.announce("run", seen)
        assert [run.id for run in await unit.runs.unannounced()] == ["run"]
        await unit.runs.announce("run", seen + 1)
        await unit.runs.announce("run", seen)
        assert await unit.runs.unannounced() == ()


async def test_the_counts_agree_with_the_rows_after_many_writers(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*mixed_people(60), chosen=("e3", "visio")))

    async def work(outcome: Outcome) -> None:
        while True:
            async with ledger.begin() as unit:
                items = await claim(unit, limit=2)
            if not items:
                return
            for item in items:
                async with ledger.begin() as unit:
                    assert await unit.run_outcomes.finish([(item, outcome_of(item, outcome))], NOW)

    await asyncio.gather(*(work(o) for o in (Outcome.REMOVED, Outcome.FAILED, Outcome.ACCEPTED)))
    async with ledger.read() as unit:
        tally = await unit.run_views.tally("run")
        outcomes = await unit.run_views.outcomes("run", 0, 100)
    assert (tally.finished, len(outcomes)) == (60, 60)
    assert tally.outcomes == Counter(line.outcome for o in outcomes for line in o.lines)
    assert tally.mailboxes == sum(o.lost_mailbox for o in outcomes)


async def test_a_run_of_ten_thousand_people_starts_within_seconds(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.plans.save(plan_of(*mixed_people(10_000)))
    # Processor time, which a busy machine does not change.
    before = time.process_time()
    async with ledger.begin() as unit:
        await unit.runs.start("run", "plan", TENANT, OWNER, NOW, "slot", CHAT)
    assert time.process_time() - before < 5
