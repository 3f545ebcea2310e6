"""What the ledger tells anyone who watches: how everything stands, and what was taken over."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from engine.runs.write_quota import GRAPH_LIMITS
from ledger import Ledger, open_ledger
from ledger.database.db_clock import DatabaseClock
from ledger.ledger import Unit
from licensing.requests.model import State
from tests.support.ledger import CHAT, NOW, TENANT, later, mixed_people, opened, plan_of, start
from tests.support.requests import opened as requested

LEASE = timedelta(seconds=10)
CARD = {"type": "message"}


async def test_an_empty_ledger_stands_at_nothing(address: str) -> None:
    async with opened(address) as ledger, ledger.read() as unit:
        standing = await unit.queue_metrics.read(NOW, GRAPH_LIMITS)
    waiting = (standing.outbox, standing.inbox, standing.unsigned, standing.timers, standing.runs)
    assert {(one.number, one.seconds) for one in waiting} == {(0, 0.0)}
    assert (standing.given_up, standing.people, standing.sign_ins) == (0, 0, 0)
    assert standing.budgets == {}


async def test_all_that_waits_is_counted_with_the_age_of_the_first(address: str) -> None:
    async with opened(address) as ledger:
        await _filled(ledger)
        async with ledger.read() as unit:
            standing = await unit.queue_metrics.read(later(60), GRAPH_LIMITS)
    assert (standing.outbox.number, standing.outbox.seconds) == (2, 60.0)
    assert standing.given_up == 1
    assert (standing.inbox.number, standing.inbox.seconds) == (1, 50.0)
    assert (standing.unsigned.number, standing.unsigned.seconds) == (1, 60.0)
    assert (standing.timers.number, standing.timers.seconds) == (1, 30.0)
    assert (standing.runs.number, standing.runs.seconds) == (1, 60.0)
    assert (standing.people, standing.finished) == (5, 2)
    assert (standing.requests, standing.unposted) == (2, 1)
    assert standing.sign_ins == 1
    budget = standing.budgets[TENANT]
    assert budget.tokens == 3000.0
    assert budget.blocked == 30.0


async def _filled(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for chat in ("one", "two", "three"):
            await unit.outbox.say(chat, CARD, NOW)
        (message,) = await unit.outbox.claim(NOW, LEASE, 1)
        await unit.outbox.give_up(message, "BotRemoved")
        await unit.inbox.arrive("1", CHAT, NOW, CARD)
        await unit.inbox.wait_for("1", CHAT, f"{TENANT}/alex")
        await unit.inbox.arrive("2", CHAT, later(10), CARD)
        await unit.inbox.arrive("3", CHAT, later(20), CARD)
        await unit.inbox.end("3", CHAT, "", None)
        await unit.timers.set("remind", "r1", TENANT, later(30))
        await unit.timers.set("remind", "r2", TENANT, later(90))
        await unit.tokens.replace(TENANT, "alex", b"sealed")
        await unit.budgets.take(TENANT, 10, GRAPH_LIMITS, NOW)
        await unit.budgets.block(TENANT, 90.0, GRAPH_LIMITS, NOW, spent=False)
        await start(unit, plan_of(*mixed_people(5)))
        await _asked(unit)


async def _asked(unit: Unit) -> None:
    """Three requests: one is withdrawn, and one of the others has no channel."""
    await unit.plans.save(plan_of(id="asked"))
    for number in range(3):
        asked = replace(
            requested(number=number),
            id=f"q{number}",
            token=f"q{number}",
            plan="asked",
            state=State.WITHDRAWN if number == 2 else State.OPEN,
            channel="19:channel" if number else "",
        )
        await unit.requests.save(asked, None)


async def test_what_is_taken_over_is_told(address: str) -> None:
    told: Counter[str] = Counter()

    def on_takeover(what: str, number: int) -> None:
        told[what] += number

    ledger = await open_ledger(
        address, times=DatabaseClock(database=False), on_takeover=on_takeover
    )
    try:
        async with ledger.begin() as unit:
            await start(unit, plan_of(*mixed_people(5)))
            await unit.outbox.say(CHAT, CARD, NOW)
            await unit.timers.set("remind", "r", TENANT, NOW)
        for moment in (0.0, 5.0, 11.0):
            async with ledger.begin() as unit:
                await unit.run_items.claim("run", later(moment), LEASE, 2)
                await unit.outbox.claim(later(moment), LEASE, 5)
                await unit.timers.claim(["remind"], later(moment), LEASE, 5)
            if moment < 10:
                # No one was slow yet.
                assert told == {}
    finally:
        await ledger.close()
    assert told == {"run": 2, "outbox": 1, "timers": 1}


async def test_what_was_let_go_is_not_taken_over(address: str) -> None:
    told: list[str] = []
    ledger = await open_ledger(
        address, times=DatabaseClock(database=False), on_takeover=lambda what, _: told.append(what)
    )
    try:
        async with ledger.begin() as unit:
            await unit.outbox.say(CHAT, CARD, NOW)
            (message,) = await unit.outbox.claim(NOW, LEASE, 1)
            await unit.outbox.postpone(message, later(1), "Throttled")
        async with ledger.begin() as unit:
            assert await unit.outbox.claim(later(60), LEASE, 1)
    finally:
        await ledger.close()
    assert told == []
