"""A Teams client for all personas: sends their actions to the bot as activities."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp

from sandbox.organization.personas import BOT_NAME, Persona
from sandbox.teams import answers
from sandbox.teams.activities import MENTION, Sender
from sandbox.teams.answers import Answer
from sandbox.teams.chats import Chats, Json, Message
from sandbox.teams.oauth_card import OAuthCard

#: Seconds that Teams waits for an invoke, approximately.
INVOKE_TIMEOUT = 15.0

Authorization = Callable[[], Awaitable[str | None]]
#: Returns a person's client token for the app, if there is one.
Sso = Callable[[Persona], str | None]


async def unsigned() -> str | None:
    """Return no Authorization header: a rehearsal without an app id."""
    return None


def no_token(_persona: Persona) -> str | None:
    """Return no token: a client without silent sign-in."""
    return None


def random_id() -> str:
    """Return the id of an activity that is not a message."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Place:
    """A person's chat and client."""

    persona: Persona
    conversation: str
    locale: str = "en-US"
    timezone: str = "UTC"


@dataclass(slots=True)
class Client:
    """Sends activities to the bot. `authorization` returns the header's value or None."""

    chats: Chats
    bot_url: str
    service_url: str
    session: Callable[[], aiohttp.ClientSession]
    clock: Callable[[], datetime]
    authorization: Authorization = unsigned
    sso: Sso = no_token
    new_id: Callable[[], str] = random_id
    invoke_timeout: float = INVOKE_TIMEOUT
    #: Called when a person opens a chat.
    opened: Callable[[Place], None] = lambda _place: None
    #: The locale of each persona's client, by Entra object id, as last used.
    locales: dict[str, str] = field(default_factory=dict)

    def place(self, persona: Persona, conversation: str) -> Place:
        """Return where a client acts without its person."""
        return Place(persona, conversation, self.locales.get(persona.oid, "en-US"))

    async def open(self, place: Place) -> bool:
        """Open a chat. The first time, Teams notifies the bot that it was installed.

        Return whether the bot accepted it; if not, the next opening tries again.
        """
        self.opened(place)
        if not self.chats.first_opened(place.persona, place.conversation):
            return True
        sender = self._sender(place)
        installed = await self._deliver(sender.installed(self.new_id()))
        joined = installed and await self._deliver(sender.joined(self.new_id()))
        if not joined:
            self.chats.forget_opened(place.persona, place.conversation)
        return joined

    async def say(self, place: Place, text: str) -> bool:
        """Write into a chat. In a channel, the bot receives only messages that mention it.

        Return whether the bot accepted it.
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

    async def execute(
        self, place: Place, message: str, action: Json, state: str | None = None
    ) -> Answer:
        """Press an Action.Execute. A card in the answer replaces the old one for this person.

        A bot that requires a sign-in gets the same invoke again with the client's token. If that
        fails, the person is asked to sign in, and `state` has the window's result.
        """
        proof: Json = {} if state is None else {"state": state}
        answer = await self._execute_once(place, message, action, proof)
        if answer.sign_in is not None and state is None:
            answer = await self._execute_signed_in(place, message, action, answer.sign_in)
        if answer.card is not None:
            self.chats.show_to(place.persona, place.conversation, message, answer.card)
        return answer

    async def refresh(self, place: Place, message: Message, action: Json) -> None:
        """Request a user-specific view; an answer without a card changes nothing."""
        sender = self._sender(place)
        activity = sender.executed(self.new_id(), message.id, action, "automatic")
        answer = await self._ask(activity, answers.read_execute)
        newest = self.chats.message(place.conversation, message.id)
        if answer.card is not None and newest.attachments is message.attachments:
            self.chats.show_to(place.persona, place.conversation, message.id, answer.card)

    async def removed(self, place: Place) -> bool:
        """Notify the bot that it was removed from a team."""
        return await self._deliver(self._sender(place).removed(self.new_id()))

    async def _execute_signed_in(
        self, place: Place, message: str, action: Json, asked: OAuthCard
    ) -> Answer:
        token = self.sso(place.persona) if asked.exchange else None
        if token is None:
            return answers.sign_in(asked)
        card = {"id": asked.exchange, "connectionName": asked.connection, "token": token}
        answer = await self._execute_once(place, message, action, {"authentication": card})
        return answers.sign_in(asked) if answer.kind == "sign-in" else answer

    async def _execute_once(self, place: Place, message: str, action: Json, proof: Json) -> Answer:
        activity = self._sender(place).executed(self.new_id(), message, action)
        activity["value"] |= proof
        return await self._ask(activity, answers.read_execute)

    async def exchange(self, place: Place, message: str, card: OAuthCard, token: str) -> bool:
        """Send the client's token for a sign-in card; return whether the bot accepted it."""
        value = {"id": card.exchange, "connectionName": card.connection, "token": token}
        sender = self._sender(place)
        return await self._deliver(
            sender.signed_in(self.new_id(), "signin/tokenExchange", value, message)
        )

    async def verify(self, place: Place, message: str, state: str) -> Answer:
        """Send the result of the sign-in window."""
        sender = self._sender(place)
        activity = sender.signed_in(self.new_id(), "signin/verifyState", {"state": state}, message)
        if await self._deliver(activity):
            return Answer("done")
        return Answer("error", answers.WENT_WRONG)

    async def report_failure(self, place: Place, message: str, code: str) -> None:
        """Report that the client has no token."""
        value = {"code": code, "message": "The client got no token for the app."}
        sender = self._sender(place)
        await self._deliver(sender.signed_in(self.new_id(), "signin/failure", value, message))

    async def search(self, place: Place, value: Json) -> Answer:
        """Type into a typeahead."""
        activity = self._sender(place).searched(self.new_id(), value)
        return await self._ask(activity, answers.read_search)

    async def dialog(self, place: Place, message: str, data: Json, *, fetch: bool) -> Answer:
        """Open a dialog (`fetch`) or submit it."""
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
            asyncio.timeout(self.invoke_timeout),
            self.session().post(self.bot_url, json=activity, headers=headers) as response,
        ):
            if response.content_type != "application/json":
                return response.status, None
            try:
                return response.status, await response.json()
            except ValueError:
                return 502, None
