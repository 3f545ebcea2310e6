"""A complete correct setup with signatures, and the ways to break it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from commands.doctor.examination import examine
from commands.doctor.findings import Check, Code, Finding, Level
from sandbox.organization.personas import ALEX
from settings import Settings
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.crowd import office
from tests.support.shifted_clock import ShiftedClock

#: A checkout of settings: what the bot itself was started with, and what is changed.
BAD = {Level.FAULT, Level.WARNING}


class Patient:
    """A set-up, and what the doctor finds in it."""

    def __init__(self, env: BotFixture) -> None:
        self.env = env
        self.clock = ShiftedClock()

    async def look(self, *, person: str = "", **changed: Any) -> list[Finding]:
        """Examine the setup with these settings changed."""
        kept = self.env.settings.model_dump()
        settings = Settings(**{**kept, **changed})
        return await examine(settings, self.clock, person=person)

    async def bad(self, **changed: Any) -> set[Code]:
        """All that is not well."""
        return {one.code for one in await self.look(**changed) if one.level in BAD}


def only(findings: list[Finding], check: Check) -> list[Code]:
    """What one check found."""
    return [finding.code for finding in findings if finding.check is check]


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(20), signed=True) as opened:
        yield opened


@pytest.fixture
async def patient(env: BotFixture) -> Patient:
    """Alex has signed in, so that permissions and keys can be looked at."""
    chat = await env.chat(ALEX).open()
    await chat.until_card("Unassign licenses")
    return Patient(env)
