"""The bot's process is killed in the middle of a run; afterwards everyone was done once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.bot_process import BotProcess
from tests.support.crowd import addresses, office
from tests.support.journeys import BOXES, E3, HOME, to_confirm
from tests.support.stored import end_leases
from tests.support.waiting import SOON

pytestmark = [pytest.mark.crash, pytest.mark.long]

PEOPLE = 60


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(PEOPLE), bot=False) as opened:
        yield opened


async def test_everyone_is_done_once_and_the_card_is_exact(env: BotFixture) -> None:
    bot = await BotProcess.start(env)
    alex = await env.chat().open()
    await alex.until_card(HOME)
    await to_confirm(alex, addresses(PEOPLE))
    await env.control("settings", {"latency": 0.4}, "PATCH")
    await alex.press("Remove", BOXES)
    await until_written(env, PEOPLE // 3)
    await bot.kill()
    assert len(await env.writes()) < PEOPLE
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await end_leases(env.settings.database_url)
    env.clock.ahead = timedelta(minutes=5)
    await env.start_bot()
    await alex.until_card(f"{PEOPLE} licenses removed", f"{PEOPLE} mailboxes")
    done = [w["person"] for w in await env.writes() if w["status"] == 200]
    assert len(done) == len(set(done)) == PEOPLE
    assert len(await alex.cards()) == 1
    assert E3 not in await env.direct("crowd0060@contoso.example")


async def until_written(env: BotFixture, count: int) -> None:
    async with asyncio.timeout(SOON):
        while len(await env.writes()) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
