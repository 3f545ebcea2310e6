"""What is asked in a channel and names people is answered in the personal chat."""

import pytest

from sandbox.organization.personas import ADELE, MEGAN
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat, said_by
from tests.support.journeys import HOME, removed
from tests.support.seen import text_of

SEAN = "sean.o'brien@contoso.example"
POINTER = "The answer names people, so it was sent to your personal chat with Unassign."
NAMES = ("Sean", "Alex Wilber", "Megan Bowen", "sean.o'brien")


async def read_by_all(there: Chat, text: str) -> str:
    """Say something in the channel; returns all that the bot wrote there since."""
    before = {one["id"] for one in await there.messages()}
    await there.say(f"@Unassign {text}")
    return "\n".join(
        said_by(one)
        for one in await there.messages()
        if one["id"] not in before and one["author"].startswith("28:")
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("history", "Receipt 1"),
        ("history sean", "1 receipt for “sean”."),
        ("receipt 1", "Removed by Alex Wilber on "),
        ("receipt 99", "I can't find receipt 99"),
        ("journal", "Licenses changed: Sean O'Brien"),
        ("status", "Nothing is running"),
        ("upcoming", "Lost in the next 366 days"),
        ("undo 1", "can be restored"),
        ("requests", "Waiting for you"),
        ("request 7", "I can't find request 7"),
        ("why 7", "I can't find request 7"),
    ],
)
async def test_the_channel_reads_no_names(
    env: BotFixture, alex: Chat, text: str, answer: str
) -> None:
    await removed(alex, SEAN)
    there = env.chat(kind="channel")
    await there.visit()
    await there.replies(1)
    said = await read_by_all(there, text)
    assert said == POINTER
    await alex.until(lambda ms: any(answer in said_by(one) for one in ms))


async def test_a_refusal_is_read_by_no_one_else(env: BotFixture, alex: Chat) -> None:
    await removed(alex, SEAN)
    megan, there = await env.chat(MEGAN).open(), env.chat(MEGAN, kind="channel")
    await there.visit()
    await there.replies(1)
    assert await read_by_all(there, "undo 1") == POINTER
    await megan.until(lambda ms: any("I can't find receipt 1" in said_by(one) for one in ms))


async def test_without_an_own_chat_the_channel_reads_how_to_open_one(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, SEAN)
    there = env.chat(ADELE, kind="channel")
    await there.visit()
    await there.replies(1)
    said = await read_by_all(there, "receipt 1")
    assert "Select the name of the bot and then Chat" in said
    assert not any(name in said for name in NAMES)


async def test_a_button_in_the_channel_is_not_answered_there_either(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, SEAN)
    there = env.chat(kind="channel")
    await there.visit()
    await there.replies(1)
    await there.say("@Unassign hi")
    await there.until_card(HOME)
    answer = await there.press("History")
    assert POINTER in str(answer)
    await alex.until_card("Receipt 1", "by you")
    assert "Receipt 1" not in text_of(await there.card())
