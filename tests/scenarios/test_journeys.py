"""The three journeys over real HTTP, checked in the tenant and not with the bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.house import House, open_house, text_of, inputs_of, find_button

E3 = "6fd2c87f-b296-42f0-b197-1e91e994b900"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


async def test_by_product(house: House) -> None:
    alex = await house.chat().open()
    await alex.press("By product")
    card = await alex.until_card("1 of 4")
    await alex.press("Next", {"products": E3})
    card = await alex.until_card("2 of 4")
    print(text_of(card)); print(inputs_of(card))
    assert E3 in await house.direct("diegos@contoso.example")
    await alex.press("Preview", {"paste": "diegos@contoso.example; Lynne R <lynner@contoso.example>\nnobody@x.y"})
    card = await alex.until_card("nobody@x.y")
    print(text_of(card)); print(inputs_of(card))
    await alex.press("Continue without")
    card = await alex.until_card("3 of 4")
    print(text_of(card))
    await alex.press("Continue")
    card = await alex.until_card("4 of 4")
    print(text_of(card)); print(inputs_of(card))
    await alex.press("Remove 1 license", {"accept_deletion": "true", "accept_ediscovery": "true"})
    card = await alex.until_card("removed")
    print(text_of(card))
    assert E3 not in await house.direct("diegos@contoso.example")
