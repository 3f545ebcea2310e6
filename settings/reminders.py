"""Parses the settings of reminders into a `ReminderSchedule`."""

import re
from datetime import time
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from licensing.reminders.schedule import ReminderSchedule
from settings.errors import SettingsError

OFF: Final = "off"
_WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS: Final = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
#: No loss is further ahead than this.
_MOST_DAYS: Final = 365


def read_schedule(days: str, onedrive_days: str, hours: str, quiet_days: str) -> ReminderSchedule:
    """Parse the four settings. Raises `SettingsError`, which names the wrong one."""
    quiet_from, quiet_until = _hours(hours)
    return ReminderSchedule(
        before_deletion=_days("UNASSIGN_REMIND_DAYS", days),
        before_archive=_days("UNASSIGN_REMIND_ONEDRIVE_DAYS", onedrive_days),
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        quiet_days=_week(quiet_days),
    )


def check_zone(name: str) -> None:
    """Raise `SettingsError` if there is no such time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(
            "UNASSIGN_TIME_ZONE must be the name of a time zone, such as Europe/Berlin."
        ) from None


def _days(name: str, given: str) -> tuple[int, ...]:
    if given.strip().lower() == OFF:
        return ()
    parts = [part.strip() for part in given.split(",")]
    if not all(part.isdecimal() and 0 < int(part) <= _MOST_DAYS for part in parts):
        raise SettingsError(
            f"{name} must be days from 1 to {_MOST_DAYS}, separated by commas, such as 7,1, or off."
        )
    return tuple(sorted({int(part) for part in parts}, reverse=True))


def _hours(given: str) -> tuple[time, time]:
    if given.strip().lower() == OFF:
        return time(), time()
    found = _HOURS.fullmatch(given.strip())
    parts = [int(part) for part in found.groups()] if found else [24]
    if not found or max(parts[::2]) > 23 or max(parts[1::2]) > 59 or parts[:2] == parts[2:]:
        raise SettingsError(
            "UNASSIGN_QUIET_HOURS must be two times of the day, such as 18:00-08:00, or off."
        )
    return time(parts[0], parts[1]), time(parts[2], parts[3])


def _week(given: str) -> frozenset[int]:
    if given.strip().lower() == OFF:
        return frozenset()
    parts = {part.strip().lower()[:3] for part in given.split(",")}
    if not parts <= set(_WEEK) or len(parts) == len(_WEEK):
        raise SettingsError(
            "UNASSIGN_QUIET_DAYS must be days of the week, such as sat,sun, but not all, or off."
        )
    return frozenset(_WEEK.index(part) for part in parts)
