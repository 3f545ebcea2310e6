"""Upcoming losses: data and number of people by day, over all calendars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from licensing.losses.rules import DatedEvent, Terms
from licensing.reminders.calendar import Calendar, GracePeriod, calendar_events


@dataclass(frozen=True, slots=True)
class UpcomingLoss:
    """One event on one day, and the number of people it affects."""

    event: DatedEvent
    people: int
    #: Ids of the runs that caused it, oldest first.
    runs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """The upcoming losses of one calendar, as last checked."""

    calendar: Calendar
    terms: Terms
    people: tuple[GracePeriod, ...]

    def day_of(self, one: GracePeriod) -> date:
        """Return the day on which a person's licenses were removed."""
        return one.day or self.calendar.day

    def events(
        self, one: GracePeriod, first: date, last: date | None = None
    ) -> tuple[DatedEvent, ...]:
        """Return one person's events from the first to the last day."""
        return tuple(
            event
            for event in calendar_events(one.missing, self.day_of(one), self.terms)
            if event.day >= first and (last is None or event.day <= last)
        )

    def concerned(self, first: date, last: date | None = None) -> tuple[GracePeriod, ...]:
        """Return the people affected in that time, in the order of the plan."""
        return tuple(one for one in self.people if self.events(one, first, last))

    @property
    def restored(self) -> int:
        """Return the number of people whose data is licensed again."""
        return sum(not one.missing and not one.account_deleted for one in self.people)

    @property
    def deleted_accounts(self) -> int:
        """Return the number of people whose account is gone."""
        return sum(one.account_deleted for one in self.people)

    @property
    def as_of(self) -> datetime:
        """Return the time of the oldest check."""
        ended = self.calendar.ended_at
        return min((one.checked_at or ended for one in self.people), default=ended)


def upcoming_losses(
    forecasts: Iterable[Forecast], first: date, last: date | None = None
) -> tuple[UpcomingLoss, ...]:
    """Return all events from the first to the last day, by day and the worst first."""
    people: dict[DatedEvent, int] = {}
    runs: dict[DatedEvent, list[str]] = {}
    for forecast in forecasts:
        for one in forecast.people:
            for event in forecast.events(one, first, last):
                people[event] = people.get(event, 0) + 1
                known = runs.setdefault(event, [])
                if forecast.calendar.run not in known:
                    known.append(forecast.calendar.run)
    return tuple(
        UpcomingLoss(event, people[event], tuple(runs[event]))
        for event in sorted(people, key=lambda event: event.order)
    )
