"""Time zones by their names, as clients report them."""

import re
from datetime import timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: An offset without a known zone name: UTC+14:00.
_OFFSET: Final = re.compile(r"UTC([+-])([01][0-9]):([0-5][0-9])")
_AT_THE_END: Final = re.compile(r"T.*?([+-])([01][0-9]):?([0-5][0-9])$")


def zone_of(name: str) -> tzinfo:
    """A time zone by its IANA name or its offset; UTC where there is none of that name."""
    if offset := _OFFSET.fullmatch(name):
        sign = -1 if offset[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(offset[2]), minutes=int(offset[3])))
    return _named(name) or ZoneInfo("UTC")


def is_zone(name: str) -> bool:
    """Whether a time zone has this IANA name."""
    return bool(name) and _named(name) is not None


def is_offset(name: str) -> bool:
    """Whether only an offset is known, not the place that it is of."""
    return _OFFSET.fullmatch(name) is not None


def offset_of(moment: str) -> str:
    """Return the zone of a local time such as 2026-12-01T10:51:02+14:00; empty for none."""
    if len(moment) > 40 or not (match := _AT_THE_END.search(moment)):
        return ""
    return f"UTC{match[1]}{match[2]}:{match[3]}"


def _named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
