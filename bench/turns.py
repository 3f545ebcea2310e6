"""`make bench-turns`: how many turns a second this bot takes, beside botbuilder's echo bot.

A turn of this bot is a signed press of a card's button: the token is checked, the press and what
came of it are stored in SQLite, the press is answered with a new card, and the card in the chat is
changed through the connector. A turn of the stock bot is a signed message that is echoed. Each bot
is a separate process; people, channel, Entra and Graph are simulated in this one. The clock stops
when every turn is answered and every message of it has arrived.

Each chat sees few turns, for Teams takes at most 7 messages a second in one conversation.
"""

import argparse
import asyncio
import itertools
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Protocol

import aiohttp

from bench.cloud import APP_ID, TENANT, Cloud, Json, serve
from bench.people import Chat, Crowd, Presser, Writer
from bench.starting import free_port, up

HERE: Final = Path(__file__).parent.parent
#: Enough chats that none comes near the limits of Teams, however fast the bot is.
CHATS: Final = 600
_TIMEOUT: Final = 60.0


class People(Protocol):
    """A person's actions with one kind of bot."""

    async def open(self, chat: Chat) -> None:
        """Get ready."""

    async def turn(self, chat: Chat) -> None:
        """Act and wait for the answer."""


def _products() -> list[Json]:
    """Return ten products in Graph's format."""
    return [
        {
            "id": f"{TENANT}_{n:08d}-0000-4000-8000-000000000000",
            "skuId": f"{n:08d}-0000-4000-8000-000000000000",
            "skuPartNumber": f"PRODUCT_{n}",
            "appliesTo": "User",
            "capabilityStatus": "Enabled",
            "consumedUnits": 40 + n,
            "prepaidUnits": {"enabled": 100, "suspended": 0, "warning": 0, "lockedOut": 0},
            "servicePlans": [],
        }
        for n in range(10)
    ]


async def measure(people: People, crowd: Crowd, at_once: int, seconds: float) -> float:
    """Return turns per second, with a number of concurrent turns."""
    await asyncio.gather(*(_open(people, chats) for chats in _shares(crowd, at_once)))
    before = crowd.posts
    started = time.perf_counter()
    ends = started + seconds
    turns = sum(
        await asyncio.gather(*(_keep_on(people, chats, ends) for chats in _shares(crowd, at_once)))
    )
    await _arrived(crowd, before + turns)
    return turns / (time.perf_counter() - started)


def _shares(crowd: Crowd, number: int) -> list[list[Chat]]:
    chats = list(crowd.chats.values())
    return [chats[start::number] for start in range(number)]


async def _open(people: People, chats: list[Chat]) -> None:
    for chat in chats:
        await people.open(chat)


async def _keep_on(people: People, chats: list[Chat], ends: float) -> int:
    turns = 0
    for chat in itertools.cycle(chats):
        if time.perf_counter() >= ends:
            break
        await people.turn(chat)
        turns += 1
    return turns


async def _arrived(crowd: Crowd, posts: int) -> None:
    async with asyncio.timeout(_TIMEOUT):
        while crowd.posts < posts:  # noqa: ASYNC110 - each chat counts for itself
            await asyncio.sleep(0.005)


@asynccontextmanager
async def running(*command: str, port: int, settings: dict[str, str]) -> AsyncIterator[None]:
    """Run a bot until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, cwd=HERE, env={**os.environ, **settings}
    )
    try:
        await up(process, port)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def compare(at_once: int, delay: float, seconds: float, suffix: str) -> None:
    """Measure both bots and print three lines."""
    crowd = Crowd(CHATS)
    cloud_port, bot_port, stock_port = free_port(), free_port(), free_port()
    cloud = Cloud(f"http://127.0.0.1:{cloud_port}", _products(), crowd.posted)
    end = await serve(cloud.app(), cloud_port)
    connections = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connections) as session:
        with tempfile.TemporaryDirectory() as folder:
            async with running("app", port=bot_port, settings=_ours(cloud, bot_port, folder)):
                crowd.come(cloud)
                cloud.delay = delay
                presser = Presser(session, f"http://127.0.0.1:{bot_port}/api/messages")
                turns = await measure(presser, crowd, at_once, seconds)
        async with running("bench.stock", str(stock_port), cloud.url, port=stock_port, settings={}):
            crowd.come(cloud)
            writer = Writer(session, f"http://127.0.0.1:{stock_port}/api/messages")
            stock = await measure(writer, crowd, at_once, seconds)
    await end()
    _say(f"turns_per_s{suffix}: {turns:.1f}")
    _say(f"stock_turns_per_s{suffix}: {stock:.1f}")
    _say(f"turns_ratio{suffix}: {turns / stock:.1f}")


def _ours(cloud: Cloud, port: int, folder: str) -> dict[str, str]:
    return {
        "UNASSIGN_APP_ID": APP_ID,
        "UNASSIGN_APP_PASSWORD": "measured",
        "UNASSIGN_TENANT_ID": TENANT,
        "UNASSIGN_SIGN_IN": "app",
        "UNASSIGN_REHEARSAL_URL": cloud.url,
        "UNASSIGN_PORT": str(port),
        "UNASSIGN_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/ledger.db",
    }


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main(seconds: float) -> None:
    """Measure near, then far away."""
    await compare(32, 0.0, seconds, "")
    await compare(64, 0.1, seconds, "_100ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Turns per second, beside botbuilder's echo bot")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each measurement")
    asyncio.run(main(parser.parse_args().seconds))
