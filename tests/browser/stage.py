"""A scripted bot, the page in front of it, and both hands of a test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from sandbox.organization.personas import ALEX
from sandbox.server import create_app
from sandbox.teams.chats import personal_chat
from tests.support.ports import free_port
from tests.support.scripted_bot import Json, ScriptedBot, message
from tests.support.teams_page import OpenTeams, TeamsPage

ALEX_CHAT = personal_chat(ALEX)


@dataclass
class Stage:
    bot: ScriptedBot
    url: str
    open: OpenTeams

    async def show(self, content: Json, **options: Any) -> TeamsPage:
        """Open the page as Alex with this card in the chat."""
        teams = await self.open(self.url, **options)
        await self.post(message(shown=content))
        await teams.card.wait_for()
        return teams

    async def post(self, content: Json, chat: str = ALEX_CHAT) -> str:
        return await self.bot.say(chat, f"{self.url}/teams", content)

    async def change(self, id_: str, content: Json) -> None:
        await self.bot.call("PUT", f"{self.url}/teams", ALEX_CHAT, id_, content)

    def pressed(self) -> Json:
        value: Json = self.bot.last("invoke")["value"]
        return value


@asynccontextmanager
async def whole_rehearsal(bot: ScriptedBot) -> AsyncIterator[str]:
    """The rehearsal with its tenant, and this bot behind it; gives its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session, TestServer(bot.app()) as behind:
        bot.session = session
        at = str(behind.make_url("/")).rstrip("/")
        async with TestServer(create_app(bot_url=at, public_url=url), port=port):
            yield url


async def until(met: Callable[[], bool]) -> None:
    """Wait a little for something that the bot hears."""
    for _ in range(100):
        if met():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("It did not happen.")
