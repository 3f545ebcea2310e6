"""Writes reminders into the chats where they belong, and notifies people who lost something."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from dialogs.dispatcher import Dispatcher
from engine.messages import text_activity
from engine.turns.store import store_drafts
from ledger import Unit
from licensing.clock import Clock
from licensing.reminders.calendar import Calendar
from licensing.reminders.schedule import AffectedNotice

#: Something to store in the transaction that ends a timer.
Store = Callable[[Unit], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ReminderNotifier:
    """Draws reminders, and stores them in the outbox."""

    dispatcher: Dispatcher
    clock: Clock

    async def remind(self, calendar: Calendar, on: date, timezone: str) -> Store:
        """Prepare the reminder of a day, to be stored when it counts as sent."""
        reminders = await self.dispatcher.remind(calendar, on, timezone)
        notifications = await self._notifications(calendar, timezone)

        async def store(unit: Unit) -> None:
            await store_drafts(unit, reminders, self.clock.now())
            await self._notify(unit, calendar, notifications)

        return store

    async def announce(self, calendar: Calendar, timezone: str) -> Store:
        """Prepare what people are told right after they lost something."""
        notifications = await self._notifications(calendar, timezone)
        return partial(self._notify, calendar=calendar, notifications=notifications)

    async def _notifications(
        self, calendar: Calendar, timezone: str
    ) -> Mapping[str, Sequence[str]]:
        if self.dispatcher.settings.notifications is AffectedNotice.OFF:
            return {}
        return await self.dispatcher.notifications(calendar, timezone)

    async def _notify(
        self, unit: Unit, calendar: Calendar, notifications: Mapping[str, Sequence[str]]
    ) -> None:
        """Write to everyone who has a chat with the bot; others can't be reached."""
        chats = await unit.conversations.chats_of(calendar.tenant, list(notifications))
        now = self.clock.now()
        for person, chat in chats.items():
            for text in notifications[person]:
                await unit.outbox.say(chat, text_activity(text), now)
