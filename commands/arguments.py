"""The command line."""

import argparse
import os
from pathlib import Path
from typing import Final

from commands.doctor.findings import Check

#: Where the code lies; nothing is written there.
ROOT: Final = Path(__file__).parent.parent
#: The folder of a rehearsal, in the one where the command is typed.
_REHEARSAL: Final = Path(".rehearsal")


def read_arguments() -> argparse.Namespace:
    """Parse the command line; exits with 2 if it is wrong."""
    return parser().parse_args()


def parser() -> argparse.ArgumentParser:
    """The parser; docs/commands.md describes the same commands."""
    parser_ = argparse.ArgumentParser(description="Unassign, a license bot for Microsoft Teams")
    commands = parser_.add_subparsers(dest="command")
    made = commands.add_parser("keys", help="make the keys that the settings need, in .env")
    made.add_argument("--print", action="store_true", help="print new keys, and change nothing")
    commands.add_parser("rotate-keys", help="encrypt all stored tokens with the first key")
    commands.add_parser("migrate", help="create or upgrade the tables before a new version starts")
    commands.add_parser("hold", help="pause every run before a restored ledger is served")
    commands.add_parser("serve", help="serve the bot according to the settings (default)")
    practice = commands.add_parser("rehearse", help="serve the bot with a rehearsal tenant")
    practice.add_argument("--people", type=int, default=2_000, help="size of the organization")
    practice.add_argument("--case", type=Path, help="people, groups and products in a JSON file")
    practice.add_argument("--seed", type=int, default=1, help="seed of the generated people")
    practice.add_argument("--port", type=int, default=int(os.environ.get("PORT", "3978")))
    practice.add_argument("--page-port", type=int, default=int(os.environ.get("PAGE_PORT", "3979")))
    practice.add_argument("--folder", type=Path, default=_REHEARSAL, help="folder of the ledger")
    practice.add_argument(
        "--unsigned",
        "--playground",
        action="store_true",
        help="no signatures and no sign-in, for Microsoft's Agents Playground",
    )
    doctor = commands.add_parser("doctor", help="find what is wrong with the setup")
    doctor.add_argument("--json", action="store_true", help="print JSON")
    doctor.add_argument("--person", default="", help="object id of the person whose roles to check")
    doctor.add_argument(
        "--skip", action="append", default=[], choices=[*Check], help="skip a check"
    )
    doctor.add_argument(
        "--rehearsal", action="store_true", help="check the rehearsal that was started here"
    )
    doctor.add_argument("--folder", type=Path, default=_REHEARSAL, help="folder of that rehearsal")
    commands.add_parser("rules", help="print what is lost and when, as docs/what-is-lost.md")
    person = commands.add_parser("forget", help="remove a person's name and address")
    person.add_argument("person", help="the person's Entra object id")
    person.add_argument(
        "--tenant", default="", help="the person's tenant; default: the first one served"
    )
    look = commands.add_parser("journal", help="verify the journal, or print it as JSON lines")
    look.add_argument("what", choices=("verify", "export"))
    look.add_argument("--head", default="", help="verify: a last hash that was kept elsewhere")
    look.add_argument("--export", type=Path, help="verify: an export that was kept elsewhere")
    return parser_
