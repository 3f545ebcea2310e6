"""Each card that the bot can post, measured as it is drawn; `make looks` has all languages."""

from playwright.async_api import Browser

from tests.browser.limits import LIMITS, family_of, faults
from tests.browser.measures import COMPUTER, empty_page, measure
from tests.cards.in_language import cards_in


async def test_each_card_keeps_its_limit_of_height_and_words(browser: Browser) -> None:
    cards = cards_in()
    assert {family_of(name) for name in cards} == set(LIMITS)
    async with empty_page(browser) as page:
        drawn = await measure(page, cards, COMPUTER)
    assert faults(drawn, english=True) == []
