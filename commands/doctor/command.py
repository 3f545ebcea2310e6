"""`app.py doctor`: what is wrong with the setup, and how to fix it."""

import argparse
import logging
import os
import sys

from commands.doctor.examination import examine
from commands.doctor.findings import Check, Code, Finding
from commands.doctor.report import as_json, exit_code, page
from commands.event_loop import run
from commands.rehearsed import read_environment
from observability.logs import set_up_logs
from settings import SettingsError, read_settings
from wiring.system import SystemClock


def doctor(options: argparse.Namespace) -> int:
    """Run the checks and print the report; 0 if nothing has to be fixed, else 1."""
    if options.rehearsal:
        if not (environment := read_environment(options.folder)):
            print(
                "No rehearsal was started here. Start one with: unassign rehearse", file=sys.stderr
            )
            return 2
        os.environ.update(environment)
    # The findings replace the log.
    logging.disable(logging.CRITICAL)
    set_up_logs(logging.CRITICAL)
    findings = run(_examined(options.person, [Check(name) for name in options.skip]))
    print(as_json(findings) if options.json else page(findings))
    return exit_code(findings)


async def _examined(person: str, skipped: list[Check]) -> list[Finding]:
    try:
        settings = read_settings()
    except SettingsError as error:
        return [Finding(Check.SETTINGS, Code.SETTINGS_WRONG, {"said": str(error)})]
    return await examine(settings, SystemClock(), person=person.lower(), skipped=skipped)
