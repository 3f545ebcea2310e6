"""A test environment with a small office, and Alex who has opened the chat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.crowd import office


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(60)) as opened:
        yield opened


@pytest.fixture
async def alex(env: BotFixture) -> Chat:
    return await env.chat().open()
