"""Plans and outcomes as tables for a spreadsheet, read some people at a time."""

from collections.abc import AsyncIterator
from typing import Final

from bot.ports import Books
from cards import sheet
from cards.words.english import English

#: People read at once, so that a long table needs no memory.
_CHUNK: Final = 1_000


async def plan_table(books: Books, plan_id: str) -> AsyncIterator[str]:
    """Everybody of a plan, in parts. `PlanMissing` if there is none."""
    words = English()
    async with books.read() as unit:
        plan = await unit.plans.header(plan_id)
    yield sheet.plan_header(words)
    for offset in range(0, plan.summary.people, _CHUNK):
        async with books.read() as unit:
            people = await unit.plans.people(plan_id, offset, _CHUNK)
        yield sheet.plan_rows(people, plan, words)


async def run_table(books: Books, run_id: str) -> AsyncIterator[str]:
    """Everybody of a run who is through, in parts. `PlanMissing` if there is none."""
    words = English()
    async with books.read() as unit:
        plan = await unit.plans.header((await unit.runs.get(run_id)).plan)
    yield sheet.run_header(words)
    for offset in range(0, plan.summary.people, _CHUNK):
        async with books.read() as unit:
            people = await unit.runs.outcomes(run_id, offset, _CHUNK)
        yield sheet.run_rows(people, plan.products, words)
