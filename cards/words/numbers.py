"""Numbers, dates and lists as a language writes them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    format_timedelta,
    get_datetime_format,
)
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from licensing.tenant.time_zones import zone_of


@lru_cache(maxsize=4096)
def _decimal(number: int, locale: str) -> str:
    # Babel reads the locale's rules again each time, and a card holds dozens of numbers.
    return str(format_decimal(number, locale=locale))


def _offset(moment: datetime) -> str:
    """The offset of a moment's time zone: UTC, UTC+8, UTC-6, UTC+5:30."""
    minutes = round((moment.utcoffset() or timedelta()) / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return "UTC" + (f"{sign}{hours}" if minutes else "") + (f":{rest:02}" if rest else "")


class Numbers:
    """What every catalog can write in its own language (Unicode CLDR, through Babel)."""

    #: For Babel: en_US.
    locale: str

    def day(self, day: date) -> str:
        """A date with its weekday: Thursday, December 24, 2026."""
        return str(format_date(day, format="full", locale=self.locale))

    def full_moment(self, at: datetime, zone: str) -> str:
        """A time with its full day, where someone is: Thursday, December 24, 2026, 9:30 AM UTC-6.

        The offset, because two countries share an abbreviation such as CST.
        """
        local = at.astimezone(zone_of(zone))
        return f"{self._at('full', local, self.day(local.date()))} {_offset(local)}"

    def span(self, span: timedelta) -> str:
        """A length of time, roughly: 2 days, 5 hours."""
        least = max(span, timedelta(minutes=1))
        return str(format_timedelta(least, "minute", threshold=1.5, locale=self.locale))

    def short_day(self, day: date) -> str:
        """A date for a table: Dec 24, 2026."""
        return str(format_date(day, format="medium", locale=self.locale))

    def month_day(self, day: date) -> str:
        """A date of the next days: Dec 24."""
        return str(format_skeleton("MMMd", day, locale=self.locale))

    def moment(self, at: datetime) -> str:
        """A date with its time of day, in UTC: Dec 24, 2026, 9:05 AM UTC."""
        return f"{self.local_moment(at.astimezone(UTC))} UTC"

    def local_moment(self, moment: datetime) -> str:
        """A date with its time of day, both as the clock showed them: Dec 24, 2026, 9:05 AM."""
        return self._at("medium", moment, self.short_day(moment.date()))

    def _at(self, style: Literal["full", "medium"], local: datetime, day: str) -> str:
        # Babel writes a narrow space before AM, which not every client has.
        time = format_time(local, format="short", locale=self.locale).replace(chr(0x202F), " ")
        pattern = str(get_datetime_format(style, locale=self.locale))
        return pattern.format(time, day)

    def money(self, amounts: Mapping[str, Decimal]) -> str:
        """Amounts in several currencies side by side, never added."""
        said = (format_currency(amounts[c], c, locale=self.locale) for c in sorted(amounts))
        return " + ".join(map(str, said))

    def number(self, number: int) -> str:
        """A whole number: 10,000."""
        return _decimal(number, self.locale)

    def listed(self, names: Sequence[str]) -> str:
        """A list: A, B, and C."""
        return self._list(names, "standard")

    def either(self, names: Sequence[str]) -> str:
        """A list of which any is meant: A, B, or C."""
        return self._list(names, "or")

    def _list(self, names: Sequence[str], style: Literal["standard", "or"]) -> str:
        before, last = list(names[:-1]), list(names[-1:])
        if before and self.locale.startswith("zh"):
            # CLDR puts no space between a Chinese word and a Latin letter; Microsoft does.
            before[-1] += " " * before[-1][-1:].isascii()
            last[0] = " " * last[0][:1].isascii() + last[0]
        return str(format_list(before + last, style, locale=self.locale))
