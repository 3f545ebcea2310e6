"""Rings go through a calendar step by step: nothing is told twice, and nobody without need."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest

from engine.reminders.handler import PATIENT
from licensing.errors import NotAllowed, SignInNeeded, TenantUnavailable
from licensing.losses.services import Data
from licensing.reminders.schedule import ReminderSchedule, Telling
from tests.engine.reminders.conftest import House
from tests.support.ledger import CHAT, NOW, TENANT
from tests.support.people import person

Build = Callable[..., House]
TWO = (person("adele", "e3"), person("zoe", "e3"))


def at(day: int, hour: int = 9) -> datetime:
    """A moment so many days after the removal."""
    return datetime.combine(NOW.date() + timedelta(days=day), time(hour), UTC)


async def test_a_receipt_is_gone_through_to_its_end(house: House) -> None:
    await house.ended(*TWO)
    told = []
    due: datetime | None = NOW
    while due is not None:
        house.clock.time = max(due, house.clock.time)
        due = await house.rings()
        told += [(house.clock.now() - at(0)).days for _ in await house.said()]
        assert len(told) < 10
    assert told == [23, 29, 53, 86]
    async with house.ledger.read() as unit:
        calendar = await unit.calendars.get("run")
        assert calendar is not None
        assert calendar.over
        assert await unit.calendars.everybody("run") == ()


async def test_a_run_that_took_nothing_of_the_kind_has_no_days_ahead(house: House) -> None:
    await house.ended(*TWO, failed=frozenset({"adele", "zoe"}))
    assert await house.rings() is None
    assert house.tenant.asked == []


async def test_whoever_was_not_changed_is_not_in_the_calendar(house: House) -> None:
    await house.ended(*TWO, failed=frozenset({"zoe"}))
    await house.rings()
    async with house.ledger.read() as unit:
        assert [one.person for one in await unit.calendars.everybody("run")] == ["adele"]


async def test_whoever_is_licensed_again_is_not_told_of(house: House) -> None:
    await house.ended(*TWO)
    house.clock.time = at(23)
    house.tenant.people["adele"] = person("adele", "e3")
    assert await house.rings() == at(29)
    assert len(await house.said()) == 1
    async with house.ledger.read() as unit:
        adele, zoe = await unit.calendars.everybody("run")
    assert not adele.left
    assert zoe.left == {Data.MAILBOX, Data.ONEDRIVE}
    house.tenant.people["zoe"] = person("zoe", "e3")
    house.clock.time = at(29)
    assert await house.rings() == at(53)
    assert await house.said() == []


async def test_an_account_that_is_gone_is_not_told_of(house: House) -> None:
    await house.ended(*TWO)
    house.clock.time = at(23)
    house.tenant.people.clear()
    await house.rings()
    assert await house.said() == []
    async with house.ledger.read() as unit:
        assert all(one.gone for one in await unit.calendars.everybody("run"))


async def test_what_a_later_run_took_again_counts_by_its_dates(house: House) -> None:
    await house.ended(*TWO)
    await house.rings()
    house.clock.time = at(10)
    await house.ended(person("adele", "e3"), run="again")
    await house.rings("again")
    house.clock.time = at(23)
    await house.rings()
    async with house.ledger.read() as unit:
        adele, zoe = await unit.calendars.everybody("run")
    assert (adele.left, bool(zoe.left)) == (frozenset(), True)


@pytest.mark.parametrize("trouble", [SignInNeeded, NotAllowed])
async def test_where_nobody_may_look_people_are_told_what_was_known(
    house: House, trouble: type[SignInNeeded | NotAllowed]
) -> None:
    await house.ended(*TWO)
    await house.rings()
    house.clock.time = at(23)
    house.tenant.troubles = [trouble()]
    await house.rings()
    assert len(await house.said()) == 1
    async with house.ledger.read() as unit:
        assert all(one.checked_at is None for one in await unit.calendars.everybody("run"))


async def test_a_tenant_that_does_not_answer_is_asked_again_for_an_hour(house: House) -> None:
    await house.ended(*TWO)
    await house.rings()
    house.clock.time = at(23)
    for tries in range(1, PATIENT):
        house.tenant.troubles = [TenantUnavailable()]
        with pytest.raises(TenantUnavailable):
            await house.ring(tries=tries)
    assert await house.said() == []
    house.tenant.troubles = [TenantUnavailable()]
    await house.ring(tries=PATIENT)
    assert len(await house.said()) == 1


async def test_many_people_are_gone_through_in_steps_and_each_is_looked_at_once(
    build: Build,
) -> None:
    house = build(filled=3, looked=2)
    await house.ended(*(person(f"p{n}", "e3") for n in range(7)))
    await house.rings()
    async with house.ledger.read() as unit:
        assert len(await unit.calendars.everybody("run")) == 7
    house.clock.time = at(23)
    await house.rings()
    assert house.tenant.asked == [("alex", 2), ("alex", 2), ("alex", 2), ("alex", 1)]
    assert len(await house.said()) == 1


async def test_a_crash_between_two_steps_leads_to_the_same_step_again(build: Build) -> None:
    """Whatever a ring works out counts only when it is stored; each may be done over and over."""
    house = build(filled=3, looked=2)
    await house.ended(*(person(f"p{n}", "e3") for n in range(7)))
    told = []
    house.clock.time = NOW
    for day in (0, 23, 29, 53, 86, 94):
        house.clock.time = max(at(day), NOW)
        for _ in range(40):
            async with house.ledger.read() as unit:
                due = await unit.timers.due_at("reminder", "run")
            if due is None or due > house.clock.now():
                break
            await house.reminders.ring("run", 1)
            await house.reminders.ring("run", 1)
            await house.ring()
        told += await house.said()
    assert len(told) == len(set(told)) == 4


async def test_nothing_is_told_in_the_quiet_hours_and_it_is_told_in_the_morning(
    build: Build,
) -> None:
    house = build(ReminderSchedule(quiet_from=time(18), quiet_until=time(8)))
    await house.ended(*TWO)
    await house.rings()
    house.clock.time = at(23, 20)
    assert await house.rings() == at(24, 8)
    assert await house.said() == []
    house.clock.time = at(24, 8)
    await house.rings()
    assert len(await house.said()) == 1


async def test_hours_and_days_are_those_of_whoever_is_told(house: House) -> None:
    async with house.ledger.begin() as unit:
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
    await house.ended(*TWO)
    assert await house.rings() == at(23, 0)
    house.clock.time = at(23, 0)
    await house.rings()
    assert await house.said() == ["run 2026-12-17 Asia/Tokyo"]


async def test_days_that_were_slept_through_are_told_in_one(house: House) -> None:
    await house.ended(*TWO)
    house.clock.time = at(29)
    await house.rings()
    assert await house.said() == ["run 2026-12-23 UTC"]


async def test_what_is_over_is_not_told_any_more(house: House) -> None:
    await house.ended(*TWO)
    house.clock.time = at(200)
    assert await house.rings() is None
    assert await house.said() == []


async def test_other_days_count_from_the_next_ring_on(build: Build) -> None:
    house = build(ReminderSchedule(before_deletion=(), before_archive=()))
    await house.ended(*TWO)
    assert await house.rings() == at(94)
    async with house.ledger.read() as unit:
        assert len(await unit.calendars.ahead(TENANT, None)) == 1


async def test_runs_of_an_older_version_get_a_calendar_at_the_start(house: House) -> None:
    await house.ended(*TWO)
    async with house.ledger.begin() as unit:
        await unit.timers.cancel("reminder", "run")
    await house.reminders.begin()
    assert await house.rings() == at(23)
    await house.reminders.begin()
    assert await house.rings() == at(23)


async def test_a_timer_of_a_run_that_is_not_there_ends(house: House) -> None:
    async with house.ledger.begin() as unit:
        await unit.timers.set("reminder", "nothing", TENANT, NOW)
    assert await house.rings("nothing") is None


async def test_people_are_told_once_that_something_went_and_only_where_that_is_set(
    build: Build,
) -> None:
    house = build(ReminderSchedule(telling=Telling.PERSON), looked=1)
    house.clock.time = at(0, 20)
    await house.ended(*TWO)
    assert await house.rings() == at(1, 8)
    assert await house.said() == []
    house.clock.time = at(1, 8)
    assert await house.rings() == at(23)
    assert await house.said() == ["run went UTC"]
    assert len(house.tenant.asked) == 2
    house.clock.time = at(23)
    await house.rings()
    assert await house.said() == ["run 2026-12-17 UTC"]
    assert len(house.tenant.asked) == 4


async def test_what_went_long_ago_is_no_news(build: Build) -> None:
    house = build(ReminderSchedule(telling=Telling.PERSON))
    await house.ended(*TWO)
    house.clock.time = at(4)
    await house.rings()
    assert await house.said() == []
