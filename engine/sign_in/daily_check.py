"""Asks Entra once a day whether it still stands behind the sign-ins that are kept.

Of somebody who was removed, or took the consent back, and never comes again, nothing may stay. Each
person has a timer of their own, so an Entra in trouble costs nothing but time.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from bot.sign_in.ports import StoredSignIns
from engine.scheduler import Scheduler, TimerResult
from engine.sign_in.pending import waiting_name
from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from licensing.clock import Clock
from licensing.errors import SignInNeeded, TenantError

#: The timer of the daily round, and the timer of one person.
ROUND: Final = "sign-ins"
ONE: Final = "sign-in"
EVERY: Final = timedelta(days=1)
#: When Entra does not say.
AGAIN: Final = timedelta(hours=1)
#: Between two people of a round.
APART: Final = timedelta(seconds=1)
#: After the first start.
_SOON: Final = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DailyCheck:
    """Checks when the bell rings, in one replica."""

    kept: StoredSignIns
    ledger: Ledger
    clock: Clock

    def ring_by(self, scheduler: Scheduler) -> None:
        """Let the bell ring for it."""
        scheduler.on(ROUND, self.everybody)
        scheduler.on(ONE, self.one)

    async def begin(self) -> None:
        """See to it that the bell rings; one timer for all replicas."""
        async with self.ledger.begin() as unit:
            if await unit.timers.due_at(ROUND, ROUND) is None:
                await unit.timers.set(ROUND, ROUND, "", self.clock.now() + _SOON)

    async def everybody(self, timer: Timer) -> TimerResult:
        """Set a timer for each person of whom something is kept."""
        del timer
        now = self.clock.now()
        people = await self.kept.people()

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
            if not await self.kept.check(timer.tenant, person):
                _log.info("nothing_kept_any_more")
        except SignInNeeded:
            # Entra wants to see the person, and stands behind them as soon as they come.
            pass
        except TenantError:
            return TimerResult(again=self.clock.now() + AGAIN)
        return TimerResult()
