"""`app.py hold`: pause every run before the bot starts on a restored ledger."""

import sys

from commands.event_loop import run
from ledger.ledger import open_ledger
from ledger.operations.forgetting import OPERATOR
from licensing.errors import UnassignError
from licensing.runs.control import Control
from licensing.runs.outcome import RunState
from settings import SettingsError, read_settings
from wiring.system import SystemClock


def hold() -> int:
    """Pause all active runs until someone presses Resume; returns 2 on failure.

    On SQLite the bot must be stopped; on PostgreSQL it may run.
    """
    try:
        paused = run(_pause_runs(read_settings().database_url))
    except (SettingsError, UnassignError) as error:
        print(f"No run was paused. {error}", file=sys.stderr)
        return 2
    print(f"Paused: {paused}")
    return 0


async def _pause_runs(url: str) -> int:
    ledger = await open_ledger(url)
    try:
        async with ledger.begin() as unit:
            running = [run for run in await unit.runs.open_runs() if run.state is RunState.RUNNING]
            for run in running:
                await unit.run_lifecycle.control(
                    run.id, Control.PAUSE, OPERATOR, SystemClock().now()
                )
    finally:
        await ledger.close()
    return len(running)
