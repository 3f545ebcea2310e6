"""The days on which a run took licenses. Data is kept from then on, whenever it was asked for."""

from dataclasses import dataclass
from datetime import date, datetime

from licensing.tenant.time_zones import zone_of


@dataclass(frozen=True, slots=True)
class RemovalDays:
    """The first and the last such day. They differ if a run waited or continued past midnight."""

    first: date
    last: date


def local_day(moment: datetime, timezone: str) -> date:
    """The day of a removal where the run's days are counted."""
    return moment.astimezone(zone_of(timezone)).date()
