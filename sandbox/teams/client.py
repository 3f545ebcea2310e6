"""One Teams client for all personas: what they do becomes an activity sent to the bot."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp

from sandbox.personas import BOT_NAME, Persona
from sandbox.teams import answers
from sandbox.teams.activities import MENTION, Sender
from sandbox.teams.answers import Answer
from sandbox.teams.chats import Chats, Json

#: Teams waits about this long for an invoke, then says that the app cannot be reached.
PATIENCE = 15.0

Authorization = Callable[[], Awaitable[str | None]]


async def unsigned() -> str | None:
    """No Authorization header: a rehearsal without an app id."""
    return None


def random_id() -> str:
    """The id of an activity that is no message."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person acts, and with what client."""

    persona: Persona
    conversation: str
    locale: str = "en-US"
    timezone: str = "UTC"


@dataclass(slots=True)
class Client:
    """Sends to the bot. `authorization` gives the header's value, or None for none."""

    chats: Chats
    bot_url: str
    service_url: str
    session: Callable[[], aiohttp.ClientSession]
    clock: Callable[[], datetime]
    authorization: Authorization = unsigned
    new_id: Callable[[], str] = random_id
    patience: float = PATIENCE

    async def open(self, place: Place) -> bool:
        """Open a chat. The first time Teams tells the bot that it was installed there.

        False when the bot did not take it; the next opening tries again.
        """
        if not self.chats.first_opened(place.persona, place.conversation):
            return True
        sender = self._sender(place)
        installed = await self._deliver(sender.installed(self.new_id()))
        joined = installed and await self._deliver(sender.joined(self.new_id()))
        if not joined:
            self.chats.forget_opened(place.persona, place.conversation)
        return joined

    async def say(self, place: Place, text: str) -> bool:
        """Write into a chat. In a channel the bot hears it only when it is mentioned.

        False when the bot did not take it.
        """
        said = self.chats.post(place.conversation, place.persona.teams_id, text)
        in_channel = self.chats.chat(place.conversation).kind == "channel"
        if in_channel and f"@{BOT_NAME}" not in text:
            return True
        sender = self._sender(place, said.conversation)
        heard = text.replace(f"@{BOT_NAME}", MENTION) if in_channel else text
        return await self._deliver(sender.said(said.id, heard))

    async def submit(self, place: Place, message: str, value: Json) -> Answer:
        """Press an Action.Submit."""
        activity = self._sender(place).submitted(self.new_id(), message, value)
        if await self._deliver(activity):
            return Answer("done")
        return Answer("error", answers.UNREACHABLE)

    async def execute(self, place: Place, message: str, action: Json) -> Answer:
        """Press an Action.Execute. A card in the answer replaces the old one, for this person."""
        activity = self._sender(place).executed(self.new_id(), message, action)
        answer = await self._ask(activity, answers.read_execute)
        if answer.card is not None:
            self.chats.show_to(place.persona, place.conversation, message, answer.card)
        return answer

    async def search(self, place: Place, value: Json) -> Answer:
        """Type into a typeahead."""
        activity = self._sender(place).searched(self.new_id(), value)
        return await self._ask(activity, answers.read_search)

    async def dialog(self, place: Place, message: str, data: Json, *, fetch: bool) -> Answer:
        """Open a dialog (`fetch`) or send what was entered in it."""
        activity = self._sender(place).dialog(self.new_id(), message, data, fetch=fetch)
        return await self._ask(activity, answers.read_dialog)

    def _sender(self, place: Place, conversation: str | None = None) -> Sender:
        where = conversation or place.conversation
        return Sender(
            place.persona,
            self.chats.chat(where),
            where,
            self.service_url,
            self.clock(),
            place.locale,
            place.timezone,
        )

    async def _deliver(self, activity: Json) -> bool:
        try:
            status, _ = await self._post(activity)
        except (aiohttp.ClientError, TimeoutError):
            return False
        return 200 <= status < 300

    async def _ask(self, activity: Json, read: Callable[[int, Any], Answer]) -> Answer:
        try:
            status, body = await self._post(activity)
        except (aiohttp.ClientError, TimeoutError):
            return Answer("error", answers.UNREACHABLE)
        return read(status, body)

    async def _post(self, activity: Json) -> tuple[int, Any]:
        proof = await self.authorization()
        headers = {} if proof is None else {"Authorization": proof}
        async with (
            asyncio.timeout(self.patience),
            self.session().post(self.bot_url, json=activity, headers=headers) as response,
        ):
            if response.content_type != "application/json":
                return response.status, None
            try:
                return response.status, await response.json()
            except ValueError:
                return 502, None
