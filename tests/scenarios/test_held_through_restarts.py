"""Whatever was asked of a run still holds after a restart, a kill, and both in the middle of it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.scenarios.test_holding_runs import PEOPLE, at_rest, begin, written
from tests.scenarios.test_journal import entries, unbroken
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.bot_process import BotProcess
from tests.support.chat import Chat
from tests.support.crowd import office
from tests.support.journeys import HOME
from tests.support.seen import text_of
from tests.support.stored import end_leases

pytestmark = pytest.mark.long


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(PEOPLE), canary_from=0) as opened:
        yield opened


@pytest.fixture
async def killed(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(PEOPLE), bot=False, canary_from=0) as opened:
        yield opened


async def test_a_restart_at_every_step_changes_nothing(env: BotFixture, alex: Chat) -> None:
    await begin(env, alex)
    await written(env, 3)
    await alex.press("Pause")
    await env.restart_bot()
    await alex.until_card("Paused", "Resume")
    before = await at_rest(env)
    await env.restart_bot()
    assert len(await env.writes()) == before
    await env.control("settings", {"latency": 0.4}, "PATCH")
    await alex.press("Resume")
    await env.restart_bot()
    await alex.until_card("Removing", "Stop")
    await written(env, before + 1)
    await alex.press("Stop")
    await env.restart_bot()
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.until_card("not started", "licenses removed")
    done = [write["person"] for write in await env.writes()]
    assert len(done) == len(set(done)) < PEOPLE
    assert len(await alex.cards()) == 1
    assert await unbroken(env)


@pytest.mark.parametrize("brake", ["Pause", "Stop"])
async def test_a_bot_that_is_killed_right_after_a_press_obeys_when_it_is_back(
    killed: BotFixture, brake: str
) -> None:
    env = killed
    bot = await BotProcess.start(env)
    alex = await env.chat().open()
    await alex.until_card(HOME)
    await begin(env, alex)
    await written(env, 5)
    await alex.press(brake)
    await bot.kill()
    # What it had asked for by then still comes about.
    before = await at_rest(env)
    await end_leases(env.settings.database_url)
    env.clock.ahead = timedelta(minutes=5)
    await env.start_bot()
    if brake == "Pause":
        await alex.until_card("Paused")
        assert await at_rest(env) == before
        await alex.press("Resume")
        await alex.until_card(f"{PEOPLE} licenses removed")
    else:
        card = await alex.until_card("not started", "licenses removed")
        removed = len({write["person"] for write in await env.writes()})
        assert f"{removed} licenses removed" in text_of(card)
        assert removed == before
    done = [w["person"] for w in await env.writes() if w["status"] == 200]
    assert len(done) == len(set(done))
    ended = [e["subject"] for e in await entries(env) if e["kind"] == "person_finished"]
    assert len(ended) == len(set(ended)) == PEOPLE


async def test_a_press_whose_answer_was_lost_is_obeyed_once(env: BotFixture, alex: Chat) -> None:
    await begin(env, alex)
    message = await alex.message()
    stopping = asyncio.create_task(env.stop_bot())
    await alex.press("Pause", message=message)
    await stopping
    await env.start_bot()
    await alex.press("Pause", message=message)
    await alex.until_card("Paused")
    kinds = [entry["kind"] for entry in await entries(env)]
    assert kinds.count("run_paused") == 1
