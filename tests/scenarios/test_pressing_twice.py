"""A button does its thing once, however often and from wherever it is pressed."""

import asyncio

import pytest

from sandbox.organization import personas
from sandbox.teams.chats import personal_chat
from tests.support.activities import invoke, pressed
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat, card_of
from tests.support.journeys import BOXES, CONFIRM, E3, PEOPLE, to_confirm, to_people
from tests.support.seen import Json, buttons_of, find_button, text_of

SEAN = "sean.o'brien@contoso.example"


async def test_a_double_click_removes_once(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, SEAN)
    message = await alex.message()
    first = await alex.press("Remove", BOXES, message=message)
    second = await alex.press("Remove", BOXES, message=message)
    assert (first["kind"], second["kind"]) == ("card", "card")
    await alex.until_card("1 license removed")
    third = await alex.press("Remove", BOXES, message=message)
    assert "1 license removed" in text_of(third["card"])
    assert len(await env.writes()) == 1


async def test_presses_at_the_same_instant_remove_once(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, SEAN)
    message = await alex.message()
    presses = [alex.press("Remove", BOXES, message=message) for _ in range(8)]
    answers = await asyncio.gather(*presses)
    assert {answer["kind"] for answer in answers} == {"card"}
    await alex.until_card("1 license removed")
    assert len(await env.writes()) == 1
    assert len(await alex.cards()) == 1


async def test_remove_typed_and_pressed_at_once_removes_once(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, SEAN)
    await alex.say("accept deletion")
    await alex.until_card(CONFIRM)
    await alex.say("accept ediscovery")
    await alex.until_card(CONFIRM)
    await asyncio.gather(alex.press("Remove", BOXES), alex.write("remove"), alex.write("remove"))
    await alex.until(lambda ms: any("removed" in text_of(card_of(m)) for m in _cards(ms)))
    assert len(await env.writes()) == 1


async def test_different_presses_at_once_leave_one_clear_state(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, SEAN)
    message = await alex.message()
    titles = ["Back", "Cancel", "Back", "Cancel"]
    answers = await asyncio.gather(*(alex.press(t, message=message) for t in titles))
    assert {answer["kind"] for answer in answers} == {"card"}
    assert await env.writes() == []


@pytest.mark.parametrize("title", ["Next", "Back", "Cancel"])
async def test_an_older_button_shows_how_things_stand(alex: Chat, title: str) -> None:
    await alex.press("By product")
    await alex.until_card("1 of 4")
    old = await alex.message()
    await alex.press("Next", {"products": E3})
    await alex.until_card(PEOPLE)
    answer = await alex.press(title, message=old)
    assert "That card was out of date." in text_of(answer["card"])
    assert PEOPLE in text_of(answer["card"])
    await alex.until_card(PEOPLE)


async def test_an_older_card_says_that_it_was_replaced(alex: Chat) -> None:
    await to_people(alex)
    await alex.say("many users")
    await alex.until_card("1 of 4", "Many users")
    await alex.until(lambda ms: "Continued in a newer card" in text_of(card_of(_cards(ms)[0])))
    assert buttons_of(card_of((await alex.cards())[0])) == []


async def test_a_cancelled_walk_cannot_be_pressed_on(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, SEAN)
    old = await alex.message()
    await alex.press("Cancel")
    await alex.until_card("Canceled")
    answer = await alex.press("Remove", BOXES, message=old)
    assert "Canceled" in text_of(answer["card"])
    assert await env.writes() == []


async def test_an_activity_sent_again_is_answered_the_same_and_done_once(
    env: BotFixture, alex: Chat
) -> None:
    card = await to_confirm(alex, SEAN)
    message = await alex.message()
    data = {**find_button(card, "Remove")["data"], **BOXES}
    again = invoke(env, data, message=message["id"], id="f:repeated")
    first = await env.post(again)
    await alex.until_card("1 license removed")
    assert await env.post(again) == first
    assert len(await env.writes()) == 1
    assert len(await alex.cards()) == 1


async def test_a_message_sent_again_is_answered_once(env: BotFixture, alex: Chat) -> None:
    said = pressed(env, {}, text="by product", id="1700000000001")
    for _ in range(3):
        assert (await env.post(said))[0] == 202
    await alex.until_card("1 of 4")
    await alex.say("help")
    assert len([c for c in await alex.cards() if "1 of 4" in text_of(card_of(c))]) == 1


async def test_activities_with_one_id_in_two_chats_are_two(env: BotFixture, alex: Chat) -> None:
    await env.chat(personas.ADELE).open()
    for persona in (personas.ALEX, personas.ADELE):
        said = pressed(env, {}, text="help", id="1700000000002", persona=persona)
        assert said["conversation"]["id"] == personal_chat(persona)
        await env.post(said)
    for persona in (personas.ALEX, personas.ADELE):
        await env.chat(persona).until_card("What I can do")


def _cards(messages: list[Json]) -> list[Json]:
    return [m for m in messages if m["attachments"]]
