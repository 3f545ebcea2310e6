"""People who use a bot: many chats, each with its own person and messages."""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bench.cloud import TENANT, Cloud, Json

BOT: Final = {"id": "28:11111111-2222-4333-8444-555555555555", "name": "Unassign"}
_numbers = itertools.count(1)


@dataclass(slots=True)
class Chat:
    """One personal chat."""

    number: int
    authorization: str
    service_url: str
    #: The token of the latest card, and the Teams id of its message.
    token: str = ""
    message: str = ""
    posts: int = 0
    #: Set when the latest card has arrived.
    shown: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def id(self) -> str:
        """The conversation."""
        return f"a:{self.number}"

    def activity(self, type_: str, **more: Any) -> Json:
        """Return an activity of this person."""
        person = {
            "id": f"29:{self.number}",
            "aadObjectId": f"aaaaaaaa-0000-4000-8000-{self.number:012d}",
            "name": f"Person {self.number}",
        }
        conversation = {"id": self.id, "conversationType": "personal", "tenantId": TENANT}
        return {
            "type": type_,
            "id": f"f:{next(_numbers)}",
            "timestamp": "2026-11-24T09:30:00.000Z",
            "localTimezone": "Europe/Paris",
            "locale": "en-US",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": person,
            "conversation": conversation,
            "recipient": BOT,
            "channelData": {"tenant": {"id": TENANT}},
            **more,
        }

    def see(self, message: str, activity: Json) -> None:
        """Read a message of the bot."""
        self.posts += 1
        self.message = message
        for attachment in activity.get("attachments") or ():
            self.token = token_of(attachment["content"]) or self.token
        self.shown.set()


class Crowd:
    """All chats."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.chats: dict[str, Chat] = {}

    def come(self, cloud: Cloud) -> None:
        """Create new chats."""
        chats = (Chat(n + 1, cloud.authorization(), cloud.service_url) for n in range(self._size))
        self.chats = {chat.id: chat for chat in chats}

    def posted(self, conversation: str, message: str, activity: Json) -> None:
        """Show a message in its chat."""
        self.chats[conversation].see(message, activity)

    @property
    def posts(self) -> int:
        """Return the number of messages posted or changed so far."""
        return sum(chat.posts for chat in self.chats.values())


@dataclass(frozen=True, slots=True)
class Presser:
    """Turns of our bot: a click on the home card's button, answered with the new card."""

    session: aiohttp.ClientSession
    url: str

    async def open(self, chat: Chat) -> None:
        """Install the bot in a chat and wait for its card."""
        added = chat.activity("installationUpdate", action="add")
        await self._send(chat, added)
        await chat.shown.wait()

    async def turn(self, chat: Chat) -> None:
        """Press a button, once the previous card is in the chat."""
        await chat.shown.wait()
        chat.shown.clear()
        ours = {"verb": "start_over", "token": chat.token}
        action = {"type": "Action.Execute", "verb": "start_over", "data": {"unassign": ours}}
        value = {"action": action, "trigger": "manual"}
        pressed = chat.activity(
            "invoke", name="adaptiveCard/action", value=value, replyToId=chat.message
        )
        answer = await self._send(chat, pressed)
        if (
            not isinstance(answer, dict)
            or answer["type"] != "application/vnd.microsoft.card.adaptive"
        ):
            raise RuntimeError(f"a press was answered with {answer}")
        chat.token = token_of(answer["value"])

    async def _send(self, chat: Chat, activity: Json) -> Any:
        headers = {"Authorization": chat.authorization}
        async with self.session.post(self.url, json=activity, headers=headers) as answer:
            answer.raise_for_status()
            return await answer.json() if answer.status == 200 else None


@dataclass(frozen=True, slots=True)
class Writer:
    """Turns of the stock bot: a message, echoed."""

    session: aiohttp.ClientSession
    url: str

    async def open(self, chat: Chat) -> None:
        """Nothing to do."""

    async def turn(self, chat: Chat) -> None:
        """Write a message."""
        activity = chat.activity("message", text="hello", textFormat="plain")
        headers = {"Authorization": chat.authorization}
        async with self.session.post(self.url, json=activity, headers=headers) as answer:
            answer.raise_for_status()
            await answer.read()


def token_of(card: Any) -> str:
    """Return the token in a card's buttons."""
    return next((found for found in _tokens(card)), "")


def _tokens(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _tokens(item)
    elif isinstance(node, dict):
        ours = node.get("unassign")
        if isinstance(ours, dict):
            yield str(ours["token"])
            return
        for item in node.values():
            yield from _tokens(item)
