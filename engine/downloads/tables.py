"""Plans and outcomes as tables for a spreadsheet, read some people at a time."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Final

from cards.runs import tables as sheet
from cards.words.languages import english
from ledger import Ledger, Unit
from licensing.plans.plan import PlannedPerson
from licensing.runs.outcome import PersonOutcome

#: People read at once, so that a long table needs no memory.
_CHUNK: Final = 1_000


async def plan_table(ledger: Ledger, plan_id: str) -> AsyncIterator[str]:
    """Everybody of a plan, in parts. `PlanMissing` if there is none."""
    texts = english()
    plan = await ledger.look(lambda unit: unit.plans.header(plan_id))
    yield sheet.plan_header(texts)
    for offset in range(0, plan.summary.people, _CHUNK):
        people = await ledger.look(partial(_planned, plan_id, offset))
        yield sheet.plan_rows(people, plan, texts)


async def run_table(ledger: Ledger, run_id: str) -> AsyncIterator[str]:
    """Everybody of a run who is through, in parts. `PlanMissing` if there is none."""
    texts = english()
    run = await ledger.look(lambda unit: unit.runs.get(run_id))
    plan = await ledger.look(lambda unit: unit.plans.header(run.plan))
    yield sheet.run_header(texts)
    for offset in range(0, plan.summary.people, _CHUNK):
        people = await ledger.look(partial(_outcomes, run_id, offset))
        yield sheet.run_rows(people, plan.products, texts)


async def _planned(plan_id: str, offset: int, unit: Unit) -> tuple[PlannedPerson, ...]:
    return await unit.plans.people(plan_id, offset, _CHUNK)


async def _outcomes(run_id: str, offset: int, unit: Unit) -> tuple[PersonOutcome, ...]:
    return await unit.runs.outcomes(run_id, offset, _CHUNK)
