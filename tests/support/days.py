"""The days after a removal: they pass while the bot is away, and reminders come."""

from datetime import timedelta

from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat, card_of
from tests.support.seen import Json, text_of
from tests.support.waiting import until


async def days_later(env: BotFixture, days: float) -> None:
    """Let days pass while the bot is away, as in a restart; at its start it does what is due."""
    await env.stop_bot()
    env.clock.ahead += timedelta(days=days)
    await env.start_bot()


async def reminders(chat: Chat) -> list[Json]:
    found = [card_of(message) for message in await chat.cards()]
    return [card for card in found if "Removal of" in text_of(card)]


async def until_reminders(chat: Chat, count: int) -> Json:
    """Wait for this many reminders; returns the newest."""

    async def enough() -> list[Json]:
        found = await reminders(chat)
        return found if len(found) >= count else []

    found = await until(enough)
    assert len(found) == count
    return found[-1]
