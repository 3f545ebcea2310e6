"""When somebody is reminded of what will be lost: so many days before, and never at night.

Days and hours are those of the person who is told. A reminder that would fall on a quiet day goes
out on the last day before it that is not quiet, for later could be too late.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from licensing.losses.rules import DataEvent, DatedEvent, Terms
from licensing.losses.services import Data
from licensing.reminders.calendar import calendar_events

#: The kind of the timers; their subject is a run.
TIMER: Final = "reminder"
#: The hour at which reminders go out, unless it is a quiet one.
SEND_TIME: Final = time(9)
_DAY: Final = timedelta(days=1)


class AffectedNotice(StrEnum):
    """Whether the people who lost something are told themselves."""

    OFF = "off"
    #: In their own chat with the bot, where they have one.
    PERSON = "person"
    #: And their managers as well.
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class ReminderSchedule:
    """How an admin wants people to be reminded."""

    #: So many days before something is deleted for good, or stops working.
    before_deletion: tuple[int, ...] = (7, 1)
    #: So many days before a OneDrive is read-only, and before it is archived.
    before_archive: tuple[int, ...] = (7,)
    #: Nothing is sent from the first to the second of these times, by the local clock.
    quiet_from: time = time(18)
    quiet_until: time = time(8)
    #: Nor on these days of the week, Monday is 0. At least one day is not quiet.
    quiet_days: frozenset[int] = frozenset()
    #: Whether those who lost something are told too, when it went and with each reminder.
    notice: AffectedNotice = AffectedNotice.OFF

    def before(self, turn: DataEvent) -> tuple[int, ...]:
        """How many days before something happens it is reminded of."""
        kept = turn in {DataEvent.READ_ONLY, DataEvent.ARCHIVED}
        return self.before_archive if kept else self.before_deletion


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is reminded of on one day."""

    on: date
    events: tuple[DatedEvent, ...]


def reminders(
    kinds: Collection[Data], day: date, terms: Terms, schedule: ReminderSchedule
) -> tuple[Reminder, ...]:
    """All reminders of what was taken on `day`: one a day, in order, none on `day` itself."""
    found: dict[date, list[DatedEvent]] = {}
    for event in calendar_events(kinds, day, terms):
        for before in schedule.before(event.event):
            on = _day_of(event.day - before * _DAY, day, schedule)
            known = found.setdefault(on, []) if on > day else []
            if event not in known:
                known.append(event)
    return tuple(Reminder(on, tuple(told)) for on, told in sorted(found.items()))


def send_at(on: date, schedule: ReminderSchedule, zone: ZoneInfo) -> datetime:
    """The moment of that day at which a reminder goes out, in UTC."""
    usual = _awake(datetime.combine(on, SEND_TIME), schedule)
    first = usual if usual.date() == on else _awake(datetime.combine(on, time.min), schedule)
    return first.replace(tzinfo=zone).astimezone(UTC)


def next_allowed(now: datetime, schedule: ReminderSchedule, zone: ZoneInfo) -> datetime:
    """The first moment from `now` on at which something may be sent, in UTC."""
    local = now.astimezone(zone).replace(tzinfo=None)
    found = _awake(local, schedule)
    while found.weekday() in schedule.quiet_days:
        found = _awake(datetime.combine(found.date() + _DAY, time.min), schedule)
    return now if found == local else found.replace(tzinfo=zone).astimezone(UTC)


def due(all_: Iterable[Reminder], told: date | None, today: date) -> Reminder | None:
    """What is to be told today, in one: all that was not told yet and is still ahead.

    `told` is the day of the newest reminder that was dealt with.
    """
    open_ = [one for one in all_ if (told is None or one.on > told) and one.on <= today]
    if not open_:
        return None
    ahead = {event: None for one in open_ for event in one.events if event.day >= today}
    return Reminder(open_[-1].on, tuple(ahead))


def next_reminder_day(all_: Iterable[Reminder], told: date | None) -> date | None:
    """The day of the next reminder after those that were dealt with; None when there is none."""
    return next((one.on for one in all_ if told is None or one.on > told), None)


def _day_of(on: date, taken: date, schedule: ReminderSchedule) -> date:
    """The day itself, or the last one before it that is not quiet, if that is after the removal."""
    earlier = on
    while earlier.weekday() in schedule.quiet_days:
        earlier -= _DAY
    return earlier if earlier > taken else on


def _awake(at: datetime, schedule: ReminderSchedule) -> datetime:
    """The first local moment from `at` on that is not in the quiet hours."""
    start, end = schedule.quiet_from, schedule.quiet_until
    if start < end:
        quiet = start <= at.time() < end
        return datetime.combine(at.date(), end) if quiet else at
    if start > end and at.time() >= start:
        return datetime.combine(at.date() + _DAY, end)
    if start > end and at.time() < end:
        return datetime.combine(at.date(), end)
    return at
