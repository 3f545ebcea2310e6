"""The confirmation: nothing goes without every tick, and no way out loses or removes anything."""

from datetime import timedelta

import pytest

from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.journeys import (
    BOXES,
    CONFIRM,
    E3,
    PEOPLE,
    PREVIEW,
    VISIO,
    to_confirm,
)
from tests.support.seen import buttons_of, find_button, inputs_of, text_of

SEAN = "sean.o'brien@contoso.example"
ADELE = "adelev@contoso.example"


@pytest.mark.parametrize("box", BOXES)
async def test_without_both_ticks_nothing_is_removed(env: BotFixture, alex: Chat, box: str) -> None:
    await to_confirm(alex, SEAN)
    await alex.press("Remove", {**dict.fromkeys(BOXES, "false"), box: "true"})
    card = await alex.until_card(CONFIRM, "Select each checkbox first. Nothing was removed.")
    assert inputs_of(card)[box]["value"] == "true"
    assert await env.writes() == []
    await alex.press("Remove", BOXES)
    await alex.until_card("1 license removed")


@pytest.mark.parametrize(
    "value", ["True", "1", "yes", "on", "true,true", " true", 1, None, ["true"]]
)
async def test_only_a_tick_is_a_tick(env: BotFixture, alex: Chat, value: object) -> None:
    await to_confirm(alex, SEAN)
    await alex.press("Remove", dict.fromkeys(BOXES, value))
    await alex.until_card(CONFIRM, "Select each checkbox first.")
    assert await env.writes() == []


async def test_a_box_stands_only_where_something_is_lost(alex: Chat) -> None:
    assert set(BOXES) <= set(inputs_of(await to_confirm(alex, SEAN)))
    await alex.say("start over")
    await alex.until_card("Unassign licenses")
    card = await to_confirm(alex, ADELE, VISIO)
    assert inputs_of(card) == {}
    assert "Nothing is deleted, and nothing is lost to eDiscovery." in text_of(card)
    await alex.press("Remove")
    await alex.until_card("1 license removed")


async def test_back_keeps_everything(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, f"{SEAN},{ADELE}", E3, VISIO)
    await alex.press("Back")
    await alex.until_card(PREVIEW, "Remove 2 products from 2 people")
    await alex.press("Back")
    await alex.until_card(PEOPLE, "2 people selected")
    await alex.press("Back")
    card = await alex.until_card("1 of 4")
    assert set(inputs_of(card)["products"]["value"].split(",")) == {E3, VISIO}
    await alex.press("Next")
    await alex.until_card(PEOPLE, "2 people selected")
    await alex.press("Preview")
    await alex.until_card(PREVIEW, "Remove 2 products from 2 people")
    assert await env.writes() == []


async def test_ticks_are_for_one_preview_only(alex: Chat) -> None:
    await to_confirm(alex, SEAN)
    await alex.say("accept deletion")
    await alex.until_card(CONFIRM)
    await alex.press("Back")
    await alex.until_card(PREVIEW)
    await alex.press("Continue")
    card = await alex.until_card(CONFIRM)
    assert all(inputs_of(card)[box]["value"] == "false" for box in BOXES)


async def test_cancel_asks_nothing_removes_nothing_and_takes_the_buttons(
    env: BotFixture, alex: Chat
) -> None:
    await to_confirm(alex, SEAN)
    await alex.press("Cancel")
    card = await alex.until_card("Canceled")
    assert buttons_of(card) == []
    assert "1 person selected" in text_of(card)
    assert await env.writes() == []
    assert E3 in await env.direct(SEAN)


async def test_cancel_works_while_a_required_box_is_empty(alex: Chat) -> None:
    card = await to_confirm(alex, SEAN)
    assert find_button(card, "Cancel")["associatedInputs"] == "none"
    assert find_button(card, "Back")["associatedInputs"] == "none"


async def test_on_another_day_the_preview_comes_first_again(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, SEAN)
    env.clock.ahead = timedelta(days=1)
    await alex.press("Remove", BOXES)
    card = await alex.until_card(PREVIEW, "The date has changed")
    tomorrow = env.clock.now().date() + timedelta(30)
    assert f"after {tomorrow:%b} {tomorrow.day}, {tomorrow.year}" in text_of(card)
    assert await env.writes() == []
    await alex.press("Continue")
    await alex.until_card(CONFIRM)
    await alex.press("Remove", BOXES)
    await alex.until_card("1 license removed")


async def test_the_button_says_what_it_does(alex: Chat) -> None:
    card = await to_confirm(alex, f"{SEAN},{ADELE}", E3, VISIO)
    button = find_button(card, "Remove")
    assert button["title"] == "Remove 3 licenses"
    assert button["style"] == "destructive"
    assert [b["style"] for b in buttons_of(card) if b.get("style") == "destructive"] == [
        "destructive"
    ]


async def test_remove_typed_before_the_confirmation_removes_nothing(
    env: BotFixture, alex: Chat
) -> None:
    await alex.press("By product")
    await alex.until_card("1 of 4")
    await alex.say("remove")
    assert await env.writes() == []
    await alex.say("accept deletion")
    assert await env.writes() == []


async def test_remove_typed_without_ticks_says_what_is_missing(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, SEAN)
    await alex.say("remove")
    await alex.until_card(CONFIRM, "Select each checkbox first. Nothing was removed.")
    assert await env.writes() == []
