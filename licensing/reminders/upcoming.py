"""What is ahead: which data of how many people is lost on which day, over all calendars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from licensing.losses.rules import DatedEvent, Terms
from licensing.reminders.calendar import Calendar, GracePeriod, calendar_events


@dataclass(frozen=True, slots=True)
class UpcomingLoss:
    """One thing that happens on one day, and to how many people."""

    event: DatedEvent
    people: int
    #: The runs that led to it, by id, oldest first.
    runs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is ahead by one calendar, as far as somebody looked."""

    calendar: Calendar
    terms: Terms
    people: tuple[GracePeriod, ...]

    def events(
        self, one: GracePeriod, first: date, last: date | None = None
    ) -> tuple[DatedEvent, ...]:
        """What happens to one person from the first to the last day."""
        return tuple(
            event
            for event in calendar_events(one.missing, self.calendar.day, self.terms)
            if event.day >= first and (last is None or event.day <= last)
        )

    def concerned(self, first: date, last: date | None = None) -> tuple[GracePeriod, ...]:
        """The people to whom something happens then, in the order of the plan."""
        return tuple(one for one in self.people if self.events(one, first, last))

    @property
    def restored(self) -> int:
        """People who miss nothing any more, because something supplies it again."""
        return sum(not one.missing and not one.account_deleted for one in self.people)

    @property
    def deleted_accounts(self) -> int:
        """People whose account is not there any more."""
        return sum(one.account_deleted for one in self.people)

    @property
    def as_of(self) -> datetime:
        """From when on this holds: when whoever was looked at longest ago was looked at."""
        ended = self.calendar.ended_at
        return min((one.checked_at or ended for one in self.people), default=ended)


def upcoming_losses(
    outlooks: Iterable[Forecast], first: date, last: date | None = None
) -> tuple[UpcomingLoss, ...]:
    """All that happens from the first to the last day, by day, on one day the worst first."""
    people: dict[DatedEvent, int] = {}
    runs: dict[DatedEvent, list[str]] = {}
    for outlook in outlooks:
        for one in outlook.people:
            for event in outlook.events(one, first, last):
                people[event] = people.get(event, 0) + 1
                known = runs.setdefault(event, [])
                if outlook.calendar.run not in known:
                    known.append(outlook.calendar.run)
    return tuple(
        UpcomingLoss(event, people[event], tuple(runs[event]))
        for event in sorted(people, key=lambda event: event.order)
    )
