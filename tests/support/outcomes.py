"""The outcomes of the newest run, read from the ledger while the bot has it."""

from sqlalchemy import make_url, select

from ledger.database.db_clock import DatabaseClock
from ledger.database.read_only import reading
from ledger.ledger import Unit
from ledger.plans.people_lists import PeopleLists
from ledger.tables import runs
from licensing.runs.outcome import LineOutcome, PersonOutcome, RunState


async def stored_outcomes(url: str) -> dict[str, PersonOutcome]:
    """By address, everyone who is through."""
    engine = reading(make_url(url))
    try:
        async with engine.begin() as connection:
            newest = select(runs.c.id).order_by(runs.c.started_at.desc()).limit(1)
            run = (await connection.execute(newest)).scalar_one()
            unit = Unit(connection, PeopleLists(), DatabaseClock(database=False))
            return {one.address: one for one in await unit.run_views.outcomes(run, 0, 100_000)}
    finally:
        await engine.dispose()


async def run_ended(url: str) -> bool:
    """Whether the newest run has ended."""
    engine = reading(make_url(url))
    try:
        async with engine.begin() as connection:
            newest = select(runs.c.state).order_by(runs.c.started_at.desc()).limit(1)
            return bool((await connection.execute(newest)).scalar_one() == RunState.DONE)
    finally:
        await engine.dispose()


def lines_of(outcomes: dict[str, PersonOutcome]) -> list[LineOutcome]:
    """All lines of everyone."""
    return [line for one in outcomes.values() for line in one.lines]
