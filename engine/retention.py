"""Deletes once a day what is too old. docs/retention.md has the times."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from engine.scheduler import TimerResult, schedule_first
from ledger import Ledger
from ledger.mail.timers import Timer
from licensing.clock import Clock

KIND: Final = "sweep"
EVERY: Final = timedelta(days=1)
#: After the first start.
_SOON: Final = timedelta(minutes=10)
#: Maximum duration of a run of the job; what is left is deleted a little later.
_MAX_DURATION: Final = timedelta(seconds=5)
_LATER: Final = timedelta(minutes=1)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RetentionJob:
    """Runs when its timer is due, in one replica."""

    ledger: Ledger
    clock: Clock

    async def schedule(self) -> None:
        """Set its timer."""
        await schedule_first(self.ledger, KIND, self.clock.now() + _SOON)

    async def sweep(self, timer: Timer) -> TimerResult:
        """Delete a few rows at a time, until nothing is left that is too old."""
        del timer
        now, total = self.clock.now(), 0
        while number := await self.ledger.write(lambda unit: unit.retention.sweep(now)):
            total += number
            if self.clock.now() - now > _MAX_DURATION:
                break
        _log.info("swept", rows=total, done=not number)
        return TimerResult(again=now + (_LATER if number else EVERY))
