"""Measures cards as they are drawn: how high, where the lowest button is, how many words.

All cards are drawn on one page, one below the other, by the code that draws the chat.
"""

import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Page

from cards.kit.card import Card
from tests.cards import samples, scale_samples
from tests.support.scripted_bot import ScriptedBot, rehearsal

#: Pixels that a card has in Teams on a computer; and on a phone of 360 px, between the margins.
COMPUTER, PHONE = 446, 336

_PLACE = """
async ([cards, width]) => {
    const { CardView } = await import("/page/cards/card.js");
    document.getElementById("measured")?.remove();
    document.body.style.overflow = "visible";
    const room = document.createElement("div");
    room.id = "measured";
    room.style.cssText = `position: absolute; z-index: 9; inset: 0 auto auto 0; width: ${width}px`;
    document.body.append(room);
    for (const [name, card] of Object.entries(cards)) {
        const view = new CardView({}, {}, card);
        view.frame.dataset.card = name;
        room.append(view.element);
        view.placed();
    }
    await document.fonts.ready;
}
"""

_MEASURE = """
() => [...document.querySelectorAll("#measured [data-card]")].map((frame) => {
    const { top, height, right } = frame.getBoundingClientRect();
    const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().height > 0;
    const all = [...frame.querySelectorAll("*")].filter(shown);
    const buttons = all.filter((one) => one.matches("button, [role=button]"));
    const edges = buttons.map((one) => one.getBoundingClientRect().bottom - top);
    const wide = all.filter((one) => one.getBoundingClientRect().right > right + 1);
    return {
        name: frame.dataset.card,
        height: Math.round(height),
        lowest: Math.round(Math.max(0, ...edges)),
        words: frame.innerText,
        cut: wide.map((one) => one.outerHTML.slice(0, 120)),
    };
})
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card as it was drawn, in pixels."""

    name: str
    height: int
    #: Where the lowest button ends, from the top of the card; 0 without buttons.
    lowest: int
    #: Everything that is read on it.
    words: str
    #: What is wider than the card.
    cut: tuple[str, ...]

    def count(self) -> int:
        """Count the words of the catalog: not the names, and not what people wrote."""
        left = self.words
        for name in sorted(NAMES, key=len, reverse=True):
            left = left.replace(name, " ")
        words = (word.strip("“”….,") for word in left.split())
        return len([word for word in words if re.search(r"\w", word) and word not in WRITTEN])


def _names() -> Iterable[str]:
    tame = samples.TAME
    yield from (*tame.people, *tame.products.values(), tame.group, tame.typed)
    yield from (f"person{number}@contoso.example" for number in range(40))


NAMES = frozenset(_names())
WRITTEN = frozenset(scale_samples.LONG_REASON.split())


@asynccontextmanager
async def empty_page(browser: Browser) -> AsyncIterator[Page]:
    """Open the rehearsal page for cards to be drawn on."""
    async with rehearsal(ScriptedBot()) as url:
        page = await browser.new_page(reduced_motion="reduce")
        await page.goto(url)
        yield page
        await page.close()


async def place(page: Page, cards: Mapping[str, Card], width: int) -> None:
    """Draw all cards, `width` pixels wide, in the place of those drawn before."""
    await page.evaluate(_PLACE, [dict(cards), width])


async def measure(page: Page, cards: Mapping[str, Card], width: int = COMPUTER) -> list[Drawn]:
    """Draw all cards and measure each."""
    await place(page, cards, width)
    return [Drawn(**one | {"cut": tuple(one["cut"])}) for one in await page.evaluate(_MEASURE)]
