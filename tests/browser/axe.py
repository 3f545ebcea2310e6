"""Accessibility faults of a page, as Deque's axe finds them."""

import json

from playwright.async_api import Page

from tests.browser.conftest import PAGE

AXE = PAGE / "node_modules" / "axe-core" / "axe.min.js"


async def expect_no_faults(page: Page) -> None:
    """Fail with every fault that axe finds on the page as it stands."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    result = await page.evaluate("axe.run()")
    faults = [
        (fault["id"], [node["html"][:160] for node in fault["nodes"]])
        for fault in result["violations"]
    ]
    assert faults == [], json.dumps(faults, indent=1)
