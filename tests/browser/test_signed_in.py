"""The whole loop of signing in, in a real browser, with everything signed as in a real tenant."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page

from tests.browser import walks
from tests.support.house import House, open_house
from tests.support.teams_page import OpenTeams, TeamsPage


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, signed=True) as opened:
        yield opened


async def window(teams: TeamsPage) -> Page:
    """Open the sign-in window."""
    async with teams.page.expect_popup() as opening:
        await teams.column.get_by_role("button", name="Sign in", exact=True).last.click()
    return await opening.value


async def test_alex_is_signed_in_silently_and_removes_as_himself(
    house: House, open_teams: OpenTeams
) -> None:
    teams = await open_teams(house.sandbox_url)
    await walks.begin(teams, "By product")
    await walks.choose_products(teams, "Office 365 E3")
    await teams.fill("Or paste a list", "former@contoso.example")
    await walks.preview(teams)
    await house.control("entra/people/alex/revoke", {})
    await walks.remove(teams)
    await teams.sees_in_card("1 license removed")
    assert walks.OFFICE_E3 not in await house.direct("former@contoso.example")
    await teams.say("sign out")
    await teams.sees("You are signed out")
    await teams.say("who am i")
    await teams.sees("License Administrator")


async def test_megan_consents_in_the_window_after_others_were_refused(
    house: House, open_teams: OpenTeams
) -> None:
    teams = await open_teams(house.sandbox_url, "megan")
    await teams.sees("Sign in")

    denied = await window(teams)
    await denied.get_by_role("button", name="Megan Bowen").click()
    await denied.get_by_role("button", name="Cancel").click()
    await denied.get_by_text("You are not signed in").wait_for()
    await denied.close()

    foreign = await window(teams)
    await foreign.get_by_role("button", name="Adele Vance").click()
    await foreign.get_by_text("Somebody else signed in there").wait_for()
    await foreign.close()

    own = await window(teams)
    await own.get_by_role("button", name="Megan Bowen").click()
    async with own.expect_event("close"):
        await own.get_by_role("button", name="Accept").click()
    await teams.sees("Licenses at a glance")
    await teams.say("who am i")
    await teams.sees("You have no role")
