"""User-specific views: each viewer's client refreshes a card.

The client runs a card's `refresh` action when a person opens the chat and when the message is
edited: for the people that it names, or for everyone in a small chat. Only that person's client
shows the answer.
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views
"""

import asyncio
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from sandbox.organization.personas import Persona
from sandbox.teams.chats import Change, Chats, Json, Message, NoSuchMessage
from sandbox.teams.client import Client, Place

#: Maximum number of members, or of people named in the card, who get a view.
MOST = 60
#: Number of latest messages that are refreshed when a person opens a chat.
_LOOKED_AT = 30


class CardRefresher:
    """Requests views for everyone who has a chat open."""

    def __init__(self, chats: Chats, client: Client) -> None:
        self._chats = chats
        self._client = client
        #: Open chats, with their viewers.
        self._open: set[tuple[str, str]] = set()
        #: Refreshed attachments by message; an edit changes them.
        self._asked: dict[str, tuple[Json, ...]] = {}
        self._running: set[asyncio.Task[None]] = set()
        chats.watch(self._changed)

    def opened(self, place: Place) -> None:
        """Refresh the cards of a chat that a person opened."""
        self._open.add((place.conversation, place.persona.oid))
        for message in self._chats.messages(place.conversation)[-_LOOKED_AT:]:
            self._ask(message, place.persona)

    def reset(self) -> None:
        """Close all chats."""
        self._open.clear()
        self._asked.clear()

    async def close(self, _app: web.Application) -> None:
        """Cancel pending tasks."""
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _changed(self, change: Change) -> None:
        if change.kind != "message":
            return
        message = self._chats.message(change.chat, change.message)
        if self._asked.get(message.id) is message.attachments:
            # One viewer's card changed, not the message.
            return
        self._asked[message.id] = message.attachments
        for persona in self._chats.chat(change.chat).members:
            if (change.chat, persona.oid) in self._open:
                self._ask(message, persona)

    def _ask(self, message: Message, persona: Persona) -> None:
        for action in self._actions(message, persona):
            task = asyncio.create_task(self._refresh(message, persona, action))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def _actions(self, message: Message, persona: Persona) -> Iterator[Json]:
        members = self._chats.chat(message.conversation).members
        for attachment in message.attachments[:1]:
            action, people = read_refresh(attachment.get("content"))
            named = people[:MOST] if people is not None else None
            shown = len(members) <= MOST if named is None else persona.teams_id in named
            if action is not None and shown:
                yield action

    async def _refresh(self, message: Message, persona: Persona, action: Json) -> None:
        pressed = {
            "type": "Action.Execute",
            "title": action.get("title", ""),
            "verb": action.get("verb", ""),
            "data": action.get("data", {}),
        }
        place = self._client.place(persona, message.conversation)
        try:
            await self._client.refresh(place, message, pressed)
        except NoSuchMessage:
            # Deleted meanwhile.
            return


def read_refresh(card: Any) -> tuple[Json | None, list[str] | None]:
    """Return a card's refresh action, and its users; None for everyone."""
    refresh = card.get("refresh") if isinstance(card, dict) else None
    if not isinstance(refresh, dict) or not isinstance(refresh.get("action"), dict):
        return None, None
    people = refresh.get("userIds")
    return refresh["action"], [str(one) for one in people] if isinstance(people, list) else None
