"""Draw the icons from their sources: `python -m manifest.draw`. Needs Chromium and Playwright."""

import asyncio
import shutil
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, async_playwright

FOLDER: Final = Path(__file__).parent / "icons"
#: Pixels of each side, as Teams wants them.
SIZES: Final = {"color": 192, "outline": 32}


async def drawn(browser: Browser) -> dict[str, bytes]:
    """Each icon as PNG, by its name."""
    page = await browser.new_page()
    pictures = {}
    for name, side in SIZES.items():
        source = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
        await page.set_viewport_size({"width": side, "height": side})
        await page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{source}")
        pictures[name] = await page.screenshot(omit_background=True)
    await page.close()
    return pictures


async def main() -> None:
    """Write the pictures next to their sources."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, picture in (await drawn(browser)).items():
            (FOLDER / f"{name}.png").write_bytes(picture)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
