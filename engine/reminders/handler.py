"""What a ring of a run's timer does: one step through its calendar, small enough for one ring.

First the calendar is written down, some people at a time; on the day of a reminder everybody is
looked at again, some at a time; then whoever is concerned is told, in the transaction that stores
that they were. A crash between two steps leads to the same step again, and to no second message.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from engine.reminders.looking import look
from engine.reminders.ports import (
    Books,
    Clock,
    MailboxKinds,
    Notifier,
    Readers,
    ReminderTimerResult,
    Store,
    Unit,
)
from licensing.errors import NotAllowed, SignInNeeded, TenantError
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.reminders.calendar import Calendar, GracePeriod, in_words, last_day, on_its_way
from licensing.reminders.schedule import (
    TIMER,
    Reminder,
    ReminderSchedule,
    Telling,
    awake,
    due,
    following,
    moment,
    reminders,
)
from licensing.tenant.time_zones import zone_of

#: People who are written down, and people who are looked at, in one ring.
FILLED: Final = 1000
LOOKED: Final = 500
#: After so many tries, an hour and more, people are told what was known before.
PATIENT: Final = 11
#: Runs that ended so long ago are looked for at the start.
LOOKED_BACK: Final = timedelta(days=93)
#: So long after a removal it is news to those who lost something.
NEWS: Final = timedelta(days=3)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminders:
    """Goes through calendars, one step for each ring."""

    ledger: Books
    readers: Readers
    kinds: MailboxKinds
    teller: Notifier
    clock: Clock
    schedule: ReminderSchedule
    #: Where people are of whom nobody knows better.
    timezone: str = "UTC"
    filled: int = FILLED
    looked: int = LOOKED

    async def begin(self) -> None:
        """Set timers for runs that ended and have no calendar, such as an older version's."""
        now = self.clock.now()
        for run, tenant in await self.ledger.look(
            lambda unit: unit.calendars.missing(now - LOOKED_BACK)
        ):
            await self.ledger.write(partial(_set_timer, run=run, tenant=tenant, now=now))

    async def ring(self, run: str, tries: int) -> ReminderTimerResult:
        """Do the next step for a run; raises `TenantError` where another try may help."""
        now = self.clock.now()
        calendar = await self.ledger.look(lambda unit: unit.calendars.get(run))
        ended = calendar is not None or await self.ledger.look(
            lambda unit: unit.calendars.ended(run)
        )
        if not ended or (calendar and calendar.over):
            return ReminderTimerResult(_nothing)
        if calendar is None:
            return ReminderTimerResult(partial(_begin, run=run), now)
        if calendar.filled_to is not None:
            return await self._fill(calendar, calendar.filled_to, now)
        return await self._go_on(calendar, tries, now)

    async def _fill(self, calendar: Calendar, after: int, now: datetime) -> ReminderTimerResult:
        page = await self.ledger.look(
            lambda unit: unit.calendars.outcomes(calendar.run, after, self.filled)
        )
        taken = [(place, who.id, on_its_way(who, lines)) for place, who, lines in page]
        people = [
            GracePeriod(place, person, kinds, in_words(kinds))
            for place, person, kinds in taken
            if kinds
        ]
        filled_to = page[-1][0] if len(page) == self.filled else None
        store = partial(_fill, calendar=calendar, people=people, filled_to=filled_to)
        return ReminderTimerResult(store, now)

    async def _go_on(self, calendar: Calendar, tries: int, now: datetime) -> ReminderTimerResult:
        terms = (await self.ledger.look(lambda unit: unit.plans.header(calendar.plan))).terms
        chat = await self.ledger.look(lambda unit: unit.conversations.get(calendar.conversation))
        name = (chat.timezone if chat else "") or self.timezone
        zone = zone_of(name)
        today = now.astimezone(zone).date()
        all_ = reminders(calendar.kinds, calendar.day, terms, self.schedule)
        reminder = due(all_, calendar.told, today)
        if self._announces(calendar, now):
            return await self._announced(calendar, name, tries, now)
        if reminder is None:
            return self._later(calendar, terms, calendar.told, zone, now)
        if (quiet := max(awake(now, self.schedule, zone), self._moment(reminder.on, zone))) > now:
            return ReminderTimerResult(_nothing, quiet)
        known = await self._looked(calendar, tries, now)
        if known is not None:
            return known
        store = await self._told(calendar, reminder, name)
        after = self._later(calendar, terms, reminder.on, zone, now)
        if after.again is None:
            return ReminderTimerResult(partial(_end, run=calendar.run, before=store))
        return ReminderTimerResult(store, after.again)

    def _announces(self, calendar: Calendar, now: datetime) -> bool:
        """Whether people are to be told now that something went; long after it is no news."""
        wanted = self.schedule.telling is not Telling.OFF and not calendar.announced
        return wanted and bool(calendar.kinds) and now - calendar.ended_at < NEWS

    async def _announced(
        self, calendar: Calendar, name: str, tries: int, now: datetime
    ) -> ReminderTimerResult:
        if (quiet := awake(now, self.schedule, zone_of(name))) > now:
            return ReminderTimerResult(_nothing, quiet)
        known = await self._looked(calendar, tries, now)
        if known is not None:
            return known
        store = await self.teller.announce(calendar, name)
        return ReminderTimerResult(partial(_announce, run=calendar.run, tell=store), now)

    def _later(
        self, calendar: Calendar, terms: Terms, told: date | None, zone: ZoneInfo, now: datetime
    ) -> ReminderTimerResult:
        """Wait for the next reminder, or for the day on which nothing is ahead any more."""
        all_ = reminders(calendar.kinds, calendar.day, terms, self.schedule)
        last = last_day(calendar.kinds, calendar.day, terms)
        on = following(all_, told) or (last and last + _DAY)
        if on is not None and (at := self._moment(on, zone)) > now:
            return ReminderTimerResult(_nothing, at)
        return ReminderTimerResult(partial(_end, run=calendar.run, before=_nothing))

    async def _looked(
        self, calendar: Calendar, tries: int, now: datetime
    ) -> ReminderTimerResult | None:
        """Look at the next people; None when everybody was looked at, or nobody can look."""
        page = await self.ledger.look(
            lambda unit: unit.calendars.page(calendar.run, calendar.checked_to, self.looked)
        )
        if not page:
            return None
        directory = self.readers.people_as(calendar.tenant, calendar.owner)
        try:
            looked = await look(self.ledger, directory, self.kinds, calendar, page, now)
        except (SignInNeeded, NotAllowed):
            return None
        except TenantError:
            if tries < PATIENT:
                raise
            return None
        store = partial(_check, run=calendar.run, looked=looked, checked_to=page[-1].position)
        return ReminderTimerResult(store, now)

    async def _told(self, calendar: Calendar, reminder: Reminder, timezone: str) -> Store:
        """Have it told, if it concerns anybody."""
        kinds = {event.data for event in reminder.events}
        tell: Store = _nothing
        if kinds and await self._concerns_anybody(calendar, kinds):
            tell = await self.teller.remind(calendar, reminder.on, timezone)
        return partial(_told, run=calendar.run, on=reminder.on, tell=tell)

    async def _concerns_anybody(self, calendar: Calendar, kinds: Collection[Data]) -> bool:
        after = -1
        while True:
            page = await self.ledger.look(
                partial(_page, run=calendar.run, after=after, limit=self.filled)
            )
            if any(one.left & set(kinds) for one in page):
                return True
            if not page:
                return False
            after = page[-1].position

    def _moment(self, on: date, zone: ZoneInfo) -> datetime:
        return moment(on, self.schedule, zone)


async def _page(unit: Unit, *, run: str, after: int, limit: int) -> Sequence[GracePeriod]:
    return await unit.calendars.page(run, after, limit)


async def _set_timer(unit: Unit, *, run: str, tenant: str, now: datetime) -> None:
    await unit.timers.set(TIMER, run, tenant, now)


async def _nothing(unit: Unit) -> None:
    del unit


async def _begin(unit: Unit, *, run: str) -> None:
    await unit.calendars.begin(run)


async def _fill(
    unit: Unit, *, calendar: Calendar, people: Collection[GracePeriod], filled_to: int | None
) -> None:
    await unit.calendars.fill(calendar, people, filled_to)


async def _check(unit: Unit, *, run: str, looked: tuple[GracePeriod, ...], checked_to: int) -> None:
    await unit.calendars.check(run, looked)
    await unit.calendars.checking(run, checked_to)


async def _announce(unit: Unit, *, run: str, tell: Store) -> None:
    await tell(unit)
    await unit.calendars.announced(run)


async def _told(unit: Unit, *, run: str, on: date, tell: Store) -> None:
    await tell(unit)
    await unit.calendars.told(run, on)


async def _end(unit: Unit, *, run: str, before: Store) -> None:
    await before(unit)
    await unit.calendars.end(run)
