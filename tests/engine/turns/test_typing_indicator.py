"""A person sees within two seconds that the bot works, and only while it does."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.activities.inbound import ConversationRef, ConversationType
from bot.errors import Unreachable
from engine.turns.typing_indicator import FIRST, TypingIndicator
from tests.support.waiting import until

PERSONAL = ConversationRef("http://127.0.0.1", "a:1", ConversationType.PERSONAL, "28:bot", "tenant")
CHANNEL = ConversationRef("http://127.0.0.1", "19:1", ConversationType.CHANNEL, "28:bot", "tenant")


class Sent:
    """Collects what is sent; fails where it is told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.activities: list[dict[str, Any]] = []
        self.fails = fails

    async def __call__(self, ref: ConversationRef, activity: dict[str, Any]) -> str:
        del ref
        self.activities.append(activity)
        if self.fails:
            raise Unreachable
        return ""


def shown(sent: Sent) -> TypingIndicator:
    return TypingIndicator(sent, first=timedelta(0), again=timedelta(0))


def test_it_comes_before_two_seconds_are_over() -> None:
    assert timedelta(0) < FIRST < timedelta(seconds=2)


async def test_it_is_shown_again_until_the_turn_is_done() -> None:
    sent, done = Sent(), asyncio.Event()
    typing, turn = shown(sent), asyncio.create_task(done.wait())
    typing.while_working(turn, PERSONAL)
    await until(lambda: len(sent.activities) > 2)
    done.set()
    await turn
    await until(lambda: not typing._tasks)
    assert all(activity == {"type": "typing"} for activity in sent.activities)


async def test_an_answer_at_once_shows_nothing() -> None:
    sent = Sent()
    typing, turn = TypingIndicator(sent), asyncio.create_task(asyncio.sleep(0))
    typing.while_working(turn, PERSONAL)
    await until(lambda: not typing._tasks)
    assert sent.activities == []


async def test_a_channel_shows_nothing() -> None:
    sent = Sent()
    typing, turn = shown(sent), asyncio.create_task(asyncio.sleep(0))
    typing.while_working(turn, CHANNEL)
    assert not typing._tasks
    await turn


@pytest.mark.parametrize("fails", [True, False])
async def test_neither_trouble_nor_a_hang_holds_anything_up(fails: bool) -> None:
    sent = Sent(fails=fails)
    typing, turn = shown(sent), asyncio.create_task(asyncio.Event().wait())
    typing.while_working(turn, PERSONAL)
    await until(lambda: not typing._tasks)
    assert len(sent.activities) == (1 if fails else 15)
    await typing.close()
    turn.cancel()


async def test_closing_ends_it() -> None:
    sent = Sent()
    typing, turn = TypingIndicator(sent), asyncio.create_task(asyncio.Event().wait())
    typing.while_working(turn, PERSONAL)
    await typing.close()
    assert sent.activities == []
    turn.cancel()
