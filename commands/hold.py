"""`app.py hold`: pause every run, before a bot is started on an older ledger."""

import asyncio
import sys

from ledger.ledger import open_ledger
from ledger.operations.forgetting import OPERATOR
from licensing.errors import UnassignError
from licensing.runs.control import Control
from licensing.runs.outcome import RunState
from settings import SettingsError, read_settings
from wiring.system import SystemClock


def hold() -> int:
    """Pause all runs that go on, until somebody presses Resume; 2 when the ledger can't be had.

    With SQLite the bot must be stopped; with PostgreSQL it may go on.
    """
    try:
        held = asyncio.run(_held(read_settings().database_url))
    except (SettingsError, UnassignError) as error:
        print(f"No run was paused. {error}", file=sys.stderr)
        return 2
    print(f"Paused: {held}")
    return 0


async def _held(url: str) -> int:
    ledger = await open_ledger(url)
    try:
        async with ledger.begin() as unit:
            going = [run for run in await unit.runs.open_runs() if run.state is RunState.RUNNING]
            for run in going:
                await unit.runs.control(run.id, Control.PAUSE, OPERATOR, SystemClock().now())
    finally:
        await ledger.close()
    return len(going)
