"""Writes reminders into the chats where they belong, and notifies people who lost something."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import structlog

from dialogs.dispatcher import Dispatcher
from engine.messages import text_activity
from engine.turns.store import store_drafts
from ledger import Unit
from licensing.clock import Clock
from licensing.journal import EntryKind, Note
from licensing.reminders.calendar import Calendar, GracePeriod

#: Something to store in the transaction that ends a timer.
Store = Callable[[Unit], Awaitable[None]]


_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ReminderNotifier:
    """Draws reminders, and stores them in the outbox."""

    dispatcher: Dispatcher
    clock: Clock

    async def remind(self, calendar: Calendar, on: date, timezone: str) -> Store:
        """Prepare the cards that remind on a day, to be stored when it counts as sent."""
        reminders = await self.dispatcher.remind(calendar, on, timezone)

        async def store(unit: Unit) -> None:
            now = self.clock.now()
            what = {"receipt": calendar.receipt, "day": on.isoformat()}
            notified = [one.draft.owner for one in reminders]
            # Before the cards, so that all transactions take their locks in the same order.
            await self._journal(unit, calendar, EntryKind.REMINDED, notified, what, now)
            await store_drafts(unit, reminders, now)

        return store

    async def tell(
        self, calendar: Calendar, people: Sequence[GracePeriod], timezone: str, *, wait: bool
    ) -> Store:
        """Prepare messages to some people and their managers.

        With `wait`, `TenantError` where no manager can be looked up at present.
        """
        found = await self.dispatcher.notifications(calendar, people, timezone)
        if found.failure is not None and wait:
            raise found.failure
        if found.unknown_managers:
            _log.warning("managers_not_notified", people=found.unknown_managers)
        return partial(self._notify, calendar=calendar, notifications=found.messages)

    async def _notify(
        self, unit: Unit, calendar: Calendar, notifications: Mapping[str, Sequence[str]]
    ) -> None:
        """Write to everyone who has a chat with the bot; others can't be reached."""
        chats = await unit.conversations.chats_of(calendar.tenant, list(notifications))
        now = self.clock.now()
        what = {"receipt": calendar.receipt}
        await self._journal(unit, calendar, EntryKind.NOTIFIED, list(chats), what, now)
        for person, chat in chats.items():
            for text in notifications[person]:
                await unit.outbox.say(chat, text_activity(text), now)

    async def _journal(
        self,
        unit: Unit,
        calendar: Calendar,
        kind: EntryKind,
        notified: Sequence[str],
        what: Mapping[str, object],
        now: datetime,
    ) -> None:
        """Add who was written to, by id."""
        acting = self.dispatcher.settings.acting
        notes = [
            Note(kind, "", acting, subject=one, run=calendar.run, what=what)
            for one in sorted(notified)
        ]
        await unit.journal.append(calendar.tenant, now, *notes)
