"""Signing in for what was written in a channel: in one's own chat, where a client can do it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.organization.personas import ALEX, MEGAN
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.seen import Json
from tests.support.window import answer_window, button_of, sign_in_card


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, signed=True) as opened:
        yield opened


async def _signed_out(env: BotFixture, *, silent: bool) -> tuple[Chat, Chat]:
    """Alex in his own chat and in the channel; his client gets a token by itself if `silent`."""
    alex = await env.chat(ALEX).open()
    await alex.until_card("Unassign licenses")
    await alex.say("sign out")
    if not silent:
        await env.control("entra/people/alex", {"silent": False}, "PATCH")
    there = env.chat(ALEX, "channel")
    await there.visit()
    await there.replies(1)
    return alex, there


async def _verify(env: BotFixture, chat: Chat, card: Json) -> None:
    _, _, code = await answer_window(env.session, button_of(card), chat.persona)
    place = {"persona": chat.persona.oid, "conversation": chat.conversation}
    body = {**place, "message": card["message"], "state": code}
    async with env.session.post(f"{env.sandbox_url}/page/api/verify", json=body) as answer:
        assert (await answer.json())["kind"] == "done"


async def test_a_client_signs_in_by_itself_in_the_own_chat(env: BotFixture) -> None:
    alex, there = await _signed_out(env, silent=True)
    await there.write("@Unassign who am i")
    await there.until_card("You and your roles", "License Administrator")
    assert any("in your own chat" in message["text"] for message in await there.messages())
    for chat in (alex, there, env.chat(MEGAN, "channel")):
        assert sign_in_card(await chat.messages()) is None


async def test_the_button_is_in_the_own_chat_and_no_one_else_sees_it(env: BotFixture) -> None:
    alex, there = await _signed_out(env, silent=False)
    await there.write("@Unassign who am i")
    card = dict(await alex.until(sign_in_card))
    assert "the channel" in card["text"]
    for chat in (there, env.chat(MEGAN, "channel")):
        assert sign_in_card(await chat.messages()) is None
    # What waits goes on only after this sign-in, whichever replica looks.
    await env.restart_bot()
    await _verify(env, alex, card)
    await there.until_card("You and your roles", "License Administrator")


async def test_without_an_own_chat_the_window_is_offered_in_the_channel(env: BotFixture) -> None:
    there = env.chat(ALEX, "channel")
    await there.visit()
    await there.write("@Unassign who am i")
    card = dict(await there.until(sign_in_card))
    assert "tokenExchangeResource" not in card
    await _verify(env, there, card)
    await there.until_card("You and your roles", "License Administrator")
