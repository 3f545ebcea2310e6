"""Draws the pictures of the documentation: `make screenshots`.

The organization, the people and the day are the same every time, so a picture changes only when a
card does.
"""

import asyncio
import shutil
import tempfile
from pathlib import Path

import time_machine
from playwright.async_api import Browser, async_playwright

from cards.words.languages import ENGLISH
from sandbox.organization.generate import generate
from tests.browser import walks
from tests.browser.conftest import QUIET
from tests.browser.measures import PHONE, empty_page, place
from tests.cards.in_language import cards_in
from tests.support.bot_fixture import open_bot
from tests.support.teams_page import TeamsPage

IMAGES = Path(__file__).parents[2] / "docs" / "images"
MORNING = "2026-11-24 09:30+00:00"
#: Pixels: wide enough for a desk, and no higher than the shortest card.
WIDTH, HEIGHT = 780, 600
#: The sample of an approver's card.
REQUEST = "request-approver-of-1"


async def main() -> None:
    """Serve a rehearsal and walk through it, with a picture of every step."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_bot(Path(folder), generate(2_000, 1)) as env,
            async_playwright() as play,
        ):
            chromium = await play.chromium.launch(
                executable_path=shutil.which("chromium"), args=QUIET
            )
            await draw(chromium, env.sandbox_url)
            await draw_request(chromium)
            await chromium.close()


async def draw(browser: Browser, url: str) -> None:
    """Make all pictures."""
    context = await browser.new_context(
        locale="en-US",
        timezone_id="UTC",
        reduced_motion="reduce",
        viewport={"width": WIDTH, "height": HEIGHT},
    )
    teams = await TeamsPage(await context.new_page(), url).open()

    async def picture(name: str) -> None:
        await unfold(teams)
        await teams.screenshot(IMAGES / f"{name}.png")

    await walks.show_five_cards(teams, picture)
    await context.close()


async def draw_request(browser: Browser) -> None:
    """Make the picture of a request as an approver sees it on a phone."""
    async with empty_page(browser) as page:
        await place(page, {REQUEST: cards_in(ENGLISH)[REQUEST]}, PHONE)
        card = page.locator("#measured [data-card]")
        await card.screenshot(path=IMAGES / "request-phone.png", animations="disabled")


async def unfold(teams: TeamsPage) -> None:
    """Make the window as tall as its last card needs, and take the pointer off the buttons."""
    await teams.page.mouse.move(0, 0)
    await teams.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    missing = await teams.column.locator("[role=tabpanel]:not([hidden]) .scroll").evaluate(
        "(room) => room.scrollHeight - room.clientHeight"
    )
    await teams.page.set_viewport_size({"width": WIDTH, "height": HEIGHT + missing})
    await teams.page.wait_for_timeout(300)


if __name__ == "__main__":
    with time_machine.travel(MORNING, tick=True):
        asyncio.run(main())
