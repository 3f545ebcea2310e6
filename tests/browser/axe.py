"""Accessibility faults of a page, as Deque's axe finds them."""

from playwright.async_api import Page

from tests.browser.conftest import PAGE

AXE = PAGE / "node_modules" / "axe-core" / "axe.min.js"

_RUN = """
async (room) => {
    const { violations } = await axe.run(room, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, target }) => {
        const card = document.querySelector(target.at(-1))?.closest("[data-card]")?.dataset.card;
        return [card, id, html.slice(0, 160)].filter(Boolean).join(": ");
    }));
}
"""


async def faults(page: Page, room: str = "html") -> list[str]:
    """Each fault that axe finds within `room` as it stands: the card, the rule and the element."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    found: list[str] = await page.evaluate(_RUN, room)
    return found


async def expect_no_faults(page: Page) -> None:
    """Fail with every fault that axe finds on the page as it stands."""
    assert await faults(page) == []
