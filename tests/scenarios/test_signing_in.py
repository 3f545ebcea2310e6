"""Signing in over HTTP, with everything signed: silently, by the window, and again in mid-run."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.personas import ADELE, ALEX, MEGAN, Persona
from tests.support.chat import Chat, said_by
from tests.support.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, signed=True) as opened:
        yield opened


async def test_a_newcomer_is_greeted_and_notices_nothing(house: House) -> None:
    alex = await house.chat(ALEX).open()
    await alex.until_card("Licenses at a glance")
    print([ (m["author"], m["attachments"][0]["contentType"] if m["attachments"] else m["text"]) for m in await alex.messages()])
