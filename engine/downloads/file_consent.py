"""Tables as files in a personal chat: offered, and saved where the person wants them.

Teams asks the person and answers with an invoke, which is taken in, answered at once and worked off
afterwards, also after a crash. What can't be saved can still be downloaded by a link.
"""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Final

import structlog

from bot.activities.inbound import Inbound
from bot.connector.file_upload import Uploader
from bot.errors import NotDelivered
from bot.http.json_body import JsonObject
from cards.runs.file import FileEnd, FileFacts, file_card
from cards.words.languages import english
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
from observability.errors import error_fields

#: A larger table is offered as a link only: 100,000 people with two products each take about 40 MB.
MOST_BYTES: Final = 100 * 1024 * 1024
#: So many files are saved at once.
_AT_ONCE: Final = 4
#: Bytes of a table that are kept in memory; the rest lies in a temporary file.
_IN_MEMORY: Final = 1024 * 1024

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Files:
    """Offers tables and saves them. `post` is called when something waits in the outbox."""

    ledger: Ledger
    links: SignedLinks
    uploader: Uploader
    clock: Clock
    post: Callable[[], None]
    texts: Texts = field(default_factory=english)
    most_bytes: int = MOST_BYTES
    _busy: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _working: set[asyncio.Task[None]] = field(default_factory=set)

    async def offered(self, person: Who, offer: OfferFile) -> JsonObject:
        """Make the message that offers a table; a link where it is too large for a file."""
        size = 0
        async for text in run_table(self.ledger, offer.run):
            size += len(text.encode())
        if size > self.most_bytes:
            return self._end(FileEnd.TOO_LARGE, offer.name, offer.run)
        signed = FileOffer(offer.id, offer.run, person.tenant, person.person, offer.name)
        context = self.links.offer(signed)
        return consent_activity(offer.name, self.texts.files.description, size, context)

    def begin(self, case: TurnInProgress, ended: Callable[[], None]) -> None:
        """Work off an answer that lies in the inbox; `ended` is called when that is over."""
        task = asyncio.create_task(self._work(case))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        task.add_done_callback(lambda _: ended())

    async def close(self) -> None:
        """Leave what is under way; it is taken up by another process or at the next start."""
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)

    async def _work(self, case: TurnInProgress) -> None:
        try:
            async with self._busy:
                messages = await self._settled(case.inbound, hopeless=case.hopeless)
            await self._store(case, *messages)
        except LeaseLost:
            _log.warning("file_overtaken")
        except Exception as error:  # whatever it is, it is tried again when its lease has run out
            _log.error("file_failed", **error_fields(error))

    async def _settled(
        self, inbound: Inbound, *, hopeless: bool = False
    ) -> tuple[str, list[JsonObject]]:
        """Save the file or not; what is shown for it: in its card, and then below."""
        said = read_file_answer(inbound.value)
        offer = self.links.read_offer(said.context) if said else None
        person = who(inbound)
        if said is None:
            # Nobody can have been offered this, so nobody waits for a word.
            return "", []
        if offer is None:
            return "", [self._end(FileEnd.UNKNOWN)]
        if (offer.tenant, offer.person) != (person.tenant, person.person):
            return "", [self._end(FileEnd.UNKNOWN)]
        if said.upload is None:
            return offer.slot, [self._end(FileEnd.DECLINED, offer.name, offer.run)]
        if hopeless:
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
        async for text in run_table(self.ledger, run):
            size += file.write(text.encode())
        return size

    async def _store(self, case: TurnInProgress, slot: str, messages: list[JsonObject]) -> None:
        where, now = case.inbound.conversation.conversation_id, self.clock.now()

        async def work(unit: Unit) -> None:
            if not await end_for(unit, case, None):
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
