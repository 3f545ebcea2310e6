"""The whole house over real HTTP: the rehearsal tenant, the bot, and people who use it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web

from app import application
from sandbox import personas
from sandbox.generate import generate
from sandbox.organisation import Organisation
from sandbox.server import create_app
from settings import Settings

Json = dict[str, Any]

#: Seconds within which something that must come has come.
SOON = 15.0


@dataclass(slots=True)
class House:
    """Everything that runs, and how to look into the tenant without the bot."""

    sandbox_url: str
    bot_url: str
    session: aiohttp.ClientSession
    settings: Settings
    sandbox: web.Application
    _bot: web.AppRunner | None = None

    def chat(self, persona: personas.Persona = personas.ALEX, kind: str = "personal") -> "Chat":
        """A person at the client."""
        return Chat(self, persona, kind)

    async def start_bot(self) -> None:
        """Start the bot, on the port and the ledger that it had."""
        self._bot = web.AppRunner(await application(self.settings), access_log=None)
        await self._bot.setup()
        await web.TCPSite(self._bot, "127.0.0.1", self.settings.port).start()

    async def stop_bot(self) -> None:
        """Stop the bot as a deployment does."""
        runner, self._bot = self._bot, None
        if runner is not None:
            await runner.cleanup()

    async def graph(self, path: str, persona: personas.Persona = personas.ALEX) -> Json:
        """Ask the tenant itself."""
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": f"rehearsal:{persona.oid}",
        }
        token_url = f"{self.sandbox_url}/entra/{personas.TENANT}/oauth2/v2.0/token"
        async with self.session.post(token_url, data=form) as answer:
            token = (await answer.json())["access_token"]
        headers = {"Authorization": f"Bearer {token}", "ConsistencyLevel": "eventual"}
        async with self.session.get(f"{self.sandbox_url}/graph/v1.0{path}", headers=headers) as got:
            return dict(await got.json())

    async def states(self, person: str) -> list[Json]:
        """The license assignments of a person, by id or address."""
        user = await self.graph(f"/users/{quote(person)}?$select=licenseAssignmentStates")
        return list(user["licenseAssignmentStates"])

    async def direct(self, person: str) -> set[str]:
        """Ids of the products that a person holds directly."""
        return {s["skuId"] for s in await self.states(person) if s["assignedByGroup"] is None}

    async def control(self, path: str, body: Json | None = None) -> None:
        """Order something of the rehearsal tenant's controls."""
        async with self.session.post(f"{self.sandbox_url}/_sandbox/{path}", json=body) as answer:
            assert answer.status < 300, await answer.text()

    async def writes(self) -> list[Json]:
        """Every assignLicense call that the tenant saw."""
        async with self.session.get(f"{self.sandbox_url}/_sandbox/writes") as answer:
            found = await answer.json()
        return list(found["writes"] if isinstance(found, dict) else found)


@dataclass(slots=True)
class Chat:
    """One person's chat: says, presses, and sees what that person sees."""

    house: House
    persona: personas.Persona
    kind: str = "personal"
    conversation: str = field(init=False, default="")

    async def open(self) -> "Chat":
        """Open the chat for the first time and wait for the greeting."""
        await self._do("open", {})
        await self.until(lambda messages: bool(messages))
        return self

    async def say(self, text: str) -> Json:
        """Write a message, and return the message that answers it."""
        before = {m["id"] for m in await self.messages()}
        await self._do("say", {"text": text})
        return await self.until(lambda ms: _newest(ms, self.persona, before))

    async def messages(self) -> list[Json]:
        """All messages, oldest first."""
        params = {"persona": self.persona.oid, "chat": self.kind}
        url = f"{self.house.sandbox_url}/_sandbox/teams/transcript"
        async with self.house.session.get(url, params=params) as answer:
            return list((await answer.json())["messages"])

    async def last(self) -> Json:
        """The newest message of the bot."""
        return next(m for m in reversed(await self.messages()) if m["author"] == personas.BOT_ID)

    async def card(self) -> Json:
        """The newest card."""
        with_card = [m for m in await self.messages() if m["attachments"]]
        return dict(with_card[-1]["attachments"][0]["content"])

    async def press(
        self, title: str, inputs: Json | None = None, *, message: Json | None = None, **options: Any
    ) -> Json:
        """Press a button of a card by its title, or by how that begins, with inputs filled in."""
        message = message or await self._last_card()
        action = find_button(message["attachments"][0]["content"], title)
        return await self.send(message, action, inputs, **options)

    async def send(
        self, message: Json, action: Json, inputs: Json | None = None, *, submit: bool = False
    ) -> Json:
        """Send what a pressed button sends, as Action.Execute or as its fallback."""
        data = {**action["data"], **(inputs or {})}
        if submit:
            return await self._do("submit", {"message": message["id"], "value": data})
        pressed = {"type": "Action.Execute", "verb": action.get("verb", ""), "data": data}
        return await self._do("execute", {"message": message["id"], "action": pressed})

    async def search(self, dataset: str, text: str) -> list[Json]:
        """Type into a search box."""
        options = {"skip": 0, "top": 15}
        value = {
            "kind": "search",
            "queryText": text,
            "queryOptions": options,
            "dataset": dataset,
        }
        answer = await self._do("search", {"value": value})
        return list(answer.get("results") or [])

    async def until(self, seen: Callable[[list[Json]], Any]) -> Any:
        """Wait until the messages are as they should be."""
        async with asyncio.timeout(SOON):
            while not (found := seen(await self.messages())):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return found

    async def until_card(self, *texts: str) -> Json:
        """Wait until the newest card says all of this."""

        def says(messages: list[Json]) -> Json | None:
            cards = [m for m in messages if m["attachments"]]
            card = cards[-1]["attachments"][0]["content"] if cards else {}
            return card if card and all(t in text_of(card) for t in texts) else None

        try:
            return dict(await self.until(says))
        except TimeoutError:
            raise AssertionError(f"{texts} is not in {text_of(await self.card())}") from None

    async def _last_card(self) -> Json:
        return [m for m in await self.messages() if m["attachments"]][-1]

    async def _do(self, deed: str, body: Json) -> Json:
        if not self.conversation:
            self.conversation = await self._conversation()
        asked = {"persona": self.persona.oid, "conversation": self.conversation, **body}
        async with self.house.session.post(
            f"{self.house.sandbox_url}/page/api/{deed}", json=asked
        ) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def _conversation(self) -> str:
        from sandbox.teams.routes import CHATS

        chats = self.house.sandbox[CHATS].chats_of(self.persona)
        return next(c.id for c in chats if c.kind == self.kind)


def _newest(messages: list[Json], persona: personas.Persona, before: set[str]) -> Json | None:
    new = [m for m in messages if m["id"] not in before and m["author"] != persona.teams_id]
    return new[-1] if new else None


def walk_card(node: Any) -> "list[Json]":
    """Every object in a card."""
    if isinstance(node, list):
        return [found for item in node for found in walk_card(item)]
    if isinstance(node, dict):
        return [node, *(found for item in node.values() for found in walk_card(item))]
    return []


def text_of(card: Json) -> str:
    """All texts of a card, one a line."""
    keys = ("text", "title", "value", "label", "altText")
    found = (n[k] for n in walk_card(card) for k in keys if isinstance(n.get(k), str))
    return "\n".join(found)


def find_button(card: Json, title: str) -> Json:
    """The button of a card with this title, or the one that begins with it."""
    buttons = [n for n in walk_card(card) if n.get("type") == "Action.Execute"]
    exact = [b for b in buttons if b.get("title") == title]
    begun = [b for b in buttons if str(b.get("title", "")).startswith(title)]
    found = exact or begun
    assert found, f"no button {title!r} among {[b.get('title') for b in buttons]}"
    return found[0]


def inputs_of(card: Json) -> dict[str, Json]:
    """The inputs of a card by id."""
    return {n["id"]: n for n in walk_card(card) if str(n.get("type", "")).startswith("Input.")}


@asynccontextmanager
async def open_house(
    folder: Path, organisation: Organisation | None = None, **settings: Any
) -> AsyncIterator[House]:
    """Serve everything on free ports."""
    sandbox_port, bot_port = _free_port(), _free_port()
    sandbox_url, bot_url = f"http://127.0.0.1:{sandbox_port}", f"http://127.0.0.1:{bot_port}"
    sandbox = create_app(organisation or generate(200, 1), bot_url=bot_url, public_url=sandbox_url)
    runner = web.AppRunner(sandbox, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", sandbox_port).start()
    house_settings = Settings(
        UNASSIGN_PORT=bot_port,
        rehearsal_url=sandbox_url,
        tenant_id=personas.TENANT,
        database_url=f"sqlite+aiosqlite:///{folder}/ledger.db",
        **settings,
    )
    async with aiohttp.ClientSession() as session:
        house = House(sandbox_url, bot_url, session, house_settings, sandbox)
        await house.start_bot()
        try:
            yield house
        finally:
            await house.stop_bot()
            await runner.cleanup()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def dumped(card: Json) -> str:
    """A card for a message of a failing test."""
    return json.dumps(card, indent=1)[:4000]
