"""A run is watched, held and undone in a real browser, and its file downloaded."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from sandbox.organization.personas import ALEX
from tests.browser import walks
from tests.browser.axe import expect_no_faults
from tests.browser.test_card_looks import DESK, PHONE, expect_nothing_cut_off
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import card_of
from tests.support.crowd import address, addresses, office
from tests.support.seen import links_of
from tests.support.teams_page import OpenTeams, TeamsPage
from tests.support.workbooks import read_workbook

pytestmark = pytest.mark.long

#: More than can be under way when the run is held.
PEOPLE = 120
NESTOR = "nestorw@contoso.example"


@pytest_asyncio.fixture(loop_scope="session")
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(PEOPLE), canary_from=0) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def teams(env: BotFixture, open_teams: OpenTeams) -> TeamsPage:
    opened: TeamsPage = await open_teams(env.sandbox_url, reduced_motion="reduce")
    return opened


async def begin(teams: TeamsPage, people: str) -> None:
    """From the home card to the button that removes, which is pressed."""
    await walks.begin(teams, "By product")
    await walks.choose_products(teams, "Office 365 E3")
    await teams.fill("Or paste a list", people)
    await walks.preview(teams)
    await walks.tick_all(teams)
    await walks.press_remove(teams)


async def looked_at(teams: TeamsPage, name: str) -> None:
    """Nothing is cut off and axe finds no fault, on a desk and on a phone."""
    for width in (PHONE, DESK):
        await teams.page.set_viewport_size({"width": width, "height": 800})
        await expect_no_faults(teams.page)
        await expect_nothing_cut_off(teams, f"{name}, {width} px")


async def test_a_run_is_watched_paused_resumed_and_stopped(
    env: BotFixture, teams: TeamsPage
) -> None:
    await walks.begin(teams, "By product")
    await walks.choose_products(teams, "Office 365 E3")
    await teams.fill("Or paste a list", addresses(PEOPLE))
    await walks.preview(teams)
    await walks.tick_all(teams)
    await env.control("settings", {"latency": 0.5}, "PATCH")
    await walks.press_remove(teams)
    await teams.sees_in_card("Removing")
    await expect(teams.card.get_by_role("progressbar")).to_be_visible()
    await teams.click("Pause")
    await teams.sees_in_card("Paused")
    await looked_at(teams, "paused")
    await teams.click("Resume")
    await teams.sees_in_card("Removing")
    done_some = re.compile(rf"[1-9]\d* of {PEOPLE} people done")
    await expect(teams.card).to_contain_text(done_some)
    await teams.click("Stop")
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await teams.sees_in_card("not started")
    done = len(await env.writes())
    assert 0 < done < PEOPLE
    await teams.sees_in_card(f"{PEOPLE - done} not")
    await looked_at(teams, "stopped")


async def test_what_was_removed_is_restored_from_its_receipt(
    env: BotFixture, teams: TeamsPage
) -> None:
    before = await env.states(NESTOR)
    await begin(teams, f"{addresses(2)}\n{NESTOR}")
    await teams.sees_in_card("3 licenses removed")
    await teams.say("history")
    await teams.sees_in_card("1 receipt")
    await looked_at(teams, "history")
    await teams.click("Open")
    await teams.sees_in_card("3 licenses removed")
    await teams.click("Restore licenses")
    await teams.sees_in_card("1 of 3")
    await looked_at(teams, "who")
    await teams.click("Choose people")
    await teams.typeahead("Search", "nest", "Nestor Wilke")
    await teams.click("Restore for selected people")
    await teams.sees_in_card("2 of 3")
    await teams.sees_in_card("Restore Office 365 E3 to Nestor Wilke")
    await looked_at(teams, "preview")
    await teams.click("Continue")
    await teams.sees_in_card("Restore Office 365 E3 to Nestor Wilke?")
    await looked_at(teams, "confirm")
    await teams.click("Restore 1 license")
    await teams.sees_in_card("1 license restored")
    after = await env.states(NESTOR)
    for states in (before, after):
        for state in states:
            del state["lastUpdatedDateTime"]
    assert after == before
    assert walks.OFFICE_E3 not in await env.direct(address(1))
    await teams.say("undo 1")
    await teams.sees_in_card("2 licenses can be restored to 2 people")
    await teams.click("Restore for all 2 people")
    await teams.sees_in_card("2 of 3")
    await teams.click("Continue")
    await teams.sees_in_card("3 of 3")
    await teams.click("Restore 2 licenses")
    await teams.sees_in_card("2 licenses restored")
    assert walks.OFFICE_E3 in await env.direct(address(1))


async def test_the_file_is_downloaded_by_a_link(env: BotFixture, teams: TeamsPage) -> None:
    await begin(teams, addresses(2))
    await teams.sees_in_card("2 licenses removed")
    await expect(teams.card.get_by_role("link", name="Download")).to_be_visible()
    shown = card_of((await env.chat(ALEX).cards())[-1])
    (link,) = (one for one in links_of(shown) if "/downloads/" in one)
    async with env.session.get(link) as answer:
        people = read_workbook(await answer.read())["People"]
    assert [row[5] for row in people[1:]] == ["Removed", "Removed"]
