"""Plans, outcomes and grace periods as tables for a spreadsheet, read some people at a time."""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from functools import partial
from typing import Final

from cards.runs import tables as sheet
from cards.words.texts import Texts
from ledger import Ledger, Unit
from licensing.errors import PlanMissing
from licensing.plans.planned_person import PlannedPerson
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.reminders.upcoming import Forecast
from licensing.runs.outcome import PersonOutcome
from licensing.tenant.people import PersonRef

#: People per read, so that a long table needs little memory.
_CHUNK: Final = 1_000


async def plan_table(ledger: Ledger, plan_id: str, texts: Texts) -> AsyncIterator[str]:
    """Everyone in a plan, in parts. `PlanMissing` if there is none."""
    plan = await ledger.query(lambda unit: unit.plans.header(plan_id))
    yield sheet.plan_header(texts)
    for offset in range(0, plan.summary.people, _CHUNK):
        people = await ledger.query(partial(_planned, plan_id, offset))
        yield sheet.plan_rows(people, plan, texts)


async def run_table(ledger: Ledger, run_id: str, texts: Texts) -> AsyncIterator[str]:
    """Everyone in a run whose outcome is stored, in parts. `PlanMissing` if there is none."""
    run = await ledger.query(lambda unit: unit.runs.get(run_id))
    plan = await ledger.query(lambda unit: unit.plans.header(run.plan))
    yield sheet.run_header(texts)
    for offset in range(0, plan.summary.people, _CHUNK):
        people = await ledger.query(partial(_outcomes, run_id, offset))
        yield sheet.run_rows(people, plan.products, texts)


async def calendar_table(
    ledger: Ledger, run_id: str, today: date, texts: Texts
) -> AsyncIterator[str]:
    """The grace periods of one run from today on, in parts. `PlanMissing` if there is none."""
    calendar = await ledger.query(lambda unit: unit.calendars.get(run_id))
    if calendar is None:
        raise PlanMissing
    yield sheet.upcoming_header(texts)
    async for text in _ahead(ledger, calendar, today, texts):
        yield text


async def upcoming_table(
    ledger: Ledger, tenant: str, owner: str | None, today: date, texts: Texts
) -> AsyncIterator[str]:
    """The grace periods of all runs of a tenant, or of one owner, from today on, in parts."""
    calendars = await ledger.query(lambda unit: unit.calendars.ahead(tenant, owner))
    yield sheet.upcoming_header(texts)
    for calendar in calendars:
        async for text in _ahead(ledger, calendar, today, texts):
            yield text


async def _planned(plan_id: str, offset: int, unit: Unit) -> tuple[PlannedPerson, ...]:
    return await unit.plans.people(plan_id, offset, _CHUNK)


async def _outcomes(run_id: str, offset: int, unit: Unit) -> tuple[PersonOutcome, ...]:
    return await unit.run_views.outcomes(run_id, offset, _CHUNK)


async def _ahead(
    ledger: Ledger, calendar: Calendar, today: date, texts: Texts
) -> AsyncIterator[str]:
    terms = (await ledger.query(lambda unit: unit.plans.header(calendar.plan))).terms
    after = -1
    while True:
        people, names = await ledger.query(partial(_losers, calendar, after))
        if not people:
            return
        yield sheet.upcoming_rows(Forecast(calendar, terms, people), names, today, texts)
        after = people[-1].position


async def _losers(
    calendar: Calendar, after: int, unit: Unit
) -> tuple[tuple[GracePeriod, ...], Mapping[int, PersonRef]]:
    people = tuple(await unit.calendars.page(calendar.run, after, _CHUNK))
    places = [one.position for one in people]
    return people, await unit.calendars.names(calendar.plan, places)
