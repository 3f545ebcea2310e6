"""The daily sweep: throws away what nobody needs any more. docs/retention.md has the times."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from engine.scheduler import TimerResult
from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from licensing.clock import Clock

KIND: Final = "sweep"
EVERY: Final = timedelta(days=1)
#: After the first start.
_SOON: Final = timedelta(minutes=10)
#: A ring takes so long at most; what is left then is swept a little later.
_MOST: Final = timedelta(seconds=5)
_LATER: Final = timedelta(minutes=1)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RetentionJob:
    """Sweeps when the bell rings, in one replica."""

    ledger: Ledger
    clock: Clock

    async def begin(self) -> None:
        """See to it that the bell rings; one timer for all replicas."""

        async def work(unit: Unit) -> None:
            if await unit.timers.due_at(KIND, KIND) is None:
                await unit.timers.set(KIND, KIND, "", self.clock.now() + _SOON)

        await self.ledger.write(work)

    async def sweep(self, timer: Timer) -> TimerResult:
        """Throw away a little at a time, until nothing is left that is too old."""
        del timer
        now, total = self.clock.now(), 0
        while number := await self.ledger.write(lambda unit: unit.retention.sweep(now)):
            total += number
            if self.clock.now() - now > _MOST:
                break
        _log.info("swept", rows=total, done=not number)
        return TimerResult(again=now + (_LATER if number else EVERY))
