"""Tables as files in a personal chat: offered, and saved where the person wants them.

Teams asks the person and sends an invoke. It is stored, answered immediately and processed
afterwards, also after a crash. A file that can't be saved can still be downloaded by a link.
"""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any, Final

import structlog

from bot.activities.inbound import Inbound
from bot.connector.file_upload import Uploader
from bot.errors import NotDelivered
from bot.http.json_body import JsonObject
from cards.runs.file import FileEnd, FileFacts, file_card
from cards.words.texts import Texts
from dialogs.model.effects import OfferFile
from dialogs.model.events import Who
from engine.downloads.file_cards import (
    UploadInfo,
    consent_activity,
    info_activity,
    read_file_answer,
)
from engine.downloads.signed_links import FileOffer, SignedLinks
from engine.downloads.tables import run_table
from engine.events import who
from engine.messages import card_activity
from engine.turns.turn import LeaseLost, TurnInProgress, end_for
from ledger import Ledger, Unit
from licensing.clock import Clock
from licensing.errors import PlanMissing

#: A larger table is offered as a link only: 100,000 people with two products each take about 40 MB.
MAX_BYTES: Final = 100 * 1024 * 1024
#: Maximum number of files that are saved concurrently.
_CONCURRENCY: Final = 4
#: Bytes of a table that are held in memory; the rest is in a temporary file.
_IN_MEMORY: Final = 1024 * 1024

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Files:
    """Offers tables and saves them. `post` is called when the outbox has messages."""

    ledger: Ledger
    links: SignedLinks
    uploader: Uploader
    clock: Clock
    post: Callable[[], None]
    texts: Texts
    max_bytes: int = MAX_BYTES
    _busy: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_CONCURRENCY))
    _saving: set[asyncio.Task[Any]] = field(default_factory=set)

    async def offered(self, person: Who, offer: OfferFile) -> JsonObject:
        """Make the message that offers a table; a link where it is too large for a file."""
        size = 0
        async for text in run_table(self.ledger, offer.run, self.texts):
            size += len(text.encode())
        if size > self.max_bytes:
            return self._end(FileEnd.TOO_LARGE, offer.name, offer.run)
        signed = FileOffer(offer.id, offer.run, person.tenant, person.person, offer.name)
        context = self.links.offer(signed)
        return consent_activity(offer.name, self.texts.files.description, size, context)

    async def save(self, turn: TurnInProgress) -> None:
        """Process the answer to an offered file."""
        if task := asyncio.current_task():
            self._saving.add(task)
            task.add_done_callback(self._saving.discard)
        try:
            async with self._busy:
                messages = await self._messages(turn.inbound, exhausted=turn.exhausted)
            await self._store(turn, *messages)
        except LeaseLost:
            _log.warning("file_lease_lost")

    def close(self) -> None:
        """Leave files in progress to another process or to the next start."""
        for task in self._saving:
            task.cancel()

    async def _messages(
        self, inbound: Inbound, *, exhausted: bool = False
    ) -> tuple[str, list[JsonObject]]:
        """Save the file, unless it was declined; returns the slot of its card, and what to show."""
        said = read_file_answer(inbound.value)
        offer = self.links.read_offer(said.context) if said else None
        person = who(inbound)
        if said is None:
            # This was never offered, so no one waits for an answer.
            return "", []
        if offer is None:
            return "", [self._end(FileEnd.UNKNOWN)]
        if (offer.tenant, offer.person) != (person.tenant, person.person):
            return "", [self._end(FileEnd.UNKNOWN)]
        if said.upload is None:
            return offer.slot, [self._end(FileEnd.DECLINED, offer.name, offer.run)]
        if exhausted:
            return offer.slot, [self._end(FileEnd.NOT_SAVED, offer.name, offer.run)]
        return offer.slot, await self._saved(offer, said.upload)

    async def _saved(self, offer: FileOffer, upload: UploadInfo) -> list[JsonObject]:
        try:
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
                size = await self._written(file, offer.run)
                await self.uploader.put(upload.upload_url, file, size)
        except PlanMissing:
            return [self._end(FileEnd.UNKNOWN)]
        except NotDelivered as error:
            _log.warning("file_not_saved", reason=type(error).__name__, status=error.status)
            return [self._end(FileEnd.NOT_SAVED, offer.name, offer.run)]
        saved = self._end(FileEnd.SAVED, offer.name)
        if not self.uploader.hosts.allow(upload.content_url):
            return [saved]
        return [saved, info_activity(offer.name, upload)]

    async def _written(self, file: IO[bytes], run: str) -> int:
        size = 0
        async for text in run_table(self.ledger, run, self.texts):
            size += file.write(text.encode())
        return size

    async def _store(self, turn: TurnInProgress, slot: str, messages: list[JsonObject]) -> None:
        where, now = turn.inbound.conversation.conversation_id, self.clock.now()

        async def work(unit: Unit) -> None:
            if not await end_for(unit, turn, None):
                return
            for number, message in enumerate(messages):
                if slot and not number:
                    await unit.outbox.show(slot, where, message, now)
                else:
                    await unit.outbox.say(where, message, now)

        await self.ledger.write(work)
        self.post()

    def _end(self, end: FileEnd, name: str = "", run: str = "") -> JsonObject:
        url = self.links.run_csv(run) if run else None
        return card_activity(file_card(FileFacts(end, name, url), self.texts))
