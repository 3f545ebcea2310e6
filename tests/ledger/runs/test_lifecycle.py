"""Receipts get their numbers, and runs are held, judged and stopped, in one transaction each.

The file is long because a run has many courses, and one looks for what is missing among them.
"""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest

from ledger import Ledger, Unit
from ledger.database.column_types import AnyRow
from ledger.runs.items import Item
from ledger.runs.lifecycle import RunLifecycle
from licensing.errors import PlanMissing
from licensing.journal import EntryKind
from licensing.plans.draft import Draft, Step
from licensing.runs.calls import Call
from licensing.runs.control import CanaryRule, Control, WaitReason
from licensing.runs.outcome import Outcome, PersonOutcome, ProgressMark, RunState
from licensing.runs.outcome_filter import OutcomeFilter
from tests.ledger.runs.test_store import outcome_of
from tests.support.ledger import CHAT, NOW, OWNER, TENANT, later, mixed_people, plan_of, start
from tests.support.people import SALES, assignment, person

LEASE = timedelta(seconds=10)
BOSS = "megan"
CROWD = [person(f"p{n}", "e3") for n in range(12)]
#: The first three go first.
RULE = CanaryRule(from_people=4, size=3)


async def begin(unit: Unit, rule: CanaryRule = RULE, run: str = "run") -> None:
    await unit.plans.save(plan_of(*CROWD))
    await unit.runs.start(run, "plan", TENANT, OWNER, NOW, "slot", CHAT, canary=rule)


async def claim(unit: Unit, seconds: float = 0, limit: int = 99) -> tuple[Item, ...]:
    return await unit.run_items.claim("run", later(seconds), LEASE, limit)


async def finish(unit: Unit, items: tuple[Item, ...], outcome: Outcome = Outcome.REMOVED) -> None:
    ends = [(item, outcome_of(item, outcome)) for item in items]
    assert len(await unit.run_outcomes.finish(ends, NOW)) == len(items)


async def intend(unit: Unit, item: Item, seconds: float = 0) -> bool:
    intents = [(item, (Call(item.person.touched),))]
    return bool(await unit.run_outcomes.intend(intents, later(seconds), LEASE))


async def told(ledger: Ledger) -> list[tuple[str, str]]:
    async with ledger.read() as unit:
        entries = [entry.note async for entry in unit.journal.entries(TENANT)]
    return [(note.kind, note.actor) for note in entries if note.kind != EntryKind.PERSON]


async def lost(ledger: Ledger, plan: str, tenant: str) -> None:
    """Start a run in a transaction that never gets to its commit."""
    async with ledger.begin() as unit:
        await unit.runs.start("lost", plan, tenant, OWNER, NOW, "lost", CHAT)
        raise OSError("killed")


async def test_receipts_are_numbered_for_each_tenant_without_gaps(ledger: Ledger) -> None:
    numbers: dict[str, list[int]] = {TENANT: [], "other": []}
    for count in range(6):
        tenant = TENANT if count % 2 else "other"
        plan = plan_of(CROWD[0], id=f"plan-{count}")
        async with ledger.begin() as unit:
            await unit.plans.save(plan)
        with pytest.raises(OSError, match="killed"):
            await lost(ledger, plan.id, tenant)
        async with ledger.begin() as unit:
            run = await unit.runs.start(str(count), plan.id, tenant, OWNER, NOW, str(count), CHAT)
        numbers[tenant].append(run.receipt)
    assert numbers == {TENANT: [1, 2, 3], "other": [1, 2, 3]}


async def test_runs_that_are_started_at_once_get_different_numbers(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for count in range(12):
            await unit.plans.save(plan_of(CROWD[0], id=f"plan-{count}"))

    async def one(count: int) -> int:
        async with ledger.begin() as unit:
            run = await unit.runs.start(
                str(count), f"plan-{count}", TENANT, OWNER, NOW, str(count), CHAT
            )
        return run.receipt

    assert sorted(await asyncio.gather(*map(one, range(12)))) == list(range(1, 13))


async def test_no_one_of_a_paused_run_is_begun_until_it_is_resumed(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*CROWD))
        (item,) = await claim(unit, limit=1)
        assert await unit.run_lifecycle.control("run", Control.PAUSE, BOSS, NOW) is RunState.PAUSED
        assert await claim(unit) == ()
        assert await unit.runs.open_runs() == ()
        assert not await intend(unit, item)
        assert (await unit.run_lifecycle.advance("run", NOW)).state is RunState.PAUSED
        assert await unit.run_lifecycle.control("run", Control.PAUSE, BOSS, NOW) is RunState.PAUSED
        assert (
            await unit.run_lifecycle.control("run", Control.RESUME, BOSS, NOW) is RunState.RUNNING
        )
        # Anyone who was let go by the pause is free at once.
        assert len(await claim(unit)) == len(CROWD)
    kinds = [EntryKind.RUN_STARTED, EntryKind.RUN_PAUSED, EntryKind.RUN_RESUMED]
    assert await told(ledger) == [*zip(kinds, (OWNER, BOSS, BOSS), strict=True)]


async def test_a_call_that_was_begun_before_a_pause_is_brought_to_its_end(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(CROWD[0]))
        (item,) = await claim(unit)
        assert await intend(unit, item)
        await unit.run_lifecycle.control("run", Control.PAUSE, BOSS, NOW)
        await finish(unit, (item,))
        assert (await unit.run_lifecycle.advance("run", NOW)).state is RunState.DONE


async def test_a_stopped_run_lets_go_of_everyone_with_whom_no_one_began(ledger: Ledger) -> None:
    extra = person("both", "e3", assignment("visio", SALES))
    async with ledger.begin() as unit:
        await start(unit, plan_of(*CROWD, extra, chosen=("e3", "visio")))
        done, called, claimed, *_ = await claim(unit, limit=4)
        await finish(unit, (done,))
        assert await intend(unit, called)
        assert await unit.run_lifecycle.control("run", Control.STOP, BOSS, NOW) is RunState.STOPPING
        course = await unit.run_lifecycle.advance("run", later(1))
        assert (course.state, course.wait) == (RunState.STOPPING, LEASE - timedelta(seconds=1))
        # Two are still with someone; one of them has called Graph.
        assert (await unit.run_views.tally("run")).finished == len(CROWD) + 1 - 3
        assert not await intend(unit, claimed)
        await unit.run_lifecycle.advance("run", later(11))
        (again,) = await claim(unit, 11)
        assert (again.person.id, again.stopping) == (called.person.id, True)
        assert (await unit.run_lifecycle.advance("run", later(11))).state is RunState.STOPPING
        await finish(unit, (again,))
        assert (await unit.run_lifecycle.advance("run", later(12))).state is RunState.STOPPED
        tally = await unit.run_views.tally("run")
        outcomes = await unit.run_views.outcomes("run", 0, 99)
        worst = await unit.run_views.worst("run", 0, 3)
    assert tally.outcomes[Outcome.NOT_TOUCHED] == len(CROWD) + 1 - 2
    assert tally.outcomes == Counter(line.outcome for o in outcomes for line in o.lines)
    assert [line.outcome for line in outcomes[-1].lines] == [Outcome.NOT_TOUCHED, Outcome.KEPT]
    assert {o.lines[0].outcome for o in worst} == {Outcome.NOT_TOUCHED}
    assert [kind for kind, _ in await told(ledger)][-2:] == [
        EntryKind.RUN_STOPPED,
        EntryKind.RUN_ENDED,
    ]


async def test_a_claim_that_ran_out_before_the_stop_can_write_nothing(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*CROWD[:2]))
        zombie, _ = await claim(unit)
        await unit.run_lifecycle.control("run", Control.STOP, BOSS, NOW)
        assert (await unit.run_lifecycle.advance("run", later(60))).state is RunState.STOPPED
        assert not await intend(unit, zombie, 61)
        assert not await unit.run_outcomes.finish([(zombie, outcome_of(zombie))], later(61))


async def test_a_large_run_is_stopped_some_people_at_a_time(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*mixed_people(4_000)))
        await unit.run_lifecycle.control("run", Control.STOP, BOSS, NOW)
    steps = 0
    while True:
        async with ledger.begin() as unit:
            course = await unit.run_lifecycle.advance("run", NOW)
        steps += 1
        if not course.check_again:
            break
    assert course.state is RunState.STOPPED
    assert steps == 3
    async with ledger.read() as unit:
        tally = await unit.run_views.tally("run")
    assert tally.finished == tally.people == 4_000
    assert tally.outcomes[Outcome.NOT_TOUCHED] == 2_400


async def test_stop_at_the_very_end_changes_nothing(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*CROWD[:2]))
        await finish(unit, await claim(unit))
        await unit.run_lifecycle.control("run", Control.STOP, BOSS, NOW)
        assert (await unit.run_lifecycle.advance("run", NOW)).state is RunState.DONE
        assert await unit.run_lifecycle.control("run", Control.STOP, BOSS, NOW) is RunState.DONE


async def test_there_must_be_a_run_to_control(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for work in (
            unit.run_lifecycle.control("run", Control.STOP, BOSS, NOW),
            unit.run_lifecycle.advance("run", NOW),
        ):
            with pytest.raises(PlanMissing):
                await work


async def test_the_others_wait_until_the_first_are_proven(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await begin(unit)
        assert (await unit.run_views.tally("run")).canary == 3
        first = await claim(unit)
        assert [item.person.id for item in first] == ["p0", "p1", "p2"]
        await finish(unit, first[:2])
        assert (await unit.run_lifecycle.advance("run", NOW)).wait == LEASE
        assert await claim(unit) == ()
        await finish(unit, first[2:])
        assert (await unit.run_lifecycle.advance("run", NOW)).check_again
        assert (await unit.run_lifecycle.advance("run", NOW)).wait == timedelta()
        assert (await unit.run_views.tally("run")).canary == 0
        assert len(await claim(unit)) == len(CROWD) - 3
    assert [kind for kind, _ in await told(ledger)][-1] == EntryKind.CANARY_FINISHED


async def test_the_rest_waits_for_a_click_where_the_rule_says_so(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await begin(unit, CanaryRule(from_people=4, size=3, confirm=True))
        await finish(unit, await claim(unit))
        course = await unit.run_lifecycle.advance("run", NOW)
        tally = await unit.run_views.tally("run")
        assert (course.state, tally.wait_reason) == (RunState.WAITING, WaitReason.ASKED)
        assert await claim(unit) == ()
        assert (
            await unit.run_lifecycle.control("run", Control.RESUME, BOSS, NOW) is RunState.RUNNING
        )
        assert (await unit.run_views.tally("run")).wait_reason == ""
        assert len(await claim(unit)) == len(CROWD) - 3


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.HELD_BACK, Outcome.ACCEPTED])
async def test_the_rest_waits_where_one_of_the_first_did_not_end_as_planned(
    ledger: Ledger, outcome: Outcome
) -> None:
    async with ledger.begin() as unit:
        await begin(unit)
        *well, bad = await claim(unit)
        await finish(unit, tuple(well))
        await finish(unit, (bad,), outcome)
        await unit.run_lifecycle.advance("run", NOW)
        tally = await unit.run_views.tally("run")
    assert (tally.state, tally.wait_reason) == (RunState.WAITING, WaitReason.NOT_AS_PLANNED)
    assert tally.problem == 2


async def test_a_pause_among_the_first_does_not_let_the_others_go(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await begin(unit)
        await unit.run_lifecycle.control("run", Control.PAUSE, BOSS, NOW)
        await unit.run_lifecycle.control("run", Control.RESUME, BOSS, NOW)
        assert len(await claim(unit)) == 3


async def test_a_stop_while_the_rest_waits_touches_no_one_else(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await begin(unit, CanaryRule(from_people=4, size=3, confirm=True))
        await finish(unit, await claim(unit))
        await unit.run_lifecycle.advance("run", NOW)
        await unit.run_lifecycle.control("run", Control.STOP, BOSS, NOW)
        assert (await unit.run_lifecycle.advance("run", NOW)).state is RunState.STOPPED
        tally = await unit.run_views.tally("run")
    assert tally.outcomes == {Outcome.REMOVED: 3, Outcome.NOT_TOUCHED: 9}


async def test_the_first_are_judged_once_by_replicas_that_look_at_once(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await begin(unit)
        await finish(unit, await claim(unit))

    async def look() -> None:
        async with ledger.begin() as unit:
            await unit.run_lifecycle.advance("run", NOW)

    await asyncio.gather(*(look() for _ in range(6)))
    assert [kind for kind, _ in await told(ledger)].count(EntryKind.CANARY_FINISHED) == 1


async def test_the_last_of_the_first_may_end_while_a_replica_looks(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is decided about the first people is decided on one state of all of them."""
    async with ledger.begin() as unit:
        await begin(unit)
        *others, last = await claim(unit)
        await finish(unit, tuple(others))
    judge = RunLifecycle._judge
    ends: list[asyncio.Task[None]] = []

    async def end_last() -> None:
        async with ledger.begin() as unit:
            await finish(unit, (last,))

    async def slowly(course: RunLifecycle, run: AnyRow, now: datetime) -> None:
        await judge(course, run, now)
        if not ends:
            ends.append(asyncio.create_task(end_last()))
            await asyncio.wait(ends, timeout=0.5)

    monkeypatch.setattr(RunLifecycle, "_judge", slowly)
    async with ledger.begin() as unit:
        await unit.run_lifecycle.advance("run", NOW)
    await asyncio.gather(*ends)
    async with ledger.begin() as unit:
        assert (await unit.run_lifecycle.advance("run", NOW)).check_again


async def test_of_many_who_press_at_once_a_stop_always_wins(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*CROWD))

    async def press(control: Control) -> None:
        async with ledger.begin() as unit:
            await unit.run_lifecycle.control("run", control, BOSS, NOW)

    presses = [Control.PAUSE, Control.RESUME, Control.STOP, Control.PAUSE, Control.RESUME] * 3
    await asyncio.gather(*map(press, presses))
    async with ledger.begin() as unit:
        assert (await unit.run_lifecycle.advance("run", NOW)).state is RunState.STOPPED
    assert [kind for kind, _ in await told(ledger)].count(EntryKind.RUN_STOPPED) == 1


async def test_every_card_that_follows_a_run_is_known_and_brought_up_to_date(
    ledger: Ledger,
) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*CROWD))
        await unit.runs.announce("run", (await unit.runs.get("run")).changed)
        await unit.runs.follow("run", "in the channel")
        await unit.runs.follow("run", "in the channel")
        assert await unit.runs.cards("run") == ("in the channel", "slot")
        # It may have been drawn before the newest change.
        assert [run.id for run in await unit.runs.unannounced()] == ["run"]


async def test_cards_are_drawn_the_less_often_the_more_one_chat_has(ledger: Ledger) -> None:
    every = timedelta(seconds=2)
    async with ledger.begin() as unit:
        await start(unit, plan_of(*CROWD))
        for id_, chat in [("slot", CHAT), ("another", CHAT), ("of-adele", "chat-of-adele")]:
            draft = Draft(id_, TENANT, OWNER, chat, None, Step.RUNNING, id_, run="run")
            await unit.drafts.save(draft, None)
            await unit.runs.follow("run", id_)
        drawn = [await unit.runs.draw("run", later(at), every) for at in (0, 3, 4, 7, 8)]
        assert drawn == [True, False, True, False, True]


async def test_the_pace_is_kept_with_the_run(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*CROWD))
        await finish(unit, await claim(unit, limit=5))
        await unit.runs.announce("run", 1, later(29))
        assert (await unit.run_views.tally("run")).marks == (ProgressMark(NOW, 0),)
        await unit.runs.announce("run", 1, later(31))
        assert (await unit.run_views.tally("run")).marks == (
            ProgressMark(NOW, 0),
            ProgressMark(later(31), 5),
        )
        await unit.run_lifecycle.control("run", Control.PAUSE, BOSS, later(40))
        await unit.run_lifecycle.control("run", Control.RESUME, BOSS, later(90))
        assert (await unit.run_views.tally("run")).marks == (ProgressMark(later(90), 5),)


async def test_the_worst_come_first_and_everyone_once(ledger: Ledger) -> None:
    kinds = [Outcome.REMOVED, Outcome.FAILED, Outcome.ACCEPTED, Outcome.HELD_BACK]
    async with ledger.begin() as unit:
        await start(unit, plan_of(*CROWD))
        for number, item in enumerate(await claim(unit)):
            await finish(unit, (item,), kinds[number % 4])
        pages = [await unit.run_views.worst("run", offset, 5) for offset in (0, 5, 10)]
    everyone: list[PersonOutcome] = [o for page in pages for o in page]
    assert [o.lines[0].outcome for o in everyone] == [
        *[Outcome.FAILED] * 3,
        *[Outcome.HELD_BACK] * 3,
        *[Outcome.ACCEPTED] * 3,
        *[Outcome.REMOVED] * 3,
    ]
    assert [o.id for o in everyone[:3]] == ["p1", "p5", "p9"]
    assert len({o.id for o in everyone}) == 12
    assert everyone[0].at == NOW


async def test_a_filter_shows_the_people_of_a_run_that_it_counts(ledger: Ledger) -> None:
    kinds = [Outcome.REMOVED, Outcome.FAILED, Outcome.ACCEPTED, Outcome.HELD_BACK]
    async with ledger.begin() as unit:
        await start(unit, plan_of(*mixed_people(20)))
        assert await unit.run_views.filters("run") == {
            OutcomeFilter.EVERYONE: 8,
            OutcomeFilter.UNCHANGED: 8,
        }
        for number, item in enumerate(await claim(unit)):
            await finish(unit, (item,), kinds[number % 4])
        counts = await unit.run_views.filters("run")
        found = {which: await unit.run_views.worst("run", 0, 100, which) for which in OutcomeFilter}
    assert {which: len(some) for which, some in found.items() if some} == counts
    assert counts[OutcomeFilter.EVERYONE] == 20
    assert counts[OutcomeFilter.UNFINISHED] == 9
    assert {one.lines[0].outcome for one in found[OutcomeFilter.UNFINISHED]} == set(kinds[1:])
    assert all(one.lost_mailbox for one in found[OutcomeFilter.MAILBOX])
