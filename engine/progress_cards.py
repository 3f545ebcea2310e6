"""Keeps the cards of runs up to date: seldom enough for Teams, and exact at the end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Final

import structlog

from bot.activities.inbound import ConversationType
from dialogs.approvals.service import RequestService
from dialogs.dispatcher import Dispatcher
from dialogs.model.request_update import request_of_slot
from engine.approvals.store import update_request
from engine.turns.store import store_drafts
from ledger import Ledger, Unit
from ledger.runs.views import Run
from licensing.clock import Clock
from licensing.errors import StaleDraft
from licensing.plans.draft import Draft
from licensing.tenant.roles import Acting
from observability.errors import error_fields

#: A card is edited at most once in this time; Teams allows about one edit a second and says no
#: with 429 beyond it.
EDIT_EVERY: Final = timedelta(seconds=2)
#: Between the first news and the edit: a run of a few people has ended by then, and its card shows
#: the result at once rather than after the next rest.
FIRST_EDIT: Final = timedelta(seconds=0.3)

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class ProgressCards:
    """Looks which runs went on and redraws their cards, also after a restart."""

    ledger: Ledger
    desk: Dispatcher
    clock: Clock
    post: Callable[[], None]
    requests: RequestService
    #: In whose name the tenant is called, for the journal.
    acting: Acting = Acting.PERSON
    every: timedelta = EDIT_EVERY
    _called: asyncio.Event = field(default_factory=asyncio.Event)
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, with what an earlier process did not announce."""
        self._task = asyncio.create_task(self._run())

    async def changed(self, run: str) -> None:
        """Say that a run went on."""
        del run
        self.call()

    def call(self) -> None:
        """Say that some run went on."""
        self._called.set()

    async def stop(self) -> None:
        """Bring all cards up to date once more, then end."""
        self._stopped.set()
        self._called.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        await self.announce(self._slack)
        while not self._stopped.is_set():
            await self._called.wait()
            await self._rest(FIRST_EDIT)
            self._called.clear()
            await self.announce(self._slack)
            await self._rest(self.every - FIRST_EDIT)
        await self.announce()

    @property
    def _slack(self) -> timedelta:
        """A card that was drawn within this time is left alone; a round takes a little longer."""
        return self.every - FIRST_EDIT / 2

    async def _rest(self, time: timedelta) -> None:
        """Leave the cards alone for a while, unless the end has come."""
        try:
            async with asyncio.timeout(time.total_seconds()):
                await self._stopped.wait()
        except TimeoutError:
            pass

    async def announce(self, every: timedelta = timedelta()) -> None:
        """Redraw the cards of every run that went on, unless they were drawn a moment ago.

        Replicas share that out among them: each edit is made by one.
        """
        try:
            behind = await self.ledger.look(lambda unit: unit.runs.unannounced())
        except Exception as error:  # the ledger was out of reach: next round
            _log.error("progress_failed", **error_fields(error))
            self._called.set()
            return
        for run in behind:
            try:
                await self._redraw(run, every)
            except Exception as error:  # one card that can't be drawn holds up no other
                _log.error("card_not_redrawn", **error_fields(error))
                self._called.set()

    async def _redraw(self, run: Run, every: timedelta) -> None:
        if not await self.ledger.write(lambda u: u.runs.draw(run.id, self.clock.now(), every)):
            # By another replica; whether that was the newest is seen in the next round.
            self._called.set()
            return
        try:
            for slot in await self.ledger.look(lambda unit: unit.runs.cards(run.id)):
                if (request := request_of_slot(slot)) is not None:
                    await self._redraw_request(run.tenant, request)
                else:
                    await self._redraw_card(slot)
        except StaleDraft:
            # Somebody pressed a button meanwhile; the next round sees the newer draft.
            self._called.set()
            return
        await self.ledger.write(
            lambda unit: unit.runs.announce(run.id, run.changed, self.clock.now())
        )

    async def _redraw_card(self, slot: str) -> None:
        draft, personal = await self.ledger.look(partial(_card, slot))
        drafts = await self.desk.progress(draft, personal=personal) if draft else ()
        if drafts:
            now = self.clock.now()
            await self.ledger.write(lambda unit: store_drafts(unit, drafts, now))
            self.post()

    async def _redraw_request(self, tenant: str, request: str) -> None:
        update = await self.requests.went_on(request, tenant)
        if update is None:
            return
        now = self.clock.now()
        await self.ledger.write(lambda unit: update_request(unit, update, self.acting, now))
        self.post()


async def _card(slot: str, unit: Unit) -> tuple[Draft | None, bool]:
    """The draft of a card, and whether it is in a chat of its own."""
    draft = await unit.drafts.get(slot)
    kept = await unit.conversations.get(draft.conversation) if draft else None
    return draft, kept is None or kept.type == ConversationType.PERSONAL
