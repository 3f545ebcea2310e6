"""When people are reminded: so many days before, each once, never at a quiet time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from licensing.losses.rules import DataEvent, DatedEvent, Terms
from licensing.losses.services import Data
from licensing.reminders.calendar import calendar_events
from licensing.reminders.schedule import (
    ReminderSchedule,
    due,
    next_allowed,
    next_reminder_day,
    reminders,
    send_at,
)

DAY = date(2026, 11, 24)
MAILBOX = frozenset({Data.MAILBOX})
UTC_ZONE = ZoneInfo("UTC")


def days(
    *kinds: Data, schedule: ReminderSchedule | None = None, terms: Terms | None = None
) -> list[int]:
    found = reminders(
        calendar_events(kinds, DAY, terms or Terms()), DAY, schedule or ReminderSchedule()
    )
    return [(one.on - DAY).days for one in found]


def test_by_default_a_mailbox_is_reminded_of_a_week_and_a_day_before_it_goes() -> None:
    assert days(Data.MAILBOX) == [23, 29]


def test_by_default_a_onedrive_is_reminded_of_a_week_before_each_change() -> None:
    assert days(Data.ONEDRIVE) == [53, 86, 268, 358, 364]


def test_where_exchange_waits_first_both_days_of_a_mailbox_are_reminded_of() -> None:
    assert days(Data.MAILBOX, terms=Terms(mailbox_delay=True)) == [23, 29, 53, 59]


def test_a_cloud_pc_is_not_reminded_of_on_the_very_day_it_was_taken() -> None:
    assert days(Data.CLOUD_PC) == [6]


def test_what_ends_at_once_is_not_reminded_of() -> None:
    assert days(Data.TEAMS, Data.OFFICE, Data.ONEDRIVE_STAYS) == []


def test_days_can_be_chosen_and_switched_off() -> None:
    chosen = ReminderSchedule(before_deletion=(14, 3), before_archive=())
    assert days(Data.MAILBOX, Data.ONEDRIVE, schedule=chosen) == [16, 27, 351, 362]


def test_what_is_due_on_one_day_is_told_in_one() -> None:
    schedule = ReminderSchedule(before_deletion=(1,), before_archive=(31,))
    [first, *_] = reminders(
        calendar_events({Data.MAILBOX, Data.ONEDRIVE}, DAY, Terms()), DAY, schedule
    )
    assert (first.on - DAY).days == 29
    assert [(e.data, e.event) for e in first.events] == [
        (Data.MAILBOX, DataEvent.DELETED),
        (Data.ONEDRIVE, DataEvent.READ_ONLY),
    ]


def test_a_quiet_day_is_moved_to_the_day_before_and_never_later() -> None:
    # The seventh day before is Thursday, December 17; the day before is Wednesday, December 23.
    schedule = ReminderSchedule(quiet_days=frozenset({2, 3}))
    found = [one.on for one in reminders(calendar_events(MAILBOX, DAY, Terms()), DAY, schedule)]
    assert found == [date(2026, 12, 15), date(2026, 12, 22)]


def test_reminders_go_out_at_nine_where_the_person_is() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert send_at(date(2026, 12, 17), ReminderSchedule(), berlin) == datetime(
        2026, 12, 17, 8, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("quiet", "first"),
    [((18, 8), 9), ((18, 10), 10), ((0, 12), 12), ((6, 3), 3), ((8, 20), 20), ((12, 13), 9)],
)
def test_or_at_the_first_hour_of_that_day_that_is_not_quiet(
    quiet: tuple[int, int], first: int
) -> None:
    schedule = ReminderSchedule(quiet_from=time(quiet[0]), quiet_until=time(quiet[1]))
    assert send_at(date(2026, 12, 17), schedule, UTC_ZONE) == datetime(
        2026, 12, 17, first, tzinfo=UTC
    )


def test_what_comes_at_night_waits_for_the_morning_and_over_quiet_days() -> None:
    friday = datetime(2026, 12, 18, 20, tzinfo=UTC)
    assert next_allowed(friday, ReminderSchedule(), UTC_ZONE) == datetime(
        2026, 12, 19, 8, tzinfo=UTC
    )
    weekend = ReminderSchedule(quiet_days=frozenset({5, 6}))
    assert next_allowed(friday, weekend, UTC_ZONE) == datetime(2026, 12, 21, 8, tzinfo=UTC)
    noon = datetime(2026, 12, 18, 12, tzinfo=UTC)
    assert next_allowed(noon, weekend, UTC_ZONE) == noon


def test_reminders_that_were_missed_are_told_in_one_as_far_as_they_are_ahead() -> None:
    all_ = reminders(
        calendar_events({Data.MAILBOX, Data.CLOUD_PC}, DAY, Terms()), DAY, ReminderSchedule()
    )
    late = due(all_, None, DAY + timedelta(29))
    assert late is not None
    assert late.events == (DatedEvent(DAY + timedelta(30), Data.MAILBOX, DataEvent.DELETED),)
    assert due(all_, late.on, DAY + timedelta(29)) is None
    assert next_reminder_day(all_, late.on) is None


ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Kiritimati", "America/New_York"])
HOURS = st.integers(0, 23).map(time)
COUNTS = st.lists(st.integers(1, 40), max_size=3).map(tuple)
KINDS = st.frozensets(
    st.sampled_from([Data.MAILBOX, Data.ONEDRIVE, Data.CLOUD_PC, Data.ARCHIVE, Data.TEAMS])
)
TERMS = st.builds(Terms, mailbox_delay=st.booleans())
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
HABITS = st.builds(
    ReminderSchedule,
    before_deletion=COUNTS,
    before_archive=COUNTS,
    quiet_from=HOURS,
    quiet_until=HOURS,
    quiet_days=st.frozensets(st.integers(0, 6), max_size=5),
).filter(lambda h: (h.quiet_until.hour - h.quiet_from.hour) % 24 <= 20)


def quiet(at: datetime, schedule: ReminderSchedule) -> bool:
    start, end = schedule.quiet_from.hour, schedule.quiet_until.hour
    return (at.hour - start) % 24 < (end - start) % 24


@given(DAYS, HABITS, ZONES)
def test_a_reminder_goes_out_on_its_day_and_not_in_the_quiet_hours(
    on: date, schedule: ReminderSchedule, name: str
) -> None:
    local = send_at(on, schedule, ZoneInfo(name)).astimezone(ZoneInfo(name))
    assert local.date() == on
    assert not quiet(local, schedule)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), HABITS, ZONES)  # noqa: DTZ001
def test_whatever_waits_goes_on_at_a_time_that_is_not_quiet(
    at: datetime, schedule: ReminderSchedule, name: str
) -> None:
    now = at.replace(tzinfo=UTC)
    later = next_allowed(now, schedule, ZoneInfo(name))
    local = later.astimezone(ZoneInfo(name))
    assert later >= now
    assert not quiet(local, schedule)
    assert local.weekday() not in schedule.quiet_days
    assert next_allowed(later, schedule, ZoneInfo(name)) == later


@given(KINDS, DAYS, TERMS, HABITS)
def test_each_loss_is_reminded_of_early_enough_and_after_the_removal(
    kinds: frozenset[Data], day: date, terms: Terms, schedule: ReminderSchedule
) -> None:
    found = reminders(calendar_events(kinds, day, terms), day, schedule)
    assert [one.on for one in found] == sorted({one.on for one in found})
    assert all(one.on > day for one in found)
    for event in calendar_events(kinds, day, terms):
        told = [one.on for one in found if event in one.events]
        wanted = {
            before for before in schedule.before(event.event) if event.day - day > timedelta(before)
        }
        assert bool(told) == bool(wanted)
        assert all(on < event.day for on in told)


@given(KINDS, DAYS, TERMS, HABITS, st.lists(st.integers(1, 30), max_size=30))
def test_however_the_bot_is_up_and_down_each_reminder_is_dealt_with_once(
    kinds: frozenset[Data], day: date, terms: Terms, schedule: ReminderSchedule, sleeps: list[int]
) -> None:
    """It wakes up after so many days, tells what is due, and forgets all but the day it stored."""
    all_ = reminders(calendar_events(kinds, day, terms), day, schedule)
    assume(all_)
    today, told, dealt = day, None, []
    for sleep in [*sleeps, 400]:
        today += timedelta(sleep)
        while (now := due(all_, told, today)) is not None:
            dealt.append(now)
            told = now.on
    assert next_reminder_day(all_, told) is None
    stored = [one.on for one in dealt]
    assert stored == sorted(set(stored))
    # Each reminder belongs to the first day stored on or after its own.
    for one in all_:
        assert any(stored_on >= one.on for stored_on in stored)
    ahead = [(d.on, event) for d in dealt for event in d.events]
    assert len(ahead) == len(set(ahead))
