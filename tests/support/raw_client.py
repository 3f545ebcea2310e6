"""A client that sends whatever it is told, and goes on from the card that it was answered."""

from dataclasses import dataclass
from typing import Any

from sandbox.organization.personas import Persona
from tests.support.activities import invoke
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.seen import Json, find_button


@dataclass(slots=True)
class RawClient:
    """Presses the buttons of one card, straight at the bot."""

    env: BotFixture
    persona: Persona
    message: str
    card: Json

    @classmethod
    async def of(cls, env: BotFixture, chat: Chat) -> "RawClient":
        """Go on with the newest card of a chat."""
        return cls(env, chat.persona, (await chat.message())["id"], await chat.card())

    async def press(self, title: str, inputs: dict[str, Any] | None = None) -> Json:
        """Press a button with these inputs; the answer must be a card, and is the card now."""
        self.card = await self.send({**find_button(self.card, title)["data"], **(inputs or {})})
        return self.card

    async def send(self, data: Any) -> Json:
        """Send the invoke of a button with this data; the answer is a card, or a text as one."""
        activity = invoke(self.env, data, message=self.message, persona=self.persona)
        status, body = await self.env.post(activity)
        assert (status, body["statusCode"]) == (200, 200), body
        said = body["value"]
        return said if isinstance(said, dict) else {"body": [{"type": "TextBlock", "text": said}]}
