"""A bot that is told to end: not ready at once, answering for a while, then gone by itself."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from sandbox.organization.personas import TENANT
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.bot_process import READY, ROOT
from tests.support.crowd import office
from tests.support.waiting import SOON

pytestmark = [pytest.mark.crash, pytest.mark.long]

Process = asyncio.subprocess.Process


@asynccontextmanager
async def process(env: BotFixture, drain: float) -> AsyncIterator[Process]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("UNASSIGN_")}
    settings = {
        "UNASSIGN_PORT": str(env.settings.port),
        "UNASSIGN_REHEARSAL_URL": env.settings.rehearsal_url,
        "UNASSIGN_TENANT_ID": TENANT,
        **env.ledger,
        "UNASSIGN_DRAIN_SECONDS": str(drain),
    }
    command = (sys.executable, str(ROOT / "app.py"), "serve")
    bot = await asyncio.create_subprocess_exec(
        *command, env=kept | settings, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(READY):
            while await ready(env) != (200, []):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()


async def ready(env: BotFixture) -> tuple[int, list[str]]:
    try:
        async with env.session.get(f"{env.bot_url}/readyz") as answer:
            return answer.status, (await answer.json())["failing"]
    except aiohttp.ClientError:
        return 0, []


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(5), bot=False) as opened:
        yield opened


async def test_it_says_that_it_ends_answers_on_and_ends_by_itself(env: BotFixture) -> None:
    async with process(env, drain=4) as bot:
        bot.send_signal(signal.SIGTERM)
        async with asyncio.timeout(SOON):
            while await ready(env) != (503, ["life"]):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
        assert (await env.post({"type": "message"}))[0] == 400
        async with asyncio.timeout(SOON):
            assert await bot.wait() == 0


async def test_a_second_signal_ends_it_at_once(env: BotFixture) -> None:
    async with process(env, drain=60) as bot:
        bot.send_signal(signal.SIGINT)
        async with asyncio.timeout(SOON):
            while await ready(env) != (503, ["life"]):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
        bot.send_signal(signal.SIGTERM)
        async with asyncio.timeout(SOON):
            assert await bot.wait() == 0
