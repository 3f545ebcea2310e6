"""Delivery: a chat in which Teams is slow delays no other."""

import asyncio
from types import SimpleNamespace

import pytest

from sandbox.organization import personas
from sandbox.teams import faults
from sandbox.teams.chats import personal_chat
from tests.support.bot_fixture import BotFixture


async def test_a_slow_chat_delays_no_other(
    env: BotFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = asyncio.Event()
    monkeypatch.setattr(faults, "asyncio", SimpleNamespace(sleep=lambda _: taken.wait()))
    alex, megan = env.chat(), env.chat(personas.MEGAN)
    await alex.open()
    await megan.open()
    slow = {"path": personal_chat(personas.ALEX), "method": "POST", "delay": 3, "status": 0}
    await env.control("teams/faults", slow)
    await alex.write("help")
    await megan.say("help")
    taken.set()
    await alex.until_card("many users")
