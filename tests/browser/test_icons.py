"""The icons are what their sources show."""

from playwright.async_api import Browser

from manifest.draw import FOLDER, drawn
from tests.support.png import pixels


async def test_the_icons_of_the_app_are_those_that_are_drawn(browser: Browser) -> None:
    for name, picture in (await drawn(browser)).items():
        kept = (FOLDER / f"{name}.png").read_bytes()
        pairs = [
            (one, other)
            for new, old in zip(pixels(picture), pixels(kept), strict=True)
            for one, other in zip(new, old, strict=True)
        ]
        # Another Chromium may draw an edge a little otherwise.
        unlike = sum(max(abs(a - b) for a, b in zip(*pair, strict=True)) > 48 for pair in pairs)
        assert unlike <= len(pairs) // 100, f"renew {name}.png with: python -m manifest.draw"
