"""A house with a small office, and Alex who has opened the chat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.chat import Chat
from tests.support.crowd import office
from tests.support.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, office(60)) as opened:
        yield opened


@pytest.fixture
async def alex(house: House) -> Chat:
    return await house.chat().open()
