"""Runs axe in dark and in high contrast: `make accessibility`. The tests do so in light.

Every card that the bot can post is looked at in each language, and the rehearsal page in each of
its states.
"""

import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, Literal, TypedDict

from playwright.async_api import Browser, Page, async_playwright, expect

from cards.words.languages import ALL_LANGUAGES
from tests.browser.axe import faults
from tests.browser.conftest import QUIET
from tests.browser.measures import COMPUTER, empty_page, place
from tests.browser.page_states import page_states, scripted
from tests.browser.stage import Stage, whole_rehearsal
from tests.cards.in_language import cards_in
from tests.support.teams_page import TeamsPage
from tests.support.waiting import SOON


class Look(TypedDict):
    """How a system asks a page to look, as Playwright names it."""

    color_scheme: Literal["light", "dark"]
    forced_colors: Literal["active", "none"]


LOOKS: Final[dict[str, Look]] = {
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "high contrast": {"color_scheme": "dark", "forced_colors": "active"},
}


async def main() -> int:
    """Look at everything; the number of faults."""
    began = time.monotonic()
    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        async with empty_page(chromium) as page:
            found, seen = await faults_of_cards(page)
        for look, options in LOOKS.items():
            async with on_stage(chromium, options) as stage:
                async for state, page in page_states(stage):
                    found += [f"{look}, {state}: {fault}" for fault in await faults(page)]
                    seen[f"page states, {look}"] = seen.get(f"page states, {look}", 0) + 1
        await chromium.close()
    seen |= {"seconds": round(time.monotonic() - began), "faults": len(found)}
    write(*(f"{name}: {number}" for name, number in seen.items()), *found)
    return len(found)


async def faults_of_cards(page: Page) -> tuple[list[str], dict[str, int]]:
    """Draw each card in each language and look; the faults, and how many cards were looked at."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for language in ALL_LANGUAGES:
        cards = cards_in(language)
        await place(page, cards, COMPUTER)
        for look, options in LOOKS.items():
            await page.emulate_media(**options)
            wrong = await faults(page, "#measured")
            found += [f"{look}, {language.tag}, {fault}" for fault in wrong]
            seen[f"cards, {look}"] = seen.get(f"cards, {look}", 0) + len(cards)
    return found, seen


@asynccontextmanager
async def on_stage(browser: Browser, look: Look) -> AsyncIterator[Stage]:
    """A stage whose page has this look."""
    bot = scripted()
    context = await browser.new_context(locale="en-US", timezone_id="UTC", **look)
    context.set_default_timeout(SOON * 1000)

    async def opened(url: str) -> TeamsPage:
        return await TeamsPage(await context.new_page(), url).open()

    async with whole_rehearsal(bot) as url:
        yield Stage(bot, url, opened)
        await context.close()


def write(*lines: str) -> None:
    """Write to standard output."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    expect.set_options(timeout=SOON * 1000)
    sys.exit(1 if asyncio.run(main()) else 0)
