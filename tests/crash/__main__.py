"""`make crash`: bots are killed at random while they take licenses from 2,000 people.

The real bot runs as processes of its own against the rehearsal tenant over HTTP: one on SQLite,
three on PostgreSQL. On PostgreSQL the database is crashed in mid-run too, and one replica stands
still for longer than its leases and is woken. Afterwards ledger, tenant and journal are compared,
person by person. Ends with 1 when anything is wrong, too few were killed, or what a replica held
was taken over too late.
"""

import argparse
import asyncio
import logging
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.crash.play import Play, play
from tests.support.postgres import PostgresServer

KILLS: Final = 15
#: Seconds within which others take over.
TAKEOVER: Final = 15.0


async def on_sqlite(folder: Path, people: int, kills: int, seed: int) -> Play:
    """One worker."""
    async with play(folder, people, 1, seed=seed) as here:
        while here.found.kills < kills:
            await _run(here, kills)
    return here


async def on_postgresql(folder: Path, people: int, kills: int, seed: int) -> Play:
    """Three workers; then a crash of the database and a replica that stands still."""
    server = PostgresServer()
    try:
        server.start()
        async with play(folder, people, 3, seed=seed, server=server) as here:
            while here.found.kills < kills:
                await _run(here, kills)
            await _database_crash(here)
            await _stand_still(here)
    finally:
        server.remove()
    return here


async def _database_crash(here: Play) -> None:
    await here.fresh_card()
    run = await here.start()
    await asyncio.sleep(2)
    await here.restart_database()
    await here.kill_until(run, here.found.kills + 3)
    await here.end(run)


async def _stand_still(here: Play) -> None:
    await here.fresh_card()
    run = await here.start()
    await asyncio.sleep(1)
    await here.stand_still(run)
    await here.end(run)


async def _run(here: Play, kills: int) -> None:
    if here.runs:
        await here.fresh_card()
    run = await here.start()
    await here.kill_until(run, kills)
    await here.end(run)


def _report(name: str, here: Play, kills: int, seconds: float) -> bool:
    """Print what it came to; True when something is wrong."""
    found = here.found
    _say("database", name)
    _say("people", here.crowd.size)
    _say("replicas", len(here.replicas))
    _say("runs", here.runs)
    for takeover in here.takeovers:
        _say("takeover_s", f"{takeover:.1f}")
    _say("seconds", f"{seconds:.0f}")
    for fault in found.faults[:20]:
        _say("fault", fault)
    for key in ("kills", "lost", "second_writes", "wrong_outcomes", "journal_gaps"):
        _say(key, getattr(found, key))
    late = any(takeover > TAKEOVER for takeover in here.takeovers)
    return bool(found.bad) or found.kills < kills or late


def _say(name: str, value: object) -> None:
    sys.stdout.write(f"{name}: {value}\n")
    sys.stdout.flush()


async def main(options: argparse.Namespace) -> int:
    """Play on both databases; 1 when anything is wrong."""
    # Those who are killed leave calls to the tenant half said.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    _say("seed", options.seed)
    findings = []
    with tempfile.TemporaryDirectory(prefix="unassign-crash-") as folder:
        for name, run in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
            if options.only in {"", name}:
                began = time.monotonic()
                place = Path(folder) / name
                here = await run(place, options.people, options.kills, options.seed)
                seconds = time.monotonic() - began
                findings.append(_report(name, here, options.kills, seconds))
    return int(any(findings))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Bots that are killed in mid-run")
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--only", default="", choices=("", "sqlite", "postgresql"))
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    sys.exit(asyncio.run(main(parser.parse_args())))
