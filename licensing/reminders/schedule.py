"""When people are reminded of upcoming losses: a number of days before, and never at night.

Days and hours are local to the recipient. A reminder on a quiet day is sent on the last day before
it that is not quiet, because later could be too late.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from licensing.losses.rules import DataEvent, DatedEvent

#: The kind of the timers; their subject is a run.
TIMER: Final = "reminder"
#: The hour at which reminders are sent, unless it is quiet.
SEND_TIME: Final = time(9)
_DAY: Final = timedelta(days=1)


class AffectedNotice(StrEnum):
    """Whether affected people are reminded."""

    OFF = "off"
    #: In their own chat with the bot, where they have one.
    PERSON = "person"
    #: And their managers as well.
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class ReminderSchedule:
    """An admin's settings for reminders."""

    #: Days before something is permanently deleted or stops working.
    before_deletion: tuple[int, ...] = (7, 1)
    #: Days before a OneDrive is read-only, and before it is archived.
    before_archive: tuple[int, ...] = (7,)
    #: Start and end of the quiet hours, in local time.
    quiet_from: time = time(18)
    quiet_until: time = time(8)
    #: Quiet weekdays, Monday is 0. At least one day is not quiet.
    quiet_days: frozenset[int] = frozenset()
    #: Whether affected people are reminded of the removal and with each reminder.
    notice: AffectedNotice = AffectedNotice.OFF

    def before(self, turn: DataEvent) -> tuple[int, ...]:
        """Return how many days before an event a reminder is sent."""
        kept = turn in {DataEvent.READ_ONLY, DataEvent.ARCHIVED, DataEvent.UNSEARCHABLE}
        return self.before_archive if kept else self.before_deletion


@dataclass(frozen=True, slots=True)
class Reminder:
    """The events of one day's reminder."""

    on: date
    events: tuple[DatedEvent, ...]


def reminders(
    events: Collection[DatedEvent], day: date, schedule: ReminderSchedule
) -> tuple[Reminder, ...]:
    """All reminders of `events`: one a day, in order, none before the day after `day`."""
    found: dict[date, list[DatedEvent]] = {}
    for event in events:
        for before in schedule.before(event.event):
            on = _day_of(event.day - before * _DAY, day, schedule)
            known = found.setdefault(on, []) if on > day else []
            if event not in known:
                known.append(event)
    return tuple(Reminder(on, tuple(some)) for on, some in sorted(found.items()))


def send_at(on: date, schedule: ReminderSchedule, zone: tzinfo) -> datetime:
    """Return when a reminder is sent on that day, in UTC."""
    usual = _after_quiet_hours(datetime.combine(on, SEND_TIME), schedule)
    first = (
        usual
        if usual.date() == on
        else _after_quiet_hours(datetime.combine(on, time.min), schedule)
    )
    return first.replace(tzinfo=zone).astimezone(UTC)


def next_allowed(now: datetime, schedule: ReminderSchedule, zone: tzinfo) -> datetime:
    """Return the first time from `now` at which a reminder may be sent, in UTC."""
    local = now.astimezone(zone).replace(tzinfo=None)
    found = _after_quiet_hours(local, schedule)
    while found.weekday() in schedule.quiet_days:
        found = _after_quiet_hours(datetime.combine(found.date() + _DAY, time.min), schedule)
    return now if found == local else found.replace(tzinfo=zone).astimezone(UTC)


def due(all_: Iterable[Reminder], reminded: date | None, today: date) -> Reminder | None:
    """Return today's reminder: everything that is still ahead and was not sent yet.

    `reminded` is the day of the latest processed reminder.
    """
    open_ = [one for one in all_ if (reminded is None or one.on > reminded) and one.on <= today]
    if not open_:
        return None
    ahead = {event: None for one in open_ for event in one.events if event.day >= today}
    return Reminder(open_[-1].on, tuple(ahead))


def next_reminder_day(all_: Iterable[Reminder], reminded: date | None) -> date | None:
    """Return the day of the next reminder after the processed ones; None for none."""
    return next((one.on for one in all_ if reminded is None or one.on > reminded), None)


def _day_of(on: date, removed_on: date, schedule: ReminderSchedule) -> date:
    """Return the day, or the last one before it that is not quiet, if after the removal."""
    earlier = on
    while earlier.weekday() in schedule.quiet_days:
        earlier -= _DAY
    return earlier if earlier > removed_on else on


def _after_quiet_hours(at: datetime, schedule: ReminderSchedule) -> datetime:
    """Return the first local time from `at` outside the quiet hours."""
    start, end = schedule.quiet_from, schedule.quiet_until
    if start < end:
        quiet = start <= at.time() < end
        return datetime.combine(at.date(), end) if quiet else at
    if start > end and at.time() >= start:
        return datetime.combine(at.date() + _DAY, end)
    if start > end and at.time() < end:
        return datetime.combine(at.date(), end)
    return at
