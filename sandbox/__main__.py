"""Serve the rehearsal tenant: python -m sandbox [--port 3979] [--people 2000] [--case my.json]."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from sandbox.entra.registration import SECRET
from sandbox.organization.casefile import CaseError, load_case
from sandbox.organization.generate import generate
from sandbox.organization.organization import Organization
from sandbox.server import BOT_URL, create_app

#: Maximum number of people.
MOST_PEOPLE = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and serve until stopped; returns the exit code."""
    options = _options(arguments)
    logging.basicConfig(level=logging.WARNING)
    try:
        organization = _organization(options)
    except CaseError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    address = f"http://{options.host}:{options.port}"
    sys.stdout.write(f"Rehearsal tenant with {len(organization.people):,} people on {address}\n")
    sys.stdout.flush()
    app = create_app(
        organization,
        bot_url=options.bot_url,
        public_url=address,
        app_id=options.app_id,
        app_secret=options.app_secret,
    )
    web.run_app(app, host=options.host, port=options.port, print=None, access_log=None)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=3979)
    parser.add_argument("--people", type=_people, default=2_000, help="3 to 100,000 people")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other people")
    parser.add_argument("--case", type=Path, help="people, groups and products out of a JSON file")
    parser.add_argument("--bot-url", default=BOT_URL)
    parser.add_argument("--app-id", default="", help="sign everything, for a bot with this app id")
    parser.add_argument(
        "--app-secret", default=SECRET, help="the secret that the bot proves itself by"
    )
    return parser.parse_args(arguments)


def _people(text: str) -> int:
    number = int(text)
    if not 3 <= number <= MOST_PEOPLE:
        raise argparse.ArgumentTypeError(f"from 3 to {MOST_PEOPLE:,}")
    return number


def _organization(options: argparse.Namespace) -> Organization:
    if options.case is not None:
        return load_case(options.case)
    return generate(options.people, options.seed)


if __name__ == "__main__":
    sys.exit(main())
