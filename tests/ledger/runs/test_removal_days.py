"""Days count from when each person's licenses went, not from the preview or the request."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger import Ledger, Unit
from licensing.losses.losses import last_good_day
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.reminders.calendar import GracePeriod, shown_kinds
from licensing.runs.calls import Call, CallState
from licensing.runs.removal_days import RemovalDays
from tests.ledger.runs.test_store import LEASE
from tests.licensing.runs.test_undo import proven
from tests.support.ledger import CHAT, OWNER, TENANT, plan_of
from tests.support.people import person

PEOPLE = [person("adele", "e3"), person("megan", "e3"), person("zoe")]
#: Previewed on November 24, carried out around the end of January: a month without a 30th follows.
FIRST = datetime(2027, 1, 31, 22, 30, tzinfo=UTC)
LAST = FIRST + timedelta(days=9)


async def ran(unit: Unit, *moments: datetime, timezone: str = "UTC") -> None:
    """Run a plan, one person at each moment; the outcome is stored a day after the call."""
    plan = plan_of(*PEOPLE)
    await unit.plans.save(plan)
    await unit.runs.start("run", "plan", TENANT, OWNER, moments[0], "slot", CHAT, timezone=timezone)
    for moment in moments:
        [item] = await unit.run_items.claim("run", moment, LEASE, 1)
        assert await unit.run_outcomes.intend([(item, [Call(("e3",))])], moment, LEASE)
        stored = moment + timedelta(days=1)
        assert await unit.run_outcomes.finish([(item, proven(item.person))], stored)
    assert await unit.run_lifecycle.complete("run", moments[-1] + timedelta(days=1))


@pytest.mark.parametrize(
    ("timezone", "days"),
    [
        ("UTC", RemovalDays(date(2027, 1, 31), date(2027, 2, 9))),
        ("Europe/Berlin", RemovalDays(date(2027, 1, 31), date(2027, 2, 9))),
        ("Asia/Tokyo", RemovalDays(date(2027, 2, 1), date(2027, 2, 10))),
    ],
)
async def test_a_run_that_waited_knows_its_days_where_they_are_counted(
    ledger: Ledger, timezone: str, days: RemovalDays
) -> None:
    async with ledger.begin() as unit:
        await ran(unit, FIRST, LAST, timezone=timezone)
        assert (await unit.run_views.tally("run")).removal == days
        assert (await unit.receipts.of_run("run")).day == days.first


async def test_each_person_has_a_day_of_their_own_in_the_calendar_and_the_undo(
    ledger: Ledger,
) -> None:
    async with ledger.begin() as unit:
        await ran(unit, FIRST, LAST)
        taken = [one async for page in unit.undo.removed("run") for one in page]
        assert [one.removed_on for one in taken] == [date(2027, 1, 31), date(2027, 2, 9)]
        await unit.calendars.begin("run")
        calendar = await unit.calendars.get("run")
        assert calendar is not None
        page = await unit.calendars.outcomes("run", -1, 9)
        kinds = frozenset({Data.MAILBOX})
        people = [
            GracePeriod(place, who.id, kinds, shown_kinds(kinds), day=day)
            for place, who, _, day in page
        ]
        await unit.calendars.fill(calendar, people, None)
        calendar = await unit.calendars.get("run")
        assert calendar is not None
        assert calendar.days == (date(2027, 1, 31), date(2027, 2, 9))
        assert [event.day for event in calendar.events(Terms())] == [
            last_good_day(Data.MAILBOX, day) for day in calendar.days
        ]
        assert [one.day for one in await unit.calendars.all_periods("run")] == [*calendar.days]


async def test_of_several_calls_the_first_that_took_something_counts(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.plans.save(plan_of(*PEOPLE))
        await unit.runs.start("run", "plan", TENANT, OWNER, FIRST, "slot", CHAT)
        [item] = await unit.run_items.claim("run", FIRST, LEASE, 1)
        took = Call(("visio",), CallState.SUCCEEDED)
        for moment, calls in (
            (FIRST - timedelta(days=2), [Call(("e3",))]),
            (FIRST, [Call(("e3",), CallState.REFUSED), Call(("visio",))]),
            (LAST, [took, Call(("e3",))]),
        ):
            assert await unit.run_outcomes.intend([(item, calls)], moment, LEASE)
        await unit.run_outcomes.finish([(item, proven(item.person))], LAST)
        found = (await unit.run_views.tally("run")).removal
        assert found == RemovalDays(FIRST.date(), FIRST.date())


async def test_a_run_that_took_nothing_has_no_such_day(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.plans.save(plan_of(person("zoe")))
        await unit.runs.start("run", "plan", TENANT, OWNER, FIRST, "slot", CHAT)
        assert (await unit.run_views.tally("run")).removal is None
        assert (await unit.receipts.of_run("run")).day == FIRST.date()
