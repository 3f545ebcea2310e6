"""Several replicas ring for the same calendars, and each reminder is told once."""

import asyncio

from engine.reminders.handler import Reminders
from engine.scheduler import Scheduler, TimerResult
from ledger.mail.timers import Timer
from licensing.reminders.schedule import TIMER, ReminderSchedule
from tests.engine.reminders.conftest import Clock, House, StandIn, Told
from tests.engine.reminders.test_handler import at
from tests.support.ledger import opened
from tests.support.people import person


def bell_of(house: House, reminders: Reminders) -> Scheduler:
    scheduler = Scheduler(reminders.ledger, house.clock, post=lambda: None)  # type: ignore[arg-type]

    async def ring(timer: Timer) -> TimerResult:
        rung = await reminders.ring(timer.subject, timer.tries)
        return TimerResult(rung.store, rung.again)

    scheduler.on(TIMER, ring)
    return scheduler


async def test_two_replicas_and_their_restarts_tell_each_reminder_once(
    postgres: str,
) -> None:
    runs = [f"run-{n}" for n in range(6)]
    async with opened(postgres) as one, opened(postgres) as two:
        tenant, clock = StandIn(), Clock()
        replicas = [
            Reminders(ledger, tenant, tenant, Told(), clock, ReminderSchedule(), "UTC", 2, 2)
            for ledger in (one, two)
        ]
        house = House(one, tenant, clock, replicas[0])
        for number, run in enumerate(runs):
            await house.ended(*(person(f"p{number}-{n}", "e3") for n in range(5)), run=run)
        told: list[str] = []
        for day in (1, 23, 24, 29, 31):
            house.clock.time = at(day)
            bells = [bell_of(house, each) for each in replicas]
            for scheduler in bells:
                scheduler.start()
            async with asyncio.timeout(30):
                while await waiting(house, runs):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
            await asyncio.gather(*(scheduler.stop() for scheduler in bells))
            told += await house.said()
    expected = {f"{run} {at(day).date()} UTC" for run in runs for day in (23, 29)}
    assert sorted(told) == sorted(expected)


async def waiting(house: House, runs: list[str]) -> bool:
    async with house.ledger.read() as unit:
        due = [await unit.timers.due_at(TIMER, run) for run in runs]
    return any(one is not None and one <= house.clock.now() for one in due)
