"""Numbers, dates and lists as a language writes them."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from licensing.tenant.time_zones import zone_of


@lru_cache(maxsize=4096)
def _decimal(number: int, locale: str) -> str:
    # Babel reads the locale's rules again each time, and a card holds dozens of numbers.
    return str(format_decimal(number, locale=locale))


class Numbers:
    """What every catalog can write in its own language (Unicode CLDR, through Babel)."""

    #: For Babel: en_US.
    locale: str

    def day(self, day: date) -> str:
        """A date with its weekday: Thursday, December 24, 2026."""
        return str(format_date(day, format="full", locale=self.locale))

    def full_moment(self, at: datetime, zone: str) -> str:
        """A time with its full day, where someone is: Thursday, December 24, 2026, 9:30 AM UTC."""
        local = at.astimezone(zone_of(zone))
        time = format_time(local, format="short", locale=self.locale)
        # Babel writes a narrow space before AM, which not every client has.
        return f"{self.day(local.date())}, {time.replace(chr(0x202F), ' ')} {local.tzname()}"

    def span(self, span: timedelta) -> str:
        """A length of time, roughly: 2 days, 5 hours."""
        least = max(span, timedelta(minutes=1))
        return str(format_timedelta(least, "minute", threshold=1.5, locale=self.locale))

    def short_day(self, day: date) -> str:
        """A date for a table: Dec 24, 2026."""
        return str(format_date(day, format="medium", locale=self.locale))

    def moment(self, at: datetime) -> str:
        """A date with its time of day, in UTC: Dec 24, 2026, 9:05 AM UTC."""
        said = str(format_datetime(at.astimezone(UTC), "medium", locale=self.locale))
        # Babel names the seconds too, which no one asks for.
        return re.sub(r"(:\d\d):\d\d", r"\1", said) + " UTC"

    def money(self, amounts: Mapping[str, Decimal]) -> str:
        """Amounts in several currencies side by side, never added."""
        said = (format_currency(amounts[c], c, locale=self.locale) for c in sorted(amounts))
        return " + ".join(map(str, said))

    def number(self, number: int) -> str:
        """A whole number: 10,000."""
        return _decimal(number, self.locale)

    def listed(self, names: Sequence[str]) -> str:
        """A list: A, B, and C."""
        return str(format_list(list(names), locale=self.locale))
