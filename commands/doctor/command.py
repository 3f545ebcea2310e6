"""`app.py doctor`: what is wrong with the set-up, and how to mend it."""

import argparse
import asyncio
import logging
import os
import sys

from commands.doctor.examination import examine
from commands.doctor.findings import Check, Code, Finding
from commands.doctor.report import as_json, exit_code, page
from commands.rehearsed import read_environment
from observability.logs import set_up_logs
from settings import SettingsError, read_settings
from wiring.system import SystemClock


def doctor(options: argparse.Namespace) -> int:
    """Look at everything and tell; 0 when nothing has to be mended, 1 when something has."""
    if options.rehearsal:
        if not (environment := read_environment(options.folder)):
            print("No rehearsal was started here. Begin one with: make run", file=sys.stderr)
            return 2
        os.environ.update(environment)
    # What the parts log on their way is told by the findings.
    logging.disable(logging.CRITICAL)
    set_up_logs(logging.CRITICAL)
    findings = asyncio.run(_examined(options.person, [Check(name) for name in options.skip]))
    print(as_json(findings) if options.json else page(findings))
    return exit_code(findings)


async def _examined(person: str, skipped: list[Check]) -> list[Finding]:
    try:
        settings = read_settings()
    except SettingsError as error:
        return [Finding(Check.SETTINGS, Code.SETTINGS_WRONG, {"said": str(error)})]
    return await examine(settings, SystemClock(), person=person.lower(), skipped=skipped)
