"""Delivery: what Teams is slow to take in one chat holds up no other."""

import time

from sandbox.organization import personas
from sandbox.teams.chats import personal_chat
from tests.support.bot_fixture import BotFixture


async def test_a_slow_chat_holds_up_no_other(house: BotFixture) -> None:
    alex, megan = house.chat(), house.chat(personas.MEGAN)
    await alex.open()
    await megan.open()
    slow = {"path": personal_chat(personas.ALEX), "method": "POST", "delay": 3, "status": 0}
    await house.control("teams/faults", slow)
    await alex.write("help")
    started = time.monotonic()
    await megan.say("help")
    assert time.monotonic() - started < 2
    await alex.until_card("many users")
