"""Several replicas work through the same calendars, and each reminder is sent once."""

import asyncio

from engine.reminders.handler import Reminders
from engine.scheduler import Scheduler
from licensing.reminders.schedule import TIMER, ReminderSchedule
from tests.engine.reminders.conftest import Clock, Stage, StandIn, Told
from tests.engine.reminders.test_handler import at
from tests.support.ledger import opened
from tests.support.people import person
from tests.support.waiting import SOON


def scheduler_of(stage: Stage, reminders: Reminders) -> Scheduler:
    handlers = {TIMER: reminders.handle}
    return Scheduler(reminders.ledger, stage.clock, handlers, post=lambda: None)


async def test_two_replicas_and_their_restarts_tell_each_reminder_once(
    postgres: str,
) -> None:
    runs = [f"run-{n}" for n in range(6)]
    async with opened(postgres) as one, opened(postgres) as two:
        tenant, clock = StandIn(), Clock()
        replicas = [
            Reminders(
                ledger,
                tenant.people_as,
                tenant.mailboxes,
                Told(),
                clock,
                ReminderSchedule(),
                "UTC",
                2,
                2,
            )
            for ledger in (one, two)
        ]
        stage = Stage(one, tenant, clock, replicas[0])
        for number, run in enumerate(runs):
            await stage.ended(*(person(f"p{number}-{n}", "e3") for n in range(5)), run=run)
        told: list[str] = []
        for day in (1, 23, 24, 29, 31):
            stage.clock.time = at(day)
            schedulers = [scheduler_of(stage, each) for each in replicas]
            for scheduler in schedulers:
                scheduler.start()
            async with asyncio.timeout(SOON):
                while await waiting(stage, runs):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
            await asyncio.gather(*(scheduler.stop() for scheduler in schedulers))
            told += await stage.said()
    expected = {f"{run} {at(day).date()} UTC" for run in runs for day in (23, 29)}
    assert sorted(told) == sorted(expected)


async def waiting(stage: Stage, runs: list[str]) -> bool:
    async with stage.ledger.read() as unit:
        due = [await unit.timers.due_at(TIMER, run) for run in runs]
    return any(one is not None and one <= stage.clock.now() for one in due)
