"""Asks Entra once a day whether the stored sign-ins are still valid.

Nothing may stay of a person who was removed, or withdrew consent, and never comes back. Each person
has a timer of their own, so trouble at Entra costs only time.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from bot.sign_in.ports import StoredSignIns
from engine.scheduler import Handler, TimerResult, schedule_first
from engine.sign_in.pending import waiting_name
from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from licensing.clock import Clock
from licensing.errors import SignInNeeded, TenantError

#: The timer of the daily round, and the timer of one person.
ROUND: Final = "sign-ins"
ONE: Final = "sign-in"
EVERY: Final = timedelta(days=1)
#: After Entra did not answer.
AGAIN: Final = timedelta(hours=1)
#: Between two people of a round.
APART: Final = timedelta(seconds=1)
#: After the first start.
_SOON: Final = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DailyCheck:
    """Runs when its timers are due, in one replica."""

    stored: StoredSignIns
    ledger: Ledger
    clock: Clock

    @property
    def handlers(self) -> dict[str, Handler]:
        """Its handlers, by kind of timer."""
        return {ROUND: self.everyone, ONE: self.one}

    async def schedule(self) -> None:
        """Set the timer of the daily round."""
        await schedule_first(self.ledger, ROUND, self.clock.now() + _SOON)

    async def everyone(self, timer: Timer) -> TimerResult:
        """Set a timer for each person with a stored sign-in."""
        del timer
        now = self.clock.now()
        people = await self.stored.people()

        async def store(unit: Unit) -> None:
            for number, (tenant, person) in enumerate(people):
                name = waiting_name(tenant, person)
                if await unit.timers.due_at(ONE, name) is None:
                    await unit.timers.set(ONE, name, tenant, now + number * APART)

        return TimerResult(store, again=now + EVERY)

    async def one(self, timer: Timer) -> TimerResult:
        """Check one person."""
        person = timer.subject.removeprefix(waiting_name(timer.tenant, ""))
        try:
            if not await self.stored.check(timer.tenant, person):
                _log.info("sign_in_gone")
        except SignInNeeded:
            # The person has to sign in, and is valid again as soon as they do.
            pass
        except TenantError:
            return TimerResult(again=self.clock.now() + AGAIN)
        return TimerResult()
