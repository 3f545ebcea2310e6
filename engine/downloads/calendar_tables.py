"""What is ahead after removals as tables for a spreadsheet, read some people at a time."""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from functools import partial
from typing import Final

from cards.runs import tables as sheet
from cards.words.languages import english
from ledger import Ledger, Unit
from licensing.errors import PlanMissing
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.reminders.upcoming import Outlook
from licensing.tenant.people import PersonRef

#: People read at once, so that a long table needs no memory.
_CHUNK: Final = 1_000


async def calendar_table(ledger: Ledger, run_id: str, today: date) -> AsyncIterator[str]:
    """What is ahead from today on after one run, in parts. `PlanMissing` if there is none."""
    calendar = await ledger.look(lambda unit: unit.calendars.get(run_id))
    if calendar is None:
        raise PlanMissing
    yield sheet.upcoming_header(english())
    async for text in _ahead(ledger, calendar, today):
        yield text


async def upcoming_table(
    ledger: Ledger, tenant: str, owner: str | None, today: date
) -> AsyncIterator[str]:
    """What is ahead from today on after all runs of a tenant, or of one owner."""
    calendars = await ledger.look(lambda unit: unit.calendars.ahead(tenant, owner))
    yield sheet.upcoming_header(english())
    for calendar in calendars:
        async for text in _ahead(ledger, calendar, today):
            yield text


async def _ahead(ledger: Ledger, calendar: Calendar, today: date) -> AsyncIterator[str]:
    texts = english()
    terms = (await ledger.look(lambda unit: unit.plans.header(calendar.plan))).terms
    after = -1
    while True:
        people, names = await ledger.look(partial(_losers, calendar, after))
        if not people:
            return
        yield sheet.upcoming_rows(Outlook(calendar, terms, people), names, today, texts)
        after = people[-1].position


async def _losers(
    calendar: Calendar, after: int, unit: Unit
) -> tuple[tuple[GracePeriod, ...], Mapping[int, PersonRef]]:
    people = tuple(await unit.calendars.page(calendar.run, after, _CHUNK))
    places = [one.position for one in people]
    return people, await unit.calendars.names(calendar.plan, places)
