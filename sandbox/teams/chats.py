"""The chats of a rehearsal: members, messages and each person's view of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sandbox.organization.personas import PERSONAS, Persona

Json = dict[str, Any]
Kind = Literal["personal", "channel"]

OAUTH = "application/vnd.microsoft.card.oauth"

TEAM_ID = "19:teamit@thread.tacv2"
TEAM_NAME = "IT"
TEAM_GROUP = "bbbbbbbb-0000-4000-8000-000000000031"
CHANNEL_ID = "19:licenses@thread.tacv2"
CHANNEL_NAME = "Licenses"


class NoSuchConversation(LookupError):
    """There is no chat with this id."""


class NoSuchMessage(LookupError):
    """The chat has no such message, or it was deleted."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A personal chat with the bot, or the shared channel."""

    id: str
    kind: Kind
    name: str
    members: tuple[Persona, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Its id is the time of sending in milliseconds."""

    id: str
    #: The chat, or the thread in a channel: "<channel>;messageid=<first message>".
    conversation: str
    author: str
    text: str
    sent: datetime
    attachments: tuple[Json, ...] = ()
    #: "plain", "markdown" or "xml", as in the activity.
    format: str = "plain"
    suggestions: tuple[Json, ...] = ()
    edited: bool = False
    #: User-specific views of the first card, by Entra object id.
    views: Mapping[str, Json] = field(default_factory=dict)
    #: Object ids of the people who see the sign-in card.
    asked_to_sign_in: frozenset[str] = frozenset()

    def seen_by(self, viewer: Persona) -> Json:
        """Return the message as this person's client shows it."""
        attachments = list(self.attachments)
        if viewer.oid not in self.asked_to_sign_in:
            attachments = [a for a in attachments if a.get("contentType") != OAUTH]
        if viewer.oid in self.views and attachments:
            attachments[0] = {**attachments[0], "content": self.views[viewer.oid]}
        return {
            "id": self.id,
            "conversation": self.conversation,
            "chat": chat_of(self.conversation),
            "author": self.author,
            "text": self.text,
            "format": self.format,
            "attachments": attachments,
            "suggestions": list(self.suggestions),
            "sent": self.sent.isoformat(),
            "edited": self.edited,
            # A card that the client answers automatically is not shown.
            "hidden": bool(self.attachments) and not attachments and not self.text,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A change that the members of a chat see immediately."""

    kind: Literal["message", "deleted", "typing"]
    chat: str
    message: str = ""


def chat_of(conversation: str) -> str:
    """Return the chat of a conversation id, which may be a thread's."""
    return conversation.partition(";")[0]


def thread_of(channel: str, message: str) -> str:
    """Return the conversation id of the thread that this message starts."""
    return f"{channel};messageid={message}"


def personal_chat(persona: Persona) -> str:
    """Return the id of a person's chat with the bot."""
    return f"a:1{persona.teams_id.removeprefix('29:1')}"


class Chats:
    """All chats. Notifies subscribers of each change; independent of HTTP."""

    def __init__(
        self, clock: Callable[[], datetime], personas: Sequence[Persona] = PERSONAS
    ) -> None:
        self.personas = tuple(personas)
        self._clock = clock
        self._watchers: list[Callable[[Change], None]] = []
        self._last_id = 0
        self._chats = {c.id: c for c in self._rooms()}
        self._messages: dict[str, dict[str, Message]] = {chat: {} for chat in self._chats}
        self._opened: set[tuple[str, str]] = set()
        #: Chats from which the bot was removed.
        self.without_bot: set[str] = set()

    def _rooms(self) -> list[Chat]:
        own = [Chat(personal_chat(p), "personal", "Unassign", (p,)) for p in self.personas]
        return [*own, Chat(CHANNEL_ID, "channel", CHANNEL_NAME, self.personas)]

    def reset(self) -> None:
        """Delete all messages."""
        for messages in self._messages.values():
            messages.clear()
        self._opened.clear()
        self.without_bot.clear()

    def watch(self, watcher: Callable[[Change], None]) -> Callable[[], None]:
        """Call `watcher` on each change, until the returned function is called."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def persona(self, key: str) -> Persona | None:
        """Return a persona by Entra object id, Teams id, address or lowercase first name."""
        for p in self.personas:
            if key in (p.oid, p.teams_id, p.address, p.name.partition(" ")[0].lower()):
                return p
        return None

    def chat(self, conversation: str) -> Chat:
        """Return a chat; raises `NoSuchConversation`."""
        try:
            return self._chats[chat_of(conversation)]
        except KeyError:
            raise NoSuchConversation(conversation) from None

    def chats_of(self, viewer: Persona) -> list[Chat]:
        """Return the personal chat, then the channel."""
        return [c for c in self._chats.values() if viewer in c.members]

    def first_opened(self, viewer: Persona, chat: str) -> bool:
        """Return whether the chat opens for the first time; a channel opens once for all."""
        key = (chat, "" if self.chat(chat).kind == "channel" else viewer.oid)
        if key in self._opened:
            return False
        self._opened.add(key)
        return True

    def forget_opened(self, viewer: Persona, chat: str) -> None:
        """Undo `first_opened`: the bot was not notified."""
        self._opened.discard((chat, "" if self.chat(chat).kind == "channel" else viewer.oid))

    def messages(self, chat: str) -> list[Message]:
        """Return the messages of a chat, oldest first."""
        return list(self._messages[self.chat(chat).id].values())

    def message(self, conversation: str, id: str) -> Message:  # noqa: A002 - the message's own word
        """Return a message; raises `NoSuchConversation`, `NoSuchMessage`."""
        try:
            return self._messages[self.chat(conversation).id][id]
        except KeyError:
            raise NoSuchMessage(id) from None

    def new_id(self) -> str:
        """Return a unique id: milliseconds since 1970."""
        self._last_id = max(self._last_id + 1, int(self._clock().timestamp() * 1000))
        return str(self._last_id)

    def post(self, conversation: str, author: str, text: str, **more: Any) -> Message:
        """Post a message. In a channel, it starts a thread unless it is in one."""
        chat, id_ = self.chat(conversation), self.new_id()
        if chat.kind == "channel" and conversation == chat.id:
            conversation = thread_of(chat.id, id_)
        sent = self._clock().astimezone(UTC)
        message = Message(id_, conversation, author, text, sent, **more)
        return self._keep(message)

    def edit(self, conversation: str, message: str, **changed: Any) -> Message:
        """Replace a message for everyone; user-specific views end."""
        old = self.message(conversation, message)
        seen = replace(old, edited=True, views={}, asked_to_sign_in=frozenset())
        return self._keep(replace(seen, **changed))

    def ask_to_sign_in(self, viewer: Persona, conversation: str, message: str) -> Message:
        """Show one viewer the sign-in card; raises `NoSuchMessage`."""
        old = self.message(conversation, message)
        return self._keep(replace(old, asked_to_sign_in=old.asked_to_sign_in | {viewer.oid}))

    def show_to(self, viewer: Persona, conversation: str, message: str, card: Json) -> Message:
        """Replace a message's card for one viewer."""
        old = self.message(conversation, message)
        return self._keep(replace(old, views={**old.views, viewer.oid: card}))

    def delete(self, conversation: str, message: str) -> None:
        """Delete a message; raises `NoSuchMessage`."""
        chat = chat_of(self.message(conversation, message).conversation)
        del self._messages[chat][message]
        self._tell(Change("deleted", chat, message))

    def typing(self, conversation: str) -> None:
        """Show the bot's typing indicator."""
        self._tell(Change("typing", self.chat(conversation).id))

    def _keep(self, message: Message) -> Message:
        chat = chat_of(message.conversation)
        self._messages[chat][message.id] = message
        self._tell(Change("message", chat, message.id))
        return message

    def _tell(self, change: Change) -> None:
        for watcher in list(self._watchers):
            watcher(change)
