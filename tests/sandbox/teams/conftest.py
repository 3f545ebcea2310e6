"""A stand-in for Teams with a scripted bot behind it, and a person's hands."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from sandbox.organization.personas import ALEX
from sandbox.teams.chats import personal_chat
from tests.support.scripted_bot import Json, ScriptedBot, rehearsal


@dataclass
class Stage:
    """Calls of the page and of the bot, and what people see."""

    bot: ScriptedBot
    url: str
    session: aiohttp.ClientSession

    @property
    def teams(self) -> str:
        return f"{self.url}/teams"

    async def do(self, deed: str, persona: str = ALEX.oid, **more: Any) -> Json:
        asked = {"persona": persona, "conversation": personal_chat(ALEX), **more}
        async with self.session.post(f"{self.url}/page/api/{deed}", json=asked) as response:
            response.raise_for_status()
            body: Json = await response.json()
            return body

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.session.request(method, f"{self.url}{path}", json=body) as response:
            is_json = response.content_type == "application/json"
            return response.status, await response.json() if is_json else await response.text()

    async def seen(self, persona: str = "alex", chat: str = "personal") -> list[Json]:
        path = f"/_sandbox/teams/transcript?persona={persona}&chat={chat}"
        _, body = await self.call("GET", path)
        messages: list[Json] = body["messages"]
        return messages


@pytest.fixture
def bot() -> ScriptedBot:
    return ScriptedBot()


@pytest.fixture
async def stage(bot: ScriptedBot) -> AsyncIterator[Stage]:
    async with (
        rehearsal(bot) as url,
        aiohttp.ClientSession() as session,
    ):
        yield Stage(bot, url, session)
