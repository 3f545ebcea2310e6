"""Updates the cards of runs: rarely enough for Teams, and exactly at the end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog

from dialogs.approvals.service import RequestService
from dialogs.dispatcher import Dispatcher
from dialogs.model.request_update import request_of_slot
from engine.approvals.store import update_request
from engine.turns.store import store_drafts
from ledger import Ledger
from ledger.runs.store import Run
from licensing.clock import Clock
from licensing.errors import StaleDraft
from licensing.tenant.roles import ActingMode
from observability.errors import error_fields

#: Minimum time between edits of a card. Teams allows about one edit a second, then answers 429.
EDIT_EVERY: Final = timedelta(seconds=2)
#: From the first change to the edit: a run of a few people has ended by then, and its card shows
#: the result immediately rather than after the next interval.
FIRST_EDIT: Final = timedelta(seconds=0.3)

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class ProgressCards:
    """Redraws the cards of runs that progressed, also after a restart."""

    ledger: Ledger
    dispatcher: Dispatcher
    clock: Clock
    post: Callable[[], None]
    requests: RequestService
    #: In whose name the tenant is called, for the journal.
    acting: ActingMode = ActingMode.PERSON
    every: timedelta = EDIT_EVERY
    _awake: asyncio.Event = field(default_factory=asyncio.Event)
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start, beginning with what an earlier process did not announce."""
        self._task = asyncio.create_task(self._run())

    async def changed(self, run: str) -> None:
        """Redraw the cards of a run that progressed."""
        del run
        self.wake()

    def wake(self) -> None:
        """Look for runs that progressed."""
        self._awake.set()

    async def stop(self) -> None:
        """Update all cards once more, then stop."""
        self._stopped.set()
        self._awake.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        await self.announce(self._slack)
        while not self._stopped.is_set():
            await self._awake.wait()
            await self._rest(FIRST_EDIT)
            self._awake.clear()
            await self.announce(self._slack)
            await self._rest(self.every - FIRST_EDIT)
        await self.announce()

    @property
    def _slack(self) -> timedelta:
        """A card that was drawn within this time is left alone; a poll takes a little longer."""
        return self.every - FIRST_EDIT / 2

    async def _rest(self, time: timedelta) -> None:
        """Leave the cards alone for a while, unless stopped."""
        try:
            async with asyncio.timeout(time.total_seconds()):
                await self._stopped.wait()
        except TimeoutError:
            pass

    async def announce(self, every: timedelta = timedelta()) -> None:
        """Redraw the cards of every run that progressed, unless they were drawn a moment ago.

        Replicas share this work: each edit is made by one of them.
        """
        try:
            behind = await self.ledger.query(lambda unit: unit.runs.unannounced())
        except Exception as error:  # the ledger is out of reach: try again
            _log.error("progress_failed", **error_fields(error))
            self._awake.set()
            return
        for run in behind:
            try:
                await self._redraw(run, every)
            except Exception as error:  # one card that can't be drawn blocks no other
                _log.error("card_not_redrawn", **error_fields(error))
                self._awake.set()

    async def _redraw(self, run: Run, every: timedelta) -> None:
        if not await self.ledger.write(lambda u: u.runs.draw(run.id, self.clock.now(), every)):
            # Another replica drew it; the next poll shows whether that was the newest state.
            self._awake.set()
            return
        try:
            for slot in await self.ledger.query(lambda unit: unit.runs.cards(run.id)):
                if (request := request_of_slot(slot)) is not None:
                    await self._redraw_request(run.tenant, request)
                else:
                    await self._redraw_card(slot)
        except StaleDraft:
            # Someone pressed a button meanwhile; the next poll sees the newer draft.
            self._awake.set()
            return
        await self.ledger.write(
            lambda unit: unit.runs.announce(run.id, run.changed, self.clock.now())
        )

    async def _redraw_card(self, slot: str) -> None:
        draft = await self.ledger.query(lambda unit: unit.drafts.get(slot))
        drafts = await self.dispatcher.progress(draft) if draft else ()
        if drafts:
            now = self.clock.now()
            await self.ledger.write(lambda unit: store_drafts(unit, drafts, now))
            self.post()

    async def _redraw_request(self, tenant: str, request: str) -> None:
        update = await self.requests.update_after_run(request, tenant)
        if update is None:
            return
        now = self.clock.now()
        await self.ledger.write(lambda unit: update_request(unit, update, self.acting, now))
        self.post()
