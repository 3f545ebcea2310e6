"""Puts reminders into the chats where they belong, and tells those who lost something."""

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
from licensing.reminders.schedule import Telling

_Store = Callable[[Unit], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ReminderNotifier:
    """Draws reminders, and stores them for the post."""

    desk: Dispatcher
    clock: Clock

    async def remind(self, calendar: Calendar, on: date, timezone: str) -> _Store:
        """Make the reminder of a day ready, to be stored when it counts as told."""
        made = await self.desk.remind(calendar, on, timezone)
        letters = await self._letters(calendar, timezone)

        async def store(unit: Unit) -> None:
            await store_drafts(unit, made, self.clock.now())
            await self._tell(unit, calendar, letters)

        return store

    async def announce(self, calendar: Calendar, timezone: str) -> _Store:
        """Make ready what those are told who lost something, when it went."""
        letters = await self._letters(calendar, timezone)
        return partial(self._tell, calendar=calendar, letters=letters)

    async def _letters(self, calendar: Calendar, timezone: str) -> Mapping[str, Sequence[str]]:
        if self.desk.settings.notifications is Telling.OFF:
            return {}
        return await self.desk.notifications(calendar, timezone)

    async def _tell(
        self, unit: Unit, calendar: Calendar, letters: Mapping[str, Sequence[str]]
    ) -> None:
        """Write to everybody who has a chat with the bot; the others can't be reached."""
        chats = await unit.conversations.chats_of(calendar.tenant, list(letters))
        now = self.clock.now()
        for person, chat in chats.items():
            for letter in letters[person]:
                await unit.outbox.say(chat, text_activity(letter), now)
