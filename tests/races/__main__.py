"""`make race`: fails unless each request has one end, one run or none, and one look."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.races.replicas import open_replicas
from tests.races.rounds import Found, race
from tests.support.crowd import office
from tests.support.postgres import PostgresServer
from tests.support.requesting import POLICY


async def run(rounds: int, seed: int) -> Found:
    """Serve two replicas as processes of their own, and race."""
    server = PostgresServer()
    try:
        server.start()
        address = server.url(server.create())
        with tempfile.TemporaryDirectory() as folder:
            async with open_replicas(
                Path(folder), address, office(2 * rounds), processes=True, policy_file=POLICY
            ) as replicas:
                return await race(replicas, rounds, seed)
    finally:
        server.remove()


def main() -> int:
    """Read the command line, race, and tell what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.races", description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = asyncio.run(run(options.rounds, options.seed))
    lines = {f"ended_{name}": count for name, count in sorted(found.outcomes.items())} | {
        "rounds": found.rounds,
        "double_outcomes": found.double_outcomes,
        "double_runs": found.double_runs,
        "disagreeing_cards": found.disagreeing_cards,
    }
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in lines.items()))
    sys.stderr.write("".join(f"{one}\n" for one in found.seen))
    return 0 if found.good else 1


if __name__ == "__main__":
    sys.exit(main())
