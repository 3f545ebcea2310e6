"""Draws each card in each language, to be looked at: `make drawings`.

The pictures are in `build/drawings/<language>/<width>/<look>/<card>.png`. Nothing compares them.
"""

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Final, Literal

from playwright.async_api import Page, async_playwright

from cards.words.languages import ALL_LANGUAGES
from tests.browser.conftest import QUIET
from tests.browser.measures import COMPUTER, PHONE, empty_page, place
from tests.cards.in_language import cards_in

FOLDER: Final = Path(__file__).parents[2] / "build" / "drawings"
WIDTHS: Final = {"446": COMPUTER, "360": PHONE}
LOOKS: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


async def main(*wanted: str) -> None:
    """Draw the cards whose names begin with one of these; all without any."""
    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        async with empty_page(chromium) as page:
            for language in ALL_LANGUAGES:
                cards = cards_in(language)
                shown = {name: card for name, card in cards.items() if name.startswith(wanted)}
                for name, width in WIDTHS.items():
                    await place(page, shown if wanted else cards, width)
                    await draw(page, FOLDER / language.tag / name)
        await chromium.close()


async def draw(page: Page, folder: Path) -> None:
    """Make a picture of each card on the page, in light and in dark."""
    for look in LOOKS:
        await page.emulate_media(color_scheme=look)
        for card in await page.locator("#measured [data-card]").all():
            name = await card.get_attribute("data-card")
            await card.screenshot(path=folder / look / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
