"""Asks the owner of a run whether it should continue, in a new card at the end of the chat."""

from dataclasses import dataclass
from functools import partial

from dialogs.dispatcher import Dispatcher
from engine.scheduler import TimerResult
from engine.turns.store import store_drafts
from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from ledger.runs.store import Run
from licensing.clock import Clock
from licensing.errors import PlanMissing
from licensing.runs.outcome import RunState


@dataclass(frozen=True, slots=True)
class RunQuestions:
    """The handler of the timers that ask; the card follows the run like the one that started it."""

    ledger: Ledger
    dispatcher: Dispatcher
    clock: Clock

    async def handle(self, timer: Timer) -> TimerResult:
        """Post the card, unless someone has answered by now."""
        run = await self.ledger.query(partial(_waiting, run=timer.subject))
        if run is None:
            return TimerResult()
        drafts = await self.dispatcher.ask_about_run(
            run.tenant, run.owner, run.conversation, run.id
        )

        async def store(unit: Unit) -> None:
            await store_drafts(unit, drafts, self.clock.now())
            for one in drafts:
                await unit.runs.follow(run.id, one.draft.id)

        return TimerResult(store)


async def _waiting(unit: Unit, *, run: str) -> Run | None:
    try:
        found = await unit.runs.get(run)
    except PlanMissing:
        return None
    return found if found.state is RunState.WAITING else None
