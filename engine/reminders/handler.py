"""The handler of a run's timer: one step through its calendar, small enough for one timer.

First the calendar is filled, some people at a time. On the day of a reminder everyone is checked
again, some at a time. Then people are notified, in the transaction that stores that they were. A
crash between two steps leads to the same step again, and to no second message.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Final, Protocol

from engine.reminders.notify import ReminderNotifier, Store
from engine.scheduler import TimerResult, nothing
from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from licensing.clock import Clock
from licensing.errors import NotAllowed, SignInNeeded, TenantError
from licensing.losses.entitlements import Entitlements
from licensing.losses.lookup_results import Mailboxes
from licensing.losses.rules import DatedEvent, Terms
from licensing.reminders.calendar import (
    Calendar,
    GracePeriod,
    calendar_events,
    last_event_day,
    pending_losses,
    rechecked,
    separate_products,
    shown_kinds,
)
from licensing.reminders.schedule import (
    AffectedNotice,
    Reminder,
    ReminderSchedule,
    due,
    next_allowed,
    next_reminder_day,
    reminders,
    send_at,
)
from licensing.tenant.people import Person
from licensing.tenant.products import Product
from licensing.tenant.time_zones import zone_of

#: People who are filled in, and people who are checked, in one step.
FILLED: Final = 1000
CHECKED: Final = 500
#: People who are notified in one step: each needs a look-up of the manager.
TOLD: Final = 100
#: Seconds for the look-ups of one step, and after which a step stores what it has. Both end well
#: before the scheduler gives up a handler.
LOOKUP_TIMEOUT: Final = 7.0
STEP_TIME: Final = 3.0
#: People who are looked up together; fewer after each failed attempt.
TOGETHER: Final = 60
#: Number of attempts, an hour and more, after which the last known state is sent.
MAX_ATTEMPTS: Final = 11
#: At the start, runs without a calendar are looked for that ended this recently.
LOOKBACK: Final = timedelta(days=93)
#: How long after a removal it is news to the people who lost something.
NEWS: Final = timedelta(days=3)
_DAY: Final = timedelta(days=1)


class PeopleReader(Protocol):
    """The tenant, as one person may see it. Every method may raise `TenantError`."""

    async def products(self) -> tuple[Product, ...]:
        """All products that the tenant owns."""

    async def read_people(self, ids: Sequence[str]) -> dict[str, Person]:
        """People by id; accounts that are gone are left out."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """Works through calendars, one step for each timer."""

    ledger: Ledger
    #: Given tenant and person: the tenant as that person sees it, by their own sign-in.
    reader_for: Callable[[str, str], PeopleReader]
    #: Given a tenant and people: the kinds of their mailboxes, as far as they are known.
    mailboxes: Callable[[str, Sequence[str]], Awaitable[Mailboxes]]
    notifier: ReminderNotifier
    clock: Clock
    schedule: ReminderSchedule
    #: The time zone of people whose own is unknown.
    timezone: str = "UTC"
    filled: int = FILLED
    checked: int = CHECKED

    async def handle(self, timer: Timer) -> TimerResult:
        """Do the next step for a run; raises `TenantError` where another attempt may help."""
        run, now = timer.subject, self.clock.now()
        calendar = await self.ledger.query(lambda unit: unit.calendars.get(run))
        ended = calendar is not None or await self.ledger.query(
            lambda unit: unit.calendars.ended(run)
        )
        if not ended or (calendar and calendar.finished):
            return TimerResult()
        if calendar is None:
            return TimerResult(partial(_begin, run=run), now)
        if calendar.filled_to is not None:
            return await self._fill(calendar, calendar.filled_to, now)
        return await self._continue(calendar, timer.tries, now)

    async def _fill(self, calendar: Calendar, after: int, now: datetime) -> TimerResult:
        page = await self.ledger.query(
            lambda unit: unit.calendars.outcomes(calendar.run, after, self.filled)
        )
        people = [
            GracePeriod(
                place, who.id, kinds, shown_kinds(kinds), separate_products(kinds, lines), day=day
            )
            for place, who, lines, day in page
            if (kinds := pending_losses(who, lines))
        ]
        filled_to = page[-1][0] if len(page) == self.filled else None
        store = partial(_fill, calendar=calendar, people=people, filled_to=filled_to)
        return TimerResult(store, now)

    async def _continue(self, calendar: Calendar, attempt: int, now: datetime) -> TimerResult:
        terms = (await self.ledger.query(lambda unit: unit.plans.header(calendar.plan))).terms
        chat = await self.ledger.query(lambda unit: unit.conversations.get(calendar.conversation))
        name = (chat.timezone if chat else "") or self.timezone
        zone = zone_of(name)
        today = now.astimezone(zone).date()
        all_ = reminders(calendar.events(terms), calendar.day, self.schedule)
        reminder = due(all_, calendar.reminded_until, today)
        if self._is_news(calendar, now):
            return await self._announce(calendar, name, attempt, now)
        if reminder is None:
            return self._wait(calendar, terms, calendar.reminded_until, zone, now)
        if (
            quiet := max(next_allowed(now, self.schedule, zone), self._moment(reminder.on, zone))
        ) > now:
            return TimerResult(again=quiet)
        step = await self._check_next(calendar, attempt, now)
        if step is not None:
            return step
        concerns = await self._concerns_anyone(calendar, reminder.events, terms)
        if concerns and (telling := await self._tell_next(calendar, name, attempt, now)):
            return telling
        store = await self._remind(calendar, reminder, name) if concerns else nothing
        store = partial(_notified, run=calendar.run, on=reminder.on, notify=store)
        after = self._wait(calendar, terms, reminder.on, zone, now)
        if after.again is None:
            return TimerResult(partial(_end, run=calendar.run, before=store))
        return TimerResult(store, after.again)

    def _is_news(self, calendar: Calendar, now: datetime) -> bool:
        """Whether people still have to be notified that they lost something."""
        wanted = self.schedule.notice is not AffectedNotice.OFF and not calendar.announced
        return wanted and bool(calendar.kinds) and now - calendar.ended_at < NEWS

    async def _announce(
        self, calendar: Calendar, name: str, attempt: int, now: datetime
    ) -> TimerResult:
        if (quiet := next_allowed(now, self.schedule, zone_of(name))) > now:
            return TimerResult(again=quiet)
        step = await self._check_next(calendar, attempt, now)
        if step is not None:
            return step
        telling = await self._tell_next(calendar, name, attempt, now)
        return telling or TimerResult(partial(_announced, run=calendar.run), now)

    async def _tell_next(
        self, calendar: Calendar, name: str, attempt: int, now: datetime
    ) -> TimerResult | None:
        """Notify the next people; None if everyone was notified."""
        if self.schedule.notice is AffectedNotice.OFF:
            return None
        page = await self.ledger.query(
            lambda unit: unit.calendars.page(calendar.run, calendar.notified_to, TOLD)
        )
        if not page:
            return None
        wait = attempt < MAX_ATTEMPTS
        notify = await self.notifier.tell(calendar, page, name, wait=wait)
        notified_to = page[-1].position
        return TimerResult(
            partial(_tell, run=calendar.run, notified_to=notified_to, notify=notify), now
        )

    def _wait(
        self, calendar: Calendar, terms: Terms, reminded: date | None, zone: tzinfo, now: datetime
    ) -> TimerResult:
        """Wait for the next reminder, or for the day after the last date of the calendar."""
        events = calendar.events(terms)
        all_ = reminders(events, calendar.day, self.schedule)
        last = last_event_day(events)
        on = next_reminder_day(all_, reminded) or (last and last + _DAY)
        if on is not None and (at := self._moment(on, zone)) > now:
            return TimerResult(again=at)
        return TimerResult(partial(_end, run=calendar.run, before=nothing))

    async def _check_next(
        self, calendar: Calendar, attempt: int, now: datetime
    ) -> TimerResult | None:
        """Check the next people; None when everyone was checked, or no one can be."""
        page = await self.ledger.query(
            lambda unit: unit.calendars.page(calendar.run, calendar.checked_to, self.checked)
        )
        if not page:
            return None
        together = max(1, TOGETHER >> (attempt - 1))
        until = time.monotonic() + STEP_TIME
        checked: list[GracePeriod] = []
        while not checked or (len(checked) < len(page) and time.monotonic() < until):
            some = page[len(checked) : len(checked) + together]
            try:
                async with asyncio.timeout(LOOKUP_TIMEOUT):
                    checked += await self._check(calendar, some, now)
            except (SignInNeeded, NotAllowed):
                return None
            except (TenantError, TimeoutError):
                if checked:
                    break
                if attempt < MAX_ATTEMPTS:
                    raise
                return None
        store = partial(
            _check, run=calendar.run, checked=tuple(checked), checked_to=checked[-1].position
        )
        return TimerResult(store, now)

    async def _check(
        self, calendar: Calendar, people: Sequence[GracePeriod], now: datetime
    ) -> tuple[GracePeriod, ...]:
        """The same people, with what they still lack now; raises `TenantError`."""
        ids = [one.person for one in people]
        directory = self.reader_for(calendar.tenant, calendar.owner)
        found, products, mailboxes = await asyncio.gather(
            directory.read_people(ids),
            directory.products(),
            self.mailboxes(calendar.tenant, ids),
        )
        newer = await self.ledger.query(
            lambda unit: unit.calendars.newer(calendar.tenant, ids, calendar.ended_at)
        )
        entitlements = Entitlements({product.id: product for product in products})
        return tuple(
            rechecked(
                one,
                found.get(one.person),
                entitlements,
                mailboxes.of(one.person),
                newer.get(one.person, frozenset()),
                now,
            )
            for one in people
        )

    async def _remind(self, calendar: Calendar, reminder: Reminder, timezone: str) -> Store:
        """Prepare the cards of a reminder."""
        return await self.notifier.remind(calendar, reminder.on, timezone)

    async def _concerns_anyone(
        self, calendar: Calendar, events: Collection[DatedEvent], terms: Terms
    ) -> bool:
        after = -1
        while True:
            page = await self.ledger.query(
                partial(_page, run=calendar.run, after=after, limit=self.filled)
            )
            ahead = (calendar_events(one.missing, one.day or calendar.day, terms) for one in page)
            if any(not set(events).isdisjoint(one) for one in ahead):
                return True
            if not page:
                return False
            after = page[-1].position

    def _moment(self, on: date, zone: tzinfo) -> datetime:
        return send_at(on, self.schedule, zone)


async def _page(unit: Unit, *, run: str, after: int, limit: int) -> Sequence[GracePeriod]:
    return await unit.calendars.page(run, after, limit)


async def _begin(unit: Unit, *, run: str) -> None:
    await unit.calendars.begin(run)


async def _fill(
    unit: Unit, *, calendar: Calendar, people: Collection[GracePeriod], filled_to: int | None
) -> None:
    await unit.calendars.fill(calendar, people, filled_to)


async def _check(
    unit: Unit, *, run: str, checked: tuple[GracePeriod, ...], checked_to: int
) -> None:
    await unit.calendars.check(run, checked)
    await unit.calendars.note_checked_to(run, checked_to)


async def _tell(unit: Unit, *, run: str, notified_to: int, notify: Store) -> None:
    await notify(unit)
    await unit.calendars.note_notified_to(run, notified_to)


async def _announced(unit: Unit, *, run: str) -> None:
    await unit.calendars.mark_announced(run)


async def _notified(unit: Unit, *, run: str, on: date, notify: Store) -> None:
    await notify(unit)
    await unit.calendars.mark_reminded(run, on)


async def _end(unit: Unit, *, run: str, before: Store) -> None:
    await before(unit)
    await unit.calendars.end(run)
