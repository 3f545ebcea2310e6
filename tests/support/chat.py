"""One person's chat with the bot: says, presses, and sees what that person sees."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from sandbox.organization.personas import BOT_ID, Persona
from sandbox.teams.answers import CARD
from sandbox.teams.chats import CHANNEL_ID, personal_chat
from tests.support.seen import (
    Json,
    buttons_of,
    find_button,
    inputs_of,
    offered,
    parts_of,
    text_of,
    values_of,
)
from tests.support.waiting import SOON

_BOXES = frozenset({"accept_deletion", "accept_ediscovery", "accept_cases"})


@dataclass(slots=True)
class Chat:
    """A person at the client, through the rehearsal page's own interface."""

    sandbox_url: str
    session: aiohttp.ClientSession
    persona: Persona
    kind: str = "personal"
    #: IANA name of where the person is.
    timezone: str = "UTC"
    #: Of the client.
    locale: str = "en-US"
    soon: float = SOON
    conversation: str = field(init=False)

    def __post_init__(self) -> None:
        self.conversation = CHANNEL_ID if self.kind == "channel" else personal_chat(self.persona)

    async def open(self) -> "Chat":
        """Open the chat for the first time and wait for the greeting."""
        await self._do("open", {})
        await self.until(bool)
        return self

    async def visit(self) -> None:
        """Open the chat, and wait for nothing."""
        await self._do("open", {})

    async def say(self, text: str, conversation: str = "") -> Json:
        """Write a message, and return the message that answers it."""
        before = {m["id"] for m in await self.messages()}
        await self.write(text, conversation)
        return dict(await self.until(lambda messages: self._newest(messages, before)))

    async def write(self, text: str, conversation: str = "") -> None:
        """Write a message and wait for nothing."""
        await self._do("say", {"text": text, "conversation": conversation or self.conversation})

    async def messages(self) -> list[Json]:
        """All messages, oldest first."""
        params = {"persona": self.persona.oid, "chat": self.kind}
        url = f"{self.sandbox_url}/_sandbox/teams/transcript"
        async with self.session.get(url, params=params) as answer:
            return list((await answer.json())["messages"])

    async def cards(self) -> list[Json]:
        """The messages of the bot that carry a card, oldest first."""
        return [m for m in await self.messages() if is_card(m) and m["author"] == BOT_ID]

    async def message(self) -> Json:
        """The message with the newest card."""
        return (await self.cards())[-1]

    async def card(self) -> Json:
        """The newest card."""
        return card_of(await self.message())

    async def press(
        self,
        title: str,
        inputs: Json | None = None,
        *,
        message: Json | None = None,
        shown: str = "",
        **options: Any,
    ) -> Json:
        """Press a button of a card by its title, or by how that begins, with inputs filled in.

        Where no message is named, waits as a person does while the newest card is being worked on.
        Returns what the client makes of the answer: its kind, its text, its card.
        """
        if shown:
            await self.shown_button(shown)
        message = message or await self._offering(title)
        card = card_of(message)
        # As a client does, ticks only the boxes that the card has.
        there = inputs_of(card)
        given = {k: v for k, v in (inputs or {}).items() if k in there or k not in _BOXES}
        return await self.send(message, find_button(card, title), given, **options)

    async def send(
        self,
        message: Json,
        action: Json,
        inputs: Json | None = None,
        *,
        submit: bool = False,
        state: str | None = None,
    ) -> Json:
        """Send what a pressed button sends, as Action.Execute or as its fallback.

        Inputs that are not named keep what they hold, unless the button leaves inputs out. `state`
        is what a sign-in window brought.
        """
        held = {} if action.get("associatedInputs") == "none" else values_of(card_of(message))
        data = {**held, **action.get("data", {}), **(inputs or {})}
        where = {"message": message["id"], "conversation": message["conversation"]}
        if submit:
            return await self._do("submit", {**where, "value": data})
        pressed = {"type": "Action.Execute", "verb": action.get("verb", ""), "data": data}
        return await self._do("execute", {**where, "action": pressed, "state": state})

    async def shown_button(self, title: str) -> Json:
        """Wait until the newest card has a button that begins so, and return it."""

        def offers(messages: list[Json]) -> Json | None:
            cards = [m for m in messages if m["attachments"] and m["author"] == BOT_ID]
            buttons = buttons_of(card_of(cards[-1])) if cards else []
            return next((b for b in buttons if str(b.get("title", "")).startswith(title)), None)

        return dict(await self.until(offers))

    async def dialog(self, title: str) -> Json:
        """Open a dialog from the newest card; returns its title and its card."""
        message = await self.message()
        (action,) = [a for a in parts_of(card_of(message)) if a.get("title") == title]
        return await self.in_dialog(message, action, fetch=True)

    async def turn(self, dialog: Json, title: str, inputs: Json | None = None) -> Json:
        """Press a button of a dialog; returns the dialog that follows."""
        (action,) = [a for a in parts_of(dialog["card"]) if a.get("title") == title]
        return await self.in_dialog(await self.message(), action, inputs)

    async def in_dialog(
        self, message: Json, action: Json, inputs: Json | None = None, *, fetch: bool = False
    ) -> Json:
        """Press a button that opens a dialog, or one within it, with inputs filled in."""
        where = {"message": message["id"], "conversation": message["conversation"]}
        data = {**action["data"], **(inputs or {})}
        return await self._do("dialog", {**where, "data": data, "fetch": fetch})

    async def search(self, dataset: str, text: str, top: int = 15) -> list[Json]:
        """Type into a search box."""
        options = {"skip": 0, "top": top}
        value = {"kind": "search", "queryText": text, "dataset": dataset, "queryOptions": options}
        answer = await self._do("search", {"value": value})
        assert answer["kind"] == "choices", answer
        return list(answer["choices"])

    async def until(self, seen: Callable[[list[Json]], Any]) -> Any:
        """Wait until the messages are as they should be, and return what `seen` does."""
        async with asyncio.timeout(self.soon):
            while not (found := seen(await self.messages())):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return found

    async def until_card(self, *texts: str) -> Json:
        """Wait until the newest card says all of this."""

        def says(messages: list[Json]) -> Json | None:
            cards = [m for m in messages if is_card(m)]
            card = card_of(cards[-1]) if cards else {}
            return card if card and all(t in text_of(card) for t in texts) else None

        try:
            return dict(await self.until(says))
        except TimeoutError:
            raise AssertionError(f"{texts} is not in {text_of(await self.card())}") from None

    async def until_text(self, text: str) -> str:
        """Wait until the bot has said something with this in it, and return all of it."""

        def said(messages: list[Json]) -> str | None:
            mine = [m["text"] for m in messages if m["author"] == BOT_ID and not m["attachments"]]
            return next((line for line in reversed(mine) if text in line), None)

        try:
            return str(await self.until(said))
        except TimeoutError:
            lines = [said_by(m)[:300] for m in await self.messages()]
            raise AssertionError(f"{text!r} is not among {lines}") from None

    async def replies(self, count: int) -> list[Json]:
        """Wait until the bot wrote so many messages in all."""

        def written(messages: list[Json]) -> list[Json] | None:
            found = [m for m in messages if m["author"] == BOT_ID]
            return found if len(found) >= count else None

        return list(await self.until(written))

    async def _offering(self, title: str) -> Json:
        """The message with the newest card, as soon as that has the button."""

        def offers(messages: list[Json]) -> Json | None:
            cards = [m for m in messages if is_card(m) and m["author"] == BOT_ID]
            return cards[-1] if cards and offered(card_of(cards[-1]), title) else None

        try:
            return dict(await self.until(offers))
        except TimeoutError:
            return await self.message()

    def _newest(self, messages: list[Json], before: set[str]) -> Json | None:
        new = [m for m in messages if m["id"] not in before and m["author"] == BOT_ID]
        return new[-1] if new else None

    async def _do(self, deed: str, body: Json) -> Json:
        place = {
            "conversation": self.conversation,
            "timezone": self.timezone,
            "locale": self.locale,
        }
        asked = {"persona": self.persona.oid, **place, **body}
        url = f"{self.sandbox_url}/page/api/{deed}"
        async with self.session.post(url, json=asked) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())


def is_card(message: Json) -> bool:
    """Whether a message is an adaptive card."""
    return any(a["contentType"] == CARD for a in message["attachments"])


def card_of(message: Json) -> Json:
    """The card of a message."""
    return dict(message["attachments"][0]["content"])


def said_by(message: Json) -> str:
    """What a message says: its text, or the texts of its card."""
    return text_of(card_of(message)) if is_card(message) else str(message["text"])
