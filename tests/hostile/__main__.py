"""`make hostile`: fails if a hostile request is answered with a 500, or a forged one is stored."""

import argparse
import asyncio
import logging
import sys
import tempfile
from pathlib import Path

import structlog

from tests.hostile.attack import Found, attack
from tests.support import bot_fixture
from tests.support.postgres import PostgresServer


def _on_both(seed: int, number: int) -> dict[str, Found]:
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        found["sqlite"] = asyncio.run(attack(Path(folder), seed, number))
    server = PostgresServer()
    try:
        server.start()
        address = server.url(server.create())
        bot_fixture.ledger_of = lambda _: address
        with tempfile.TemporaryDirectory() as folder:
            found["postgresql"] = asyncio.run(attack(Path(folder), seed, number))
    finally:
        server.remove()
    return found


def main() -> int:
    """Read the command line, attack, and tell what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--requests", type=int, default=1_500, help="for each database")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    quiet = structlog.make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=quiet)
    found = _on_both(options.seed, options.requests)
    for database, one in found.items():
        for kind, count in sorted(one.sent.items()):
            sys.stdout.write(f"{database}_{kind}: {count}\n")
        for status, count in sorted(one.statuses.items()):
            sys.stdout.write(f"{database}_answered_{status or 'nothing'}: {count}\n")
        sys.stdout.write(f"{database}_bad: {len(one.bad)}\n{database}_stored: {one.stored}\n")
        sys.stderr.write("".join(f"{bad}\n" for bad in one.bad))
    return 0 if all(one.good for one in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
