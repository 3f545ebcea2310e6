"""Puts reminders into the chats where they belong."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from bot.activities import card_activity
from bot.ports import Clock, Unit
from dialogs.desk import Desk
from licensing.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Reminding:
    """Draws reminders, and stores them for the post."""

    desk: Desk
    clock: Clock

    async def remind(
        self, calendar: Calendar, on: date, timezone: str
    ) -> Callable[[Unit], Awaitable[None]]:
        """Make the reminder of a day ready, to be stored when it counts as told."""
        made = await self.desk.remind(calendar, on, timezone)

        async def store(unit: Unit) -> None:
            await unit.drafts.save(made.draft, made.before)
            where = made.draft.conversation
            activity = card_activity(made.card)
            await unit.outbox.show(made.draft.id, where, activity, self.clock.now())

        return store
