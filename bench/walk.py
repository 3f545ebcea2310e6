"""A person who uses the bot's cards in the rehearsal's Teams, as in a browser."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from bench.cloud import Json
from sandbox.organization.personas import ADELE, TENANT
from sandbox.teams.chats import personal_chat

#: Seconds for one step; a preview of 100,000 people reads all of them.
_TIMEOUT: Final = 600.0


@dataclass(slots=True)
class Walk:
    """Adele, who is a License Administrator."""

    url: str
    session: aiohttp.ClientSession

    async def open(self) -> None:
        """Open the chat."""
        await self._do("open", {})
        await self.until("Take back licenses")

    async def press(self, title: str, **inputs: str) -> float:
        """Press a button by prefix of its title; returns the seconds to the answer."""
        message = (await self._cards())[-1]
        card = message["attachments"][0]["content"]
        action = next(
            part
            for part in _parts(card)
            if part.get("type") == "Action.Execute" and str(part.get("title")).startswith(title)
        )
        data = {**action.get("data", {}), **inputs}
        pressed = {"type": "Action.Execute", "verb": action.get("verb", ""), "data": data}
        began = time.perf_counter()
        await self._do("execute", {"message": message["id"], "action": pressed})
        return time.perf_counter() - began

    async def until(self, text: str) -> float:
        """Wait until the latest card says this; returns the seconds."""
        began = time.perf_counter()
        async with asyncio.timeout(_TIMEOUT):
            while not any(text in str(c) for c in (await self._cards())[-1:]):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return time.perf_counter() - began

    async def token(self) -> str:
        """Return a token for Graph."""
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": f"rehearsal:{ADELE.oid}",
        }
        url = f"{self.url}/entra/{TENANT}/oauth2/v2.0/token"
        async with self.session.post(url, data=form) as answer:
            return str((await answer.json())["access_token"])

    async def control(self, method: str, path: str, body: Json | None = None) -> Any:
        """Call one of the rehearsal's controls."""
        url = f"{self.url}/_sandbox/{path}"
        async with self.session.request(method, url, json=body) as answer:
            answer.raise_for_status()
            return await answer.json() if answer.content_type == "application/json" else None

    async def _cards(self) -> list[Json]:
        params = {"persona": ADELE.oid, "chat": "personal"}
        url = f"{self.url}/_sandbox/teams/transcript"
        async with self.session.get(url, params=params) as answer:
            return [m for m in (await answer.json())["messages"] if m["attachments"]]

    async def _do(self, deed: str, body: Json) -> None:
        place = {"persona": ADELE.oid, "conversation": personal_chat(ADELE), "timezone": "UTC"}
        async with self.session.post(f"{self.url}/page/api/{deed}", json=place | body) as answer:
            answer.raise_for_status()


def _parts(node: Any) -> list[Json]:
    if isinstance(node, list):
        return [part for item in node for part in _parts(item)]
    if isinstance(node, dict):
        return [node, *(part for item in node.values() for part in _parts(item))]
    return []
