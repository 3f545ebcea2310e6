"""The thirty days after a removal, in a real browser, with a bot that is restarted in between.

The clock of the rehearsal tenant is turned day by day; the bot follows it.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser import walks
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.teams_page import OpenTeams, TeamsPage

pytestmark = pytest.mark.long

FORMER = "former@contoso.example"
SEAN = "sean.o'brien@contoso.example"
RESTARTS = {4, 11, 22, 23, 28, 29}


@pytest_asyncio.fixture(loop_scope="session")
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, bot=False) as opened:
        opened.follows = True
        # It is ten in the morning, so that nothing waits for the end of the night.
        now = datetime.now(UTC)
        ten = datetime.combine(now.date() + timedelta(days=1), time(10), UTC)
        await turn(opened, (ten - now) / timedelta(days=1))
        await opened.start_bot()
        yield opened


async def turn(env: BotFixture, days: float) -> None:
    await env.control("clock", {"days": days})


async def data_of(env: BotFixture, person: str) -> dict[str, Any]:
    async with env.session.get(f"{env.sandbox_url}/_sandbox/data/{person}") as answer:
        return dict(await answer.json())


async def pass_days(env: BotFixture, first: int, last: int) -> None:
    """Let each of these days come, counted from the removal, and restart the bot on some."""
    for day in range(first, last + 1):
        await turn(env, 1)
        if day in RESTARTS:
            await env.restart_bot()


async def reminders(teams: TeamsPage) -> int:
    return await teams.messages.filter(has_text="Removal of").count()


async def test_thirty_days_bring_each_reminder_once_and_the_data_goes_as_promised(
    env: BotFixture, open_teams: OpenTeams
) -> None:
    teams = await open_teams(env.sandbox_url)
    await walks.begin(teams, "By product")
    await walks.choose_products(teams, "Office 365 E3")
    await teams.fill("Or paste a list", f"{FORMER}; {SEAN}")
    await walks.preview(teams)
    await walks.remove(teams)
    await teams.sees_in_card("2 licenses removed")
    assert (await data_of(env, FORMER))["mailbox"]["state"] == "held"

    await pass_days(env, 1, 10)
    await env.assign(SEAN, walks.OFFICE_E3)
    assert (await data_of(env, SEAN))["mailbox"]["state"] == "active"
    await pass_days(env, 11, 22)
    await teams.say("upcoming")
    await teams.sees_in_card("1 mailbox is permanently deleted")
    assert await reminders(teams) == 0

    await pass_days(env, 23, 23)
    await teams.sees_in_card("In 7 days: 1 mailbox is permanently deleted")
    await expect(teams.card).to_contain_text("Former Employee has had no license for a mailbox")
    await expect(teams.card).to_contain_text("1 person has a license again and is left out.")

    await pass_days(env, 24, 29)
    await teams.sees_in_card("Tomorrow: 1 mailbox is permanently deleted")
    await expect(teams.card).not_to_contain_text("Sean")
    assert await reminders(teams) == 2
    assert (await data_of(env, FORMER))["mailbox"]["state"] == "held"

    await pass_days(env, 30, 31)
    states = await data_of(env, FORMER)
    assert states["mailbox"]["state"] == "deleted"
    assert states["oneDrive"]["state"] == "held"
    assert (await data_of(env, SEAN))["mailbox"]["state"] == "active"
    await env.restart_bot()
    await teams.say("upcoming")
    await teams.sees_in_card("1 OneDrive turns read-only")
    await expect(teams.card).not_to_contain_text("mailbox")
    assert await reminders(teams) == 2


async def test_the_page_turns_the_clock_and_shows_what_becomes_of_someones_data(
    env: BotFixture, open_teams: OpenTeams
) -> None:
    await env.take(FORMER, walks.OFFICE_E3)
    teams = await open_teams(env.sandbox_url)
    await teams.page.get_by_role("button", name="Tenant", exact=True).click()
    panel = teams.page.get_by_role("region", name="In the tenant")
    await panel.get_by_label("Look someone up").fill("former")
    await panel.get_by_role("button", name="Former Employee").click()
    await expect(panel).to_contain_text("Mailbox: held until")
    for _ in range(5):
        await panel.get_by_role("button", name="A week on").click()
    await expect(panel).to_contain_text("Mailbox: deleted")
