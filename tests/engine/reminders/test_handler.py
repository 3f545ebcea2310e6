"""A calendar is worked through step by step; no one is told twice or without need."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest

from engine.reminders.handler import MAX_ATTEMPTS, TOGETHER, TOLD
from licensing.errors import NotAllowed, SignInNeeded, TenantUnavailable
from licensing.losses.services import Data
from licensing.reminders.schedule import AffectedNotice, ReminderSchedule
from tests.engine.reminders.conftest import Stage, timer_of
from tests.support.ledger import CHAT, NOW, TENANT
from tests.support.people import person

Build = Callable[..., Stage]
TWO = (person("adele", "e3"), person("zoe", "e3"))


def at(day: int, hour: int = 9) -> datetime:
    """A moment so many days after the removal."""
    return datetime.combine(NOW.date() + timedelta(days=day), time(hour), UTC)


async def test_a_calendar_is_worked_through_to_its_end(stage: Stage) -> None:
    await stage.ended(*TWO)
    told = []
    due: datetime | None = NOW
    while due is not None:
        stage.clock.time = max(due, stage.clock.time)
        due = await stage.run_until_idle()
        told += [(stage.clock.now() - at(0)).days for _ in await stage.said()]
        assert len(told) < 10
    assert told == [23, 29, 53, 86, 268, 358, 364]
    async with stage.ledger.read() as unit:
        calendar = await unit.calendars.get("run")
        assert calendar is not None
        assert calendar.finished
        assert await unit.calendars.all_periods("run") == ()


async def test_a_run_that_took_nothing_of_the_kind_has_no_days_ahead(stage: Stage) -> None:
    await stage.ended(*TWO, failed=frozenset({"adele", "zoe"}))
    assert await stage.run_until_idle() is None
    assert stage.tenant.asked == []


async def test_a_person_who_was_not_changed_is_not_in_the_calendar(stage: Stage) -> None:
    await stage.ended(*TWO, failed=frozenset({"zoe"}))
    await stage.run_until_idle()
    async with stage.ledger.read() as unit:
        assert [one.person for one in await unit.calendars.all_periods("run")] == ["adele"]


async def test_no_one_is_told_of_a_person_who_is_licensed_again(stage: Stage) -> None:
    await stage.ended(*TWO)
    stage.clock.time = at(23)
    stage.tenant.people["adele"] = person("adele", "e3")
    assert await stage.run_until_idle() == at(29)
    assert len(await stage.said()) == 1
    async with stage.ledger.read() as unit:
        adele, zoe = await unit.calendars.all_periods("run")
    assert not adele.missing
    assert zoe.missing == {Data.MAILBOX, Data.ONEDRIVE}
    stage.tenant.people["zoe"] = person("zoe", "e3")
    stage.clock.time = at(29)
    assert await stage.run_until_idle() == at(53)
    assert await stage.said() == []


async def test_an_account_that_is_gone_is_not_told_of(stage: Stage) -> None:
    await stage.ended(*TWO)
    stage.clock.time = at(23)
    stage.tenant.people.clear()
    await stage.run_until_idle()
    assert await stage.said() == []
    async with stage.ledger.read() as unit:
        assert all(one.account_deleted for one in await unit.calendars.all_periods("run"))


async def test_what_a_later_run_took_again_counts_by_its_dates(stage: Stage) -> None:
    await stage.ended(*TWO)
    await stage.run_until_idle()
    stage.clock.time = at(10)
    await stage.ended(person("adele", "e3"), run="again")
    await stage.run_until_idle("again")
    stage.clock.time = at(23)
    await stage.run_until_idle()
    async with stage.ledger.read() as unit:
        adele, zoe = await unit.calendars.all_periods("run")
    assert (adele.missing, bool(zoe.missing)) == (frozenset(), True)


@pytest.mark.parametrize("trouble", [SignInNeeded, NotAllowed])
async def test_when_no_one_can_be_checked_people_are_told_what_was_known(
    stage: Stage, trouble: type[SignInNeeded | NotAllowed]
) -> None:
    await stage.ended(*TWO)
    await stage.run_until_idle()
    stage.clock.time = at(23)
    stage.tenant.troubles = [trouble()]
    await stage.run_until_idle()
    assert len(await stage.said()) == 1
    async with stage.ledger.read() as unit:
        assert all(one.checked_at is None for one in await unit.calendars.all_periods("run"))


async def test_a_tenant_that_does_not_answer_is_asked_again_for_an_hour(stage: Stage) -> None:
    await stage.ended(*TWO)
    await stage.run_until_idle()
    stage.clock.time = at(23)
    for tries in range(1, MAX_ATTEMPTS):
        stage.tenant.troubles = [TenantUnavailable()]
        with pytest.raises(TenantUnavailable):
            await stage.run(tries=tries)
    assert await stage.said() == []
    stage.tenant.troubles = [TenantUnavailable()]
    await stage.run(tries=MAX_ATTEMPTS)
    assert len(await stage.said()) == 1


async def test_many_people_are_checked_in_steps_and_each_of_them_once(
    build: Build,
) -> None:
    stage = build(filled=3, checked=2)
    await stage.ended(*(person(f"p{n}", "e3") for n in range(7)))
    await stage.run_until_idle()
    async with stage.ledger.read() as unit:
        assert len(await unit.calendars.all_periods("run")) == 7
    stage.clock.time = at(23)
    await stage.run_until_idle()
    assert stage.tenant.asked == [("alex", 2), ("alex", 2), ("alex", 2), ("alex", 1)]
    assert len(await stage.said()) == 1


async def test_a_crash_between_two_steps_leads_to_the_same_step_again(build: Build) -> None:
    """A step counts only when it is stored, so each may be repeated."""
    stage = build(filled=3, checked=2)
    await stage.ended(*(person(f"p{n}", "e3") for n in range(7)))
    told = []
    stage.clock.time = NOW
    for day in (0, 23, 29, 53, 86, 94):
        stage.clock.time = max(at(day), NOW)
        for _ in range(40):
            async with stage.ledger.read() as unit:
                due = await unit.timers.due_at("reminder", "run")
            if due is None or due > stage.clock.now():
                break
            await stage.reminders.handle(timer_of("run"))
            await stage.reminders.handle(timer_of("run"))
            await stage.run()
        told += await stage.said()
    assert len(told) == len(set(told)) == 4


async def test_quiet_hours_postpone_a_reminder_to_the_morning(
    build: Build,
) -> None:
    stage = build(ReminderSchedule(quiet_from=time(18), quiet_until=time(8)))
    await stage.ended(*TWO)
    await stage.run_until_idle()
    stage.clock.time = at(23, 20)
    assert await stage.run_until_idle() == at(24, 8)
    assert await stage.said() == []
    stage.clock.time = at(24, 8)
    await stage.run_until_idle()
    assert len(await stage.said()) == 1


async def test_hours_and_days_are_those_of_the_person_who_is_told(stage: Stage) -> None:
    async with stage.ledger.begin() as unit:
        await unit.conversations.keep(
            tenant=TENANT,
            conversation=CHAT,
            person="alex",
            service_url="https://smba.example/",
            type="personal",
            bot_id="28:bot",
            channel_id="msteams",
            seen_at=NOW,
            timezone="Asia/Tokyo",
        )
    await stage.ended(*TWO)
    assert await stage.run_until_idle() == at(23, 0)
    stage.clock.time = at(23, 0)
    await stage.run_until_idle()
    assert await stage.said() == ["run 2026-12-17 Asia/Tokyo"]


async def test_missed_days_lead_to_one_reminder(stage: Stage) -> None:
    await stage.ended(*TWO)
    stage.clock.time = at(29)
    await stage.run_until_idle()
    assert await stage.said() == ["run 2026-12-23 UTC"]


async def test_what_is_over_is_no_longer_told(stage: Stage) -> None:
    await stage.ended(*TWO)
    stage.clock.time = at(400)
    assert await stage.run_until_idle() is None
    assert await stage.said() == []


async def test_other_days_count_from_the_next_ring_on(build: Build) -> None:
    stage = build(ReminderSchedule(before_deletion=(), before_archive=()))
    await stage.ended(*TWO)
    assert await stage.run_until_idle() == at(366)
    async with stage.ledger.read() as unit:
        assert len(await unit.calendars.ahead(TENANT, None)) == 1


async def test_a_timer_of_a_run_that_is_not_there_ends(stage: Stage) -> None:
    async with stage.ledger.begin() as unit:
        await unit.timers.set("reminder", "nothing", TENANT, NOW)
    assert await stage.run_until_idle("nothing") is None


async def test_people_are_told_once_that_something_went_and_only_where_that_is_set(
    build: Build,
) -> None:
    stage = build(ReminderSchedule(notice=AffectedNotice.PERSON), checked=1)
    stage.clock.time = at(0, 20)
    await stage.ended(*TWO)
    assert await stage.run_until_idle() == at(1, 8)
    assert await stage.said() == []
    stage.clock.time = at(1, 8)
    assert await stage.run_until_idle() == at(23)
    assert await stage.said() == ["run went UTC"]
    assert len(stage.tenant.asked) == 2
    stage.clock.time = at(23)
    await stage.run_until_idle()
    assert await stage.said() == ["run went UTC", "run 2026-12-17 UTC"]
    assert len(stage.tenant.asked) == 4


async def test_what_went_long_ago_is_no_news(build: Build) -> None:
    stage = build(ReminderSchedule(notice=AffectedNotice.PERSON))
    await stage.ended(*TWO)
    stage.clock.time = at(4)
    await stage.run_until_idle()
    assert await stage.said() == []


async def test_many_people_are_told_in_steps_and_each_once(build: Build) -> None:
    stage = build(ReminderSchedule(notice=AffectedNotice.MANAGER))
    crowd = [person(f"p{n:04}", "e3") for n in range(2 * TOLD + 50)]
    stage.clock.time = at(1, 8)
    await stage.ended(*crowd, claimed=len(crowd))
    await stage.run_until_idle()
    assert stage.told == [TOLD, TOLD, 50]
    stage.clock.time = at(24)
    await stage.run_until_idle()
    assert stage.told == [TOLD, TOLD, 50] * 2


async def test_a_slow_tenant_is_asked_for_fewer_at_a_time_and_progress_is_kept(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a step takes too long for all, it stores what it has and continues from there."""
    monkeypatch.setattr("engine.reminders.handler.STEP_TIME", 0.0)
    stage = build(ReminderSchedule())
    crowd = [person(f"p{n:04}", "e3") for n in range(150)]
    await stage.ended(*crowd, claimed=len(crowd))
    await stage.run_until_idle()
    stage.clock.time = at(23)
    stage.tenant.troubles = [TenantUnavailable()]
    with pytest.raises(TenantUnavailable):
        await stage.run()
    await stage.run(tries=3)
    assert stage.tenant.asked[-1][1] == TOGETHER >> 2
    await stage.run_until_idle()
    assert sum(count for _, count in stage.tenant.asked[1:]) == len(crowd)
    assert await stage.said() == ["run 2026-12-17 UTC"]
