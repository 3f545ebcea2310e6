"""A bot that says what a test tells it to, over the real protocol."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.teams import routes
from tests.support.ports import free_port

Json = dict[str, Any]
#: Takes the activity and gives what the bot answers.
Script = Callable[[Json], Any | Awaitable[Any]]

CARD = "application/vnd.microsoft.card.adaptive"


def card(*body: Json, actions: tuple[Json, ...] = (), **more: Any) -> Json:
    """An Adaptive Card of these elements."""
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": list(body),
        "actions": list(actions),
        **more,
    }


def text(words: str, **more: Any) -> Json:
    return {"type": "TextBlock", "text": words, "wrap": True, **more}


def execute(title: str, verb: str, **more: Any) -> Json:
    return {"type": "Action.Execute", "title": title, "verb": verb, **more}


def message(words: str = "", shown: Json | None = None) -> Json:
    """The content of a message: text, a card, or both."""
    attachments = [] if shown is None else [{"contentType": CARD, "content": shown}]
    return {"type": "message", "text": words, "attachments": attachments}


def replaced_by(shown: Json) -> Json:
    """The answer to an Action.Execute that puts another card in place."""
    return {"statusCode": 200, "type": CARD, "value": shown}


@dataclass
class ScriptedBot:
    """`texts` answers messages by their text, `invokes` by name, `verbs` Action.Execute by verb."""

    state: list[Json] = field(default_factory=list)
    texts: dict[str, Json] = field(default_factory=dict)
    verbs: dict[str, Script] = field(default_factory=dict)
    invokes: dict[str, Script] = field(default_factory=dict)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    session: aiohttp.ClientSession | None = None

    def app(self) -> web.Application:
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_post("/api/messages", self._hear)
        return app

    def last(self, type_: str = "message") -> Json:
        """What was heard last of this type of activity."""
        return [a for a in self.state if a["type"] == type_][-1]

    def invoked(self) -> list[Json]:
        """Every invoke that was heard."""
        return [a for a in self.state if a["type"] == "invoke"]

    async def say(self, conversation: str, url: str, content: Json) -> str:
        """Send a message; its id."""
        return str((await self.call("POST", url, conversation, "", content))["id"])

    async def call(
        self, method: str, url: str, conversation: str, activity: str, content: Json | None = None
    ) -> Any:
        """Call the connector; its answer's body, None without one."""
        assert self.session is not None
        path = f"{url}/v3/conversations/{quote(conversation, safe='')}/activities"
        async with self.session.request(
            method, f"{path}/{activity}" if activity else path, json=content
        ) as response:
            response.raise_for_status()
            return await response.json() if response.content_type == "application/json" else None

    async def _hear(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.state.append(activity)
        self.headers.append(request.headers)
        if activity["type"] == "invoke":
            return await self._answer(activity)
        content = self.texts.get(activity.get("text", ""))
        if content is not None:
            await self.say(activity["conversation"]["id"], activity["serviceUrl"], content)
        return web.Response()

    async def _answer(self, activity: Json) -> web.Response:
        script = self.invokes.get(activity["name"])
        if activity["name"] == "adaptiveCard/action":
            script = self.verbs.get(activity["value"]["action"].get("verb", ""))
        if script is None:
            return web.Response(status=501)
        answer = script(activity)
        if asyncio.iscoroutine(answer):
            answer = await answer
        return answer if isinstance(answer, web.Response) else web.json_response(answer)


@asynccontextmanager
async def rehearsal(bot: ScriptedBot, **options: Any) -> AsyncIterator[str]:
    """The stand-in for Teams with this bot behind it; gives its address.

    `options` go to `sandbox.teams.routes.setup`.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session, TestServer(bot.app()) as behind:
        bot.session = session
        app = web.Application()
        routes.setup(app, bot_url=str(behind.make_url("/")), public_url=url, **options)
        async with TestServer(app, port=port):
            yield url
