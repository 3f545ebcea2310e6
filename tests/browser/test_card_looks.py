"""The bot's own cards on a desk and on a phone: axe finds no fault, and nothing is cut off."""

from pathlib import Path

from tests.browser import walks
from tests.browser.axe import expect_no_faults
from tests.support.bot_fixture import open_bot
from tests.support.teams_page import OpenTeams, TeamsPage

DESK, PHONE = 1280, 360


async def test_every_step_can_be_used_by_everyone(tmp_path: Path, open_teams: OpenTeams) -> None:
    async with open_bot(tmp_path) as env:
        teams: TeamsPage = await open_teams(env.sandbox_url, reduced_motion="reduce")

        async def look_at(name: str) -> None:
            for width in (DESK, PHONE):
                await teams.page.set_viewport_size({"width": width, "height": 800})
                await expect_no_faults(teams.page)
                await expect_nothing_cut_off(teams, f"{name}, {width} px")

        await walks.show_five_cards(teams, look_at)


async def expect_nothing_cut_off(teams: TeamsPage, where: str) -> None:
    """Nothing of the card is wider than the card."""
    wider = await teams.card.locator(".card").evaluate(
        """(card) => {
            const edge = card.getBoundingClientRect().right + 1;
            return [...card.querySelectorAll("*")]
                .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > edge)
                .map((one) => one.outerHTML.slice(0, 120));
        }"""
    )
    assert wider == [], where
