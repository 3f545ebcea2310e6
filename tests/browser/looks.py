"""Measures each card in each language, on a computer and on a phone: `make looks`.

It prints the highest card of each family and fails where a limit is broken.
"""

import asyncio
import shutil
import sys
from collections.abc import Iterable

from playwright.async_api import Page, async_playwright

from cards.words.catalog import Language
from cards.words.languages import ALL_LANGUAGES, ENGLISH
from tests.browser.conftest import QUIET
from tests.browser.limits import LIMITS, family_of, faults
from tests.browser.measures import COMPUTER, PHONE, Drawn, empty_page, measure
from tests.cards.in_language import cards_in


async def main() -> int:
    """Measure all; the number of faults."""
    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        async with empty_page(chromium) as page:
            found = [one for language in ALL_LANGUAGES for one in await measured(page, language)]
        await chromium.close()
    write(*found)
    return len(found)


async def measured(page: Page, language: Language) -> list[str]:
    """Print the table of a language; what breaks a limit."""
    cards = cards_in(language)
    computer, phone = await measure(page, cards, COMPUTER), await measure(page, cards, PHONE)
    write(f"\n{language.tag:20} {'446 px':>7} {'360 px':>7} {'limit':>6} {'words':>6} {'limit':>6}")
    for family, limit in LIMITS.items():
        heights = [highest(family, drawn) for drawn in (computer, phone)]
        words = max(one.count() for one in computer if family_of(one.name) == family)
        write(
            f"{family:20} {heights[0]:7} {heights[1]:7} {limit.height:6} {words:6} {limit.words:6}"
        )
    english = language is ENGLISH
    return [
        f"{language.tag}, {width} px: {fault}"
        for width, drawn in ((COMPUTER, computer), (PHONE, phone))
        for fault in faults(drawn, english=english)
    ]


def highest(family: str, drawn: Iterable[Drawn]) -> int:
    """Return the height of the highest card of a family."""
    return max(one.height for one in drawn if family_of(one.name) == family)


def write(*lines: str) -> None:
    """Write to standard output."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(main()) else 0)
