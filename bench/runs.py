"""`make bench-runs`: how close a run comes to the quota, and how large it may be.

The rehearsal tenant enforces Graph's published quota of 3,000 writes in 150 seconds, refilled
evenly, and each of its answers takes a tenth of a second. Time is compressed evenly: the quota
comes back, and the answers come, so many times faster, and all figures in seconds are as they would
be in life. On a machine that others use too, time is compressed less. The bot is a process of its
own with its ledger in SQLite, the tenant is another, and a person goes through the cards. Beside
it, against the same tenant, two scripts take the same licenses with msgraph-sdk and its own retry:
one after another, and twenty concurrently without pacing.

A run of 100,000 people follows with no quota in the way. Memory is the bot's own peak.
"""

import argparse
import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import aiohttp

from bench.crowd import E3
from bench.starting import free_port, up
from bench.walk import Walk
from sandbox.organization.personas import TENANT

HERE: Final = Path(__file__).parent.parent
BURST: Final = 3_000
PER_SECOND: Final = 20.0
#: Seconds for each answer of the tenant.
LATENCY: Final = 0.1
UNPACED: Final = 20
#: Maximum factor of compressed time: the bot then takes less than half of a slow processor.
FASTEST: Final = 2.0
_PROBE: Final = 2.0
_BOXES: Final = {"accept_deletion": "true", "accept_ediscovery": "true"}


@dataclass(slots=True)
class Stage:
    """A tenant, the bot and a person who uses it."""

    walk: Walk
    ledger: Path
    bot: asyncio.subprocess.Process

    async def remove_from_all(self, people: int) -> tuple[float, float]:
        """Start a removal from everyone; returns the seconds of preview and of start."""
        walk = self.walk
        await walk.open()
        await walk.press("By product")
        await walk.until("1 of 4")
        await walk.press("Next", products=E3)
        await walk.until("2 of 4")
        await walk.press("Show all")
        await walk.until("Use these people")
        await walk.press("Select all")
        await walk.until(f"{people:,} people selected")
        began = time.perf_counter()
        await walk.press("Preview")
        await walk.until("3 of 4")
        preview = time.perf_counter() - began
        await walk.press("Continue")
        await walk.until("4 of 4")
        return preview, await walk.press("Remove", **_BOXES)

    async def ended(self, watch: Callable[[int], Awaitable[None]] | None = None) -> float:
        """Wait until the run has ended; its seconds, from the click to the last outcome."""
        query = "SELECT started_at, ended_at, finished FROM runs"
        while True:
            with closing(sqlite3.connect(f"file:{self.ledger}?mode=ro", uri=True)) as connection:
                started, ended, finished = connection.execute(query).fetchone()
            if watch:
                await watch(finished)
            if ended:
                times = (datetime.fromisoformat(moment) for moment in (started, ended))
                first, last = times
                return (last - first).total_seconds()
            await asyncio.sleep(0.5)

    def peak_mb(self) -> float:
        """Return the bot's peak memory, in megabytes."""
        status = Path(f"/proc/{self.bot.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


@asynccontextmanager
async def stage(people: int, speed: float) -> AsyncIterator[Stage]:
    """Start everything, on free ports."""
    tenant_port, bot_port = free_port(), free_port()
    url, bot_url = f"http://127.0.0.1:{tenant_port}", f"http://127.0.0.1:{bot_port}"
    tenant_arguments = ("bench.crowd", str(tenant_port), bot_url, str(people))
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.db"
        settings = {
            "UNASSIGN_REHEARSAL_URL": url,
            "UNASSIGN_REHEARSAL_SPEED": str(speed),
            "UNASSIGN_TENANT_ID": TENANT,
            "UNASSIGN_PORT": str(bot_port),
            "UNASSIGN_DATABASE_URL": f"sqlite+aiosqlite:///{ledger}",
        }
        timeout = aiohttp.ClientTimeout(total=None)
        async with (
            _running(tenant_arguments, tenant_port, {}),
            _running(("app",), bot_port, settings) as bot,
            aiohttp.ClientSession(timeout=timeout) as session,
        ):
            yield Stage(Walk(url, session), ledger, bot)


def processor_share() -> float:
    """Return the share of one processor that a busy process gets."""
    began, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < _PROBE:
        pass
    return (time.process_time() - used) / (time.perf_counter() - began)


def fitting(share: float) -> float:
    """Return a speed at which the bot waits for the quota and not for the processor."""
    return min(FASTEST, max(1.0, FASTEST * (2 * share - 0.8)))


async def quota(people: int, speed: float) -> None:
    """Measure the run and the two scripts under the quota; speed 0 fits the machine."""
    minimum = max(0, people - BURST) / PER_SECOND
    share = processor_share()
    speed = speed or fitting(share)
    _say("people", people)
    _say("processor_share", share)
    _say("speed", speed)
    _say("quota_minimum_s", minimum)
    async with stage(people, speed) as here:
        await _refill(here.walk, speed)
        await here.remove_from_all(people)
        seconds = await here.ended() * speed
        counted = await here.walk.control("GET", "quota")
        _say("run_s", seconds)
        _say("overhead_pct", 100 * (seconds / minimum - 1))
        _say("wasted_429_pct", _wasted(counted))
        _say("peak_mb", here.peak_mb())
        for name, at_once in (("sequential", 1), ("unpaced", UNPACED)):
            await _refill(here.walk, speed)
            seconds, rounds = await _script(here.walk, people, at_once)
            counted = await here.walk.control("GET", "quota")
            _say(f"{name}_s", seconds * speed)
            _say(f"{name}_429_pct", _wasted(counted))
            _say(f"{name}_rounds", rounds)


async def many(people: int) -> None:
    """Measure a very large plan: preview, freeze, run."""
    samples: list[tuple[float, int]] = []

    async def watch(finished: int) -> None:
        samples.append((time.perf_counter(), finished))

    # So fast that no quota limits it.
    async with stage(people, 1_000_000) as here:
        preview, start = await here.remove_from_all(people)
        seconds = await here.ended(watch)
        _say("people_100k", people)
        _say("preview_s_100k", preview)
        _say("start_s_100k", start)
        _say("run_s_100k", seconds)
        _say("first_tenth_per_s_100k", _rate(samples, people, 0.0, 0.1))
        _say("last_tenth_per_s_100k", _rate(samples, people, 0.9, 1.0))
        _say("peak_mb_100k", here.peak_mb())


def _rate(samples: Sequence[tuple[float, int]], people: int, start: float, end: float) -> float:
    inside = [sample for sample in samples if start * people <= sample[1] <= end * people]
    (first, before), (last, after) = inside[0], inside[-1]
    return (after - before) / max(last - first, 0.001)


def _wasted(counted: dict[str, int]) -> float:
    return 100 * counted["refused"] / (counted["passed"] + counted["refused"])


async def _refill(walk: Walk, speed: float) -> None:
    """Restore everyone's license and the quota."""
    await walk.control("POST", "reset")
    settings = {"throttling": True, "speed": speed, "latency": LATENCY / speed}
    await walk.control("PATCH", "settings", settings)


async def _script(walk: Walk, people: int, at_once: int) -> tuple[float, int]:
    arguments = (f"{walk.url}/graph/v1.0", await walk.token(), str(people), str(at_once))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.script", *arguments),
        cwd=HERE,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the script failed")
    seconds, rounds = out.split()
    return float(seconds), int(rounds)


@asynccontextmanager
async def _running(
    arguments: Sequence[str], port: int, settings: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("UNASSIGN")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *arguments),
        cwd=HERE,
        env=clean | settings,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        await up(process, port)
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _say(name: str, value: float) -> None:
    said = str(value) if isinstance(value, int) else f"{value:.2f}"
    sys.stdout.write(f"{name}: {said}\n")
    sys.stdout.flush()


async def main(options: argparse.Namespace) -> None:
    """Measure."""
    if options.people:
        await quota(options.people, options.speed)
    if options.many:
        await many(options.many)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Runs against the published quota, and large ones")
    parser.add_argument(
        "--people", type=int, default=10_000, help="under the quota; 0 to leave out"
    )
    parser.add_argument(
        "--speed", type=float, default=0.0, help="how much faster than in life; 0 for what fits"
    )
    parser.add_argument("--many", type=int, default=100_000, help="without one; 0 for none")
    asyncio.run(main(parser.parse_args()))
