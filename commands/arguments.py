"""The command line."""

import argparse
import os
from pathlib import Path
from typing import Final

from commands.doctor.findings import Check

ROOT: Final = Path(__file__).parent.parent


def read_arguments() -> argparse.Namespace:
    """Read the command line; on a wrong one, say so and exit with 2."""
    return parser().parse_args()


def parser() -> argparse.ArgumentParser:
    """Make what reads it; docs/commands.md tells the same."""
    made = argparse.ArgumentParser(description="Unassign, a license bot for Microsoft Teams")
    commands = made.add_subparsers(dest="command")
    commands.add_parser("rotate-keys", help="encrypt all stored tokens with the first key")
    commands.add_parser("migrate", help="build or upgrade the tables, before a new version starts")
    commands.add_parser("hold", help="pause every run, before a restored ledger is served")
    commands.add_parser("serve", help="serve the bot, as the settings say (the default)")
    practice = commands.add_parser("rehearse", help="serve the bot with a rehearsal tenant")
    practice.add_argument("--people", type=int, default=2_000, help="size of the organisation")
    practice.add_argument("--seed", type=int, default=1, help="another seed, other people")
    practice.add_argument("--port", type=int, default=int(os.environ.get("PORT", "3978")))
    practice.add_argument("--page-port", type=int, default=int(os.environ.get("PAGE_PORT", "3979")))
    practice.add_argument("--folder", type=Path, default=ROOT / ".rehearsal", help="the ledger's")
    practice.add_argument(
        "--unsigned",
        "--playground",
        action="store_true",
        help="sign nothing and let nobody sign in, for Microsoft's Agents Playground",
    )
    doctor = commands.add_parser("doctor", help="say what is wrong with the set-up, and the remedy")
    doctor.add_argument("--json", action="store_true", help="for machines")
    doctor.add_argument("--person", default="", help="whose roles to look at: an object id")
    doctor.add_argument(
        "--skip", action="append", default=[], choices=[*Check], help="leave a check out"
    )
    doctor.add_argument("--rehearsal", action="store_true", help="look at the one of `make run`")
    doctor.add_argument("--folder", type=Path, default=ROOT / ".rehearsal", help="that one's")
    commands.add_parser("rules", help="print what is lost and when, as docs/what-is-lost.md")
    person = commands.add_parser("forget", help="take a person's name and address out of it all")
    person.add_argument("person", help="who: an Entra object id")
    person.add_argument("--tenant", default="", help="whose; else the first that is served")
    look = commands.add_parser("journal", help="prove the journal, or print it as JSON lines")
    look.add_argument("what", choices=("verify", "export"))
    return made
