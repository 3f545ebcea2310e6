"""Plans, receipts and grace periods as sheets of a workbook, read some people at a time."""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from functools import partial
from typing import Final

from cards.runs import tables
from cards.runs.evidence import Evidence
from cards.words.texts import Texts
from engine.downloads.workbook import Rows, Sheet
from ledger import Ledger, Unit
from ledger.lookups.finding_scans import PeopleByLine
from licensing.errors import PlanMissing
from licensing.plans.planned_person import PlannedPerson
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.reminders.upcoming import Forecast
from licensing.runs.outcome import PersonOutcome
from licensing.tenant.people import PersonRef

#: People per read, so that a long table needs little memory.
_CHUNK: Final = 500

Parts = AsyncIterator[Sheet | Rows]


async def plan_sheets(ledger: Ledger, plan_id: str, texts: Texts) -> Parts:
    """Everyone in a plan. `PlanMissing` if there is none."""
    plan = await ledger.query(lambda unit: unit.plans.header(plan_id))
    yield Sheet(texts.tables.sheets["preview"], tables.plan_header(texts))
    for offset in range(0, plan.summary.people, _CHUNK):
        people = await ledger.query(partial(_planned, plan_id, offset))
        yield partial(tables.plan_rows, people, plan, texts)


async def run_sheets(ledger: Ledger, run_id: str, texts: Texts) -> Parts:
    """The receipt of a run, and everyone in it whose outcome is stored.

    `PlanMissing` if there is none.
    """
    evidence = await ledger.query(partial(_evidence, run_id))
    receipt = evidence.receipt
    plan = await ledger.query(lambda unit: unit.plans.header(receipt.plan))
    yield Sheet(texts.tables.sheets["receipt"], tables.evidence_header(texts))
    yield partial(tables.evidence_rows, evidence, texts)
    yield Sheet(texts.tables.sheets["people"], tables.run_header(texts))
    for offset in range(0, plan.summary.people, _CHUNK):
        people = await ledger.query(partial(_outcomes, run_id, offset))
        yield partial(tables.run_rows, people, plan.products, texts)


async def calendar_sheets(ledger: Ledger, run_id: str, today: date, texts: Texts) -> Parts:
    """The grace periods of one run from today on. `PlanMissing` if there is none."""
    calendar = await ledger.query(lambda unit: unit.calendars.get(run_id))
    if calendar is None:
        raise PlanMissing
    yield Sheet(texts.tables.sheets["upcoming"], tables.upcoming_header(texts))
    async for rows in _ahead(ledger, calendar, today, texts):
        yield rows


async def upcoming_sheets(
    ledger: Ledger, tenant: str, owner: str | None, today: date, texts: Texts
) -> Parts:
    """The grace periods of all runs of a tenant, or of one owner, from today on."""
    calendars = await ledger.query(lambda unit: unit.calendars.ahead(tenant, owner))
    yield Sheet(texts.tables.sheets["upcoming"], tables.upcoming_header(texts))
    for calendar in calendars:
        async for rows in _ahead(ledger, calendar, today, texts):
            yield rows


async def findings_sheets(ledger: Ledger, tenant: str, person: str, texts: Texts) -> Parts:
    """Everyone whom a person's search for unused licenses has found. `PlanMissing` if none is kept.

    A search that begins meanwhile leaves the rest out.
    """
    row = await ledger.query(lambda unit: unit.finding_scans.get(tenant, person))
    if row is None or row.scan.ended_at is None:
        raise PlanMissing
    yield Sheet(texts.tables.sheets["findings"], tables.findings_header(texts))
    for number in range(1, row.parts + 1):
        found = await ledger.query(partial(_found, tenant, person, number))
        yield partial(tables.findings_rows, found, row.scan.ended_at, texts)


async def _found(tenant: str, person: str, number: int, unit: Unit) -> PeopleByLine:
    return await unit.finding_scans.part(tenant, person, number)


async def _planned(plan_id: str, offset: int, unit: Unit) -> tuple[PlannedPerson, ...]:
    return await unit.plans.people(plan_id, offset, _CHUNK)


async def _evidence(run_id: str, unit: Unit) -> Evidence:
    receipt = await unit.receipts.of_run(run_id)
    return Evidence(receipt, await unit.requests.approved_for(receipt.tenant, receipt.plan))


async def _outcomes(run_id: str, offset: int, unit: Unit) -> tuple[PersonOutcome, ...]:
    return await unit.run_views.outcomes(run_id, offset, _CHUNK)


async def _ahead(
    ledger: Ledger, calendar: Calendar, today: date, texts: Texts
) -> AsyncIterator[Rows]:
    terms = (await ledger.query(lambda unit: unit.plans.header(calendar.plan))).terms
    after = -1
    while True:
        people, names = await ledger.query(partial(_losers, calendar, after))
        if not people:
            return
        forecast = Forecast(calendar, terms, people)
        yield partial(tables.upcoming_rows, forecast, names, today, texts)
        after = people[-1].position


async def _losers(
    calendar: Calendar, after: int, unit: Unit
) -> tuple[tuple[GracePeriod, ...], Mapping[int, PersonRef]]:
    people = tuple(await unit.calendars.page(calendar.run, after, _CHUNK))
    places = [one.position for one in people]
    return people, await unit.calendars.names(calendar.plan, places)
