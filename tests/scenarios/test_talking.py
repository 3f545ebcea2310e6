"""Typed words at every step: never silence, and the open walk is never lost by them."""

import pytest

from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat, card_of, said_by
from tests.support.journeys import (
    BOXES,
    CONFIRM,
    E3,
    HOME,
    PEOPLE,
    PREVIEW,
    to_confirm,
    to_people,
)
from tests.support.seen import Json, buttons_of, parts_of, text_of

SEAN = "sean.o'brien@contoso.example"

#: Steps of a walk by product: how one comes there, and what its card says.
STEPS: dict[str, tuple[list[tuple[str, Json]], str]] = {
    "home": ([], HOME),
    "products": ([("By product", {})], "1 of 4"),
    "people": ([("By product", {}), ("Next", {"products": E3})], PEOPLE),
    "holders": (
        [("By product", {}), ("Next", {"products": E3}), ("Show all", {})],
        "Use these people",
    ),
    "person": ([("By user", {})], "1 of 4"),
    "licenses": ([("By user", {}), ("Next", {"paste": SEAN})], "2 of 4"),
    "preview": (
        [("By product", {}), ("Next", {"products": E3}), ("Preview", {"paste": SEAN})],
        PREVIEW,
    ),
    "confirm": (
        [
            ("By product", {}),
            ("Next", {"products": E3}),
            ("Preview", {"paste": SEAN}),
            ("Continue", {}),
        ],
        CONFIRM,
    ),
}

SAID = {
    "nonsense": "the quick brown fox jumps",
    "blanks": "   ",
    "a sign": "…",
    "HTML": "<b>remove</b>",
    "half a megabyte": "blah " * 100_000,
    "more than is read": "blah " * 150_000,
    "controls": "\x00\x07",
}


async def walk_to(chat: Chat, step: str) -> str:
    presses, seen = STEPS[step]
    for title, inputs in presses:
        await chat.press(title, inputs)
    await chat.until_card(seen)
    return seen


@pytest.mark.parametrize("step", STEPS)
async def test_every_word_is_answered_and_the_walk_is_still_there(alex: Chat, step: str) -> None:
    seen = await walk_to(alex, step)
    for text in ("help", "the quick brown fox"):
        assert said_by(await alex.say(text)).strip()
    if step == "home":
        return
    await alex.say("hi")
    await alex.press("Continue where I was")
    await alex.until_card(seen)


@pytest.mark.parametrize("text", SAID.values(), ids=SAID.keys())
async def test_whatever_is_typed_while_people_are_chosen_is_answered(alex: Chat, text: str) -> None:
    await walk_to(alex, "people")
    assert said_by(await alex.say(text)).strip()
    await alex.say("hi")
    await alex.press("Continue where I was")
    await alex.until_card(PEOPLE, "No one is selected yet.")


async def test_a_message_that_is_too_long_says_what_to_do(alex: Chat) -> None:
    answer = said_by(await alex.say("blah " * 150_000))
    assert "too long to read. Send it in parts" in answer


async def test_a_message_without_text_is_told_apart_from_words(alex: Chat) -> None:
    answer = said_by(await alex.say("  "))
    assert "Your message has no text." in answer
    assert "Start page" in answer


@pytest.mark.parametrize("step", [s for s in STEPS if s != "home"])
async def test_cancel_ends_the_walk_wherever_it_stands(
    env: BotFixture, alex: Chat, step: str
) -> None:
    await walk_to(alex, step)
    answer = await alex.say("cancel")
    assert "Nothing was removed" in said_by(answer)
    await alex.until_card("Canceled")
    assert buttons_of(await alex.card()) == []
    assert "Continue where I was" not in said_by(await alex.say("hi"))
    assert await env.writes() == []


@pytest.mark.parametrize("step", STEPS)
async def test_start_over_begins_with_nothing_chosen(alex: Chat, step: str) -> None:
    await walk_to(alex, step)
    answer = await alex.say("start over")
    assert HOME in said_by(answer)
    assert "Continue where I was" not in said_by(answer)
    await alex.press("By product", message=answer)
    await alex.until_card("1 of 4")


async def test_a_walk_can_be_continued_with_all_its_choices(alex: Chat) -> None:
    await to_people(alex)
    await alex.press("Add to the list", {"paste": f"{SEAN}, nobody@contoso.example"})
    await alex.until_card("1 person selected")
    await alex.say("hello")
    await alex.press("Continue where I was")
    card = await alex.until_card(PEOPLE, "1 person selected", "nobody@contoso.example")
    assert "Sean O'Brien" in text_of(card)
    await alex.until(lambda ms: "Continued in a newer card" in text_of(card_of(ms[0])))


async def test_while_a_run_goes_on_words_are_answered_and_leave_it_alone(
    env: BotFixture, alex: Chat
) -> None:
    await to_confirm(alex, SEAN)
    await env.control("settings", {"latency": 0.3}, "PATCH")
    await alex.press("Remove", BOXES)
    for text in ("cancel", "next", "remove", "start over"):
        assert said_by(await alex.say(text))
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.until(lambda ms: "1 license removed" in text_of(card_of(ms[0])))
    assert len(await env.writes()) == 1


async def test_the_greeting_comes_once(env: BotFixture) -> None:
    alex = await env.chat().open()
    await alex.open()
    await alex.say("help")
    assert len([m for m in await alex.cards() if HOME in said_by(m)]) == 1


async def test_in_the_channel_the_bot_greets_in_a_sentence_and_hears_its_name(
    env: BotFixture,
) -> None:
    alex = await env.chat(kind="channel").open()
    (greeting,) = await alex.messages()
    assert "Mention me" in greeting["text"]
    await alex.write("just talking to each other")
    answer = await alex.say("@Unassign help")
    assert "What I can do" in said_by(answer)
    assert len(await alex.messages()) == 4


async def test_nonsense_is_quoted_back_harmlessly(alex: Chat) -> None:
    answer = await alex.say("**bold** [link](https://evil.example) <at>Everyone</at>")
    quoting = [p for p in parts_of(card_of(answer)) if "evil.example" in str(p.get("text"))]
    # A text run is shown as it is; a text block would read the markdown.
    assert {part["type"] for part in quoting} == {"TextRun"}


async def test_cancel_without_a_walk_says_that_there_is_none(alex: Chat) -> None:
    assert said_by(await alex.say("cancel"))
    assert HOME in text_of(await alex.card())
