"""Numbers, dates and lists as a language writes them."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal


@lru_cache(maxsize=4096)
def _decimal(number: int, locale: str) -> str:
    # Babel reads the locale's rules anew each time, and a card holds dozens of numbers.
    return str(format_decimal(number, locale=locale))


class Numbers:
    """What every catalogue can write in its own language (Unicode CLDR, through Babel)."""

    #: For Babel; and for the `lang` of a card, two or three letters.
    locale = "en_US"
    language = "en"

    def day(self, day: date) -> str:
        """A date with its weekday: Thursday, December 24, 2026."""
        return str(format_date(day, format="full", locale=self.locale))

    def number(self, number: int) -> str:
        """A whole number: 10,000."""
        return _decimal(number, self.locale)

    def listed(self, names: Sequence[str]) -> str:
        """A list: A, B, and C."""
        return str(format_list(list(names), locale=self.locale))

    def some(self, count: int, one: str, many: str) -> str:
        """A count of things: 1 license, 10,000 licenses. For languages with two forms."""
        return f"{self.number(count)} {one if count == 1 else many}"
