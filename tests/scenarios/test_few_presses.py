"""How many presses a removal takes: buttons, boxes, and the picking of a person; typing is free."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.crowd import address, addresses, office, person, with_people
from tests.support.journeys import CONFIRM, E3, PEOPLE, PREVIEW, VISIO
from tests.support.seen import Json, inputs_of

MOST = 7
TWO = "two@contoso.example"
THREE = "three@contoso.example"


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    two = person("Two Licenses", "two", "ENTERPRISEPACK", "VISIOCLIENT")
    three = person("Three Licenses", "three", "ENTERPRISEPACK", "VISIOCLIENT", "FLOW_FREE")
    async with open_bot(tmp_path, with_people(office(400), two, three)) as opened:
        yield opened


class Presses:
    """A person who counts what they press."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.count = 0

    async def press(self, title: str, inputs: Json | None = None, *, typed: int = 0) -> None:
        """Press a button after filling in inputs, of which `typed` are typed and not pressed."""
        self.count += 1 + len(inputs or {}) - typed
        await self.chat.press(title, inputs)

    async def confirm(self) -> None:
        """Go on from the preview, accept each loss in its box, and remove."""
        await self.chat.until_card(PREVIEW)
        await self.press("Continue")
        card = await self.chat.until_card(CONFIRM)
        boxes = {id_: "true" for id_, one in inputs_of(card).items() if one["isRequired"]}
        assert set(boxes) == {"accept_deletion", "accept_ediscovery"}
        await self.press("Remove", boxes)
        await self.chat.until_card("licenses removed")


async def test_by_user_both_licenses_of_a_person_are_removed_by_buttons_alone(
    env: BotFixture, alex: Chat
) -> None:
    person = Presses(alex)
    await person.press("By user")
    await alex.until_card("1 of 4")
    await person.press("All their licenses", {"person": await env.id_of(TWO)})
    await person.confirm()
    assert await env.direct(TWO) == set()
    assert person.count <= MOST


async def test_by_user_two_of_more_licenses_are_removed_after_an_address_is_typed(
    env: BotFixture, alex: Chat
) -> None:
    before = await env.direct(THREE)
    person = Presses(alex)
    await alex.say(THREE)
    await alex.until_card("2 of 4", "Three Licenses")
    await person.press("Preview", {f"license_{E3}": "true", f"license_{VISIO}": "true"})
    await person.confirm()
    assert await env.direct(THREE) == before - {E3, VISIO}
    assert person.count <= MOST


async def test_four_hundred_people_lose_all_licenses(env: BotFixture, alex: Chat) -> None:
    person = Presses(alex)
    await person.press("Many users")
    await alex.until_card("1 of 4")
    await person.press("All their licenses", {"paste": addresses(400)}, typed=1)
    await person.confirm()
    await alex.until_card("Receipt 1", "400 licenses removed")
    assert await env.direct(address(400)) == set()
    assert person.count <= MOST


async def test_a_list_pasted_into_the_chat_begins_the_way_for_many(
    env: BotFixture, alex: Chat
) -> None:
    await alex.say(addresses(3))
    await alex.until_card("1 of 4", "3 people selected")
    await alex.press("Next")
    await alex.until_card("2 of 4")
    await alex.press("Back")
    await alex.until_card("1 of 4", "3 people selected")
    assert await env.writes() == []


async def test_what_was_chosen_to_lose_everything_can_be_narrowed_down_again(alex: Chat) -> None:
    await alex.press("Many users")
    await alex.until_card("1 of 4")
    await alex.press("All their licenses", {"paste": f"{TWO}\n{THREE}"})
    await alex.until_card(PREVIEW, "Remove 3 products from 2 people")
    await alex.press("Back")
    await alex.until_card(PEOPLE)
    await alex.press("Preview", {"all_products": "false", "products": VISIO})
    await alex.until_card(PREVIEW, "Remove Visio Plan 2 from 2 people")
