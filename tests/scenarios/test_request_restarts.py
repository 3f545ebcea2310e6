"""The bot is stopped, started and killed at each step of a request: nothing is lost or doubled."""

import asyncio
from datetime import timedelta
from pathlib import Path

from sandbox.organization.personas import ADELE, ALEX, MEGAN
from tests.support.bot_fixture import open_bot
from tests.support.bot_process import BotProcess
from tests.support.chat import Chat, said_by
from tests.support.crowd import office as organization
from tests.support.journeys import ticks, to_preview
from tests.support.requesting import (
    POLICY,
    THREE,
    TICKET,
    TWO,
    Office,
    choose_channel,
    decide,
    open_office,
    own_view,
)
from tests.support.seen import text_of


async def once(chat: Chat, *texts: str) -> None:
    """Each of these was said once in a chat, as a message of its own."""
    said = [said_by(m) for m in await chat.messages() if not m["attachments"]]
    for text in texts:
        assert len([line for line in said if text in line]) == 1, (text, said)


async def test_after_a_restart_at_every_step_all_goes_on(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        restart = office.env.restart_bot
        await office.megan.say("hi")
        card = await to_preview(office.megan, TWO)
        await restart()
        await office.megan.press("Ask for approval")
        card = await office.megan.until_card("4 of 4", "Ask for approval")
        await restart()
        await office.megan.press("Send the request", {**ticks(card), "reason": TICKET})
        await restart()
        await decide(office.alex_there, "Ask a question", {"comment": "Both?"})
        await restart()
        await office.megan.press("Send answer", {"answer": "Yes"}, shown="Send answer")
        await restart()
        await decide(office.alex_there, "Approve")
        await restart()
        await office.megan.press("Change")
        await office.megan.until_card("2 of 4", "2 people selected")
        await restart()
        await office.megan.press("Preview", {"paste": THREE.rpartition(",")[2]})
        await office.megan.until_card("3 of 4")
        await office.megan.press("Ask for approval")
        card = await office.megan.until_card("Change the request")
        await restart()
        await office.megan.press("Send the change", ticks(card))
        await office.posted("Crowd 0003 added")
        await restart()
        await decide(office.alex_there, "Approve")
        await restart()
        await decide(office.adele_there, "Approve")
        await restart()
        await office.posted("3 licenses removed")
        await office.megan.until_text("Request 1 is done")
        await restart()
        assert len(await office.env.writes()) == 3
        assert len(await office.megan_there.cards()) == 1
        await once(
            office.megan,
            "Alex Wilber asks about your request 1",
            "approved your request 1",
            "Request 1 is done",
        )
        await once(
            office.megan_there,
            "to approve request 1",
            "Megan Bowen answered",
            "Megan Bowen changed request 1",
            "Request 1 is done",
        )


async def test_a_bot_that_dies_at_the_last_click_has_decided_or_not_but_nothing_twice(
    tmp_path: Path,
) -> None:
    async with open_bot(tmp_path, organization(10), bot=False, policy_file=POLICY) as env:
        bot = await BotProcess.start(env)
        own = [await env.chat(one).open() for one in (MEGAN, ADELE, ALEX)]
        there = [env.chat(one, "channel") for one in (ADELE, ALEX, MEGAN)]
        office = Office(env, *own, *there)
        await choose_channel(office)
        await office.request(TWO)
        await office.posted("Waiting for approval")
        await decide(office.alex_there, "Approve")
        await office.posted("1 of 2 approvals (Alex Wilber)")
        await own_view(office.adele_there, "Approve")
        click = asyncio.create_task(office.adele_there.press("Approve"))
        await asyncio.sleep(0.02)
        await bot.kill()
        await click
        env.clock.ahead = timedelta(minutes=5)
        await env.start_bot()
        # A click that was taken in is worked off now; any other is made again.
        if not await decided(office.adele_there):
            await decide(office.adele_there, "Approve")
        await office.posted("2 licenses removed")
        await office.megan.until_text("Request 1 is done")
        people = [write["person"] for write in await env.writes() if write["status"] == 200]
        assert len(people) == len(set(people)) == 2
        assert len(await office.megan_there.cards()) == 1
        await once(office.megan, "approved your request 1", "Request 1 is done")


async def decided(chat: Chat) -> bool:
    """Whether the channel shows someone's approval within a moment."""
    for _ in range(300):
        said = text_of(await chat.card())
        if "Approved by" in said and chat.persona.name in said:
            return True
        await asyncio.sleep(0.02)
    return False
