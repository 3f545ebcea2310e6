"""Stores the results of attempts, for everyone who is ready in one transaction.

While one transaction is on its way to the disk, others become ready; together they cost hardly more
than one. So the ledger keeps up with the quota, however slow the disk is.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from engine.runs.results import Finished, Retry
from ledger import Ledger, Unit
from ledger.runs.items import Item
from licensing.clock import Clock
from licensing.runs.calls import Call

#: Lease duration of a claimed person.
LEASE: Final = timedelta(seconds=10)
#: Maximum number of people in one transaction: others want to write too.
_BATCH: Final = 50

#: The calls of an intent, or the result of an attempt.
_Content = tuple[Call, ...] | Finished | Retry


@dataclass(eq=False, slots=True)
class _Entry:
    item: Item
    content: _Content
    #: When it was written; None when there was a newer claim.
    written: asyncio.Future[datetime | None] = field(default_factory=asyncio.Future)


class BatchWriter:
    """Writes for the people of one run."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._waiting: list[_Entry] = []
        self._writing: asyncio.Task[None] | None = None

    async def intend(self, item: Item, calls: tuple[Call, ...]) -> datetime | None:
        """Store that Graph is about to be called, the open call last.

        Returns when the lease was renewed with it; None when there is a newer claim.
        """
        return await self._write(item, calls)

    async def record(self, item: Item, result: Finished | Retry) -> bool:
        """Store the result of an attempt; False when there is a newer claim."""
        return await self._write(item, result) is not None

    async def _write(self, item: Item, content: _Content) -> datetime | None:
        entry = _Entry(item, content)
        # The caller may be canceled, and then no one else retrieves the exception.
        entry.written.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._waiting.append(entry)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await asyncio.shield(entry.written)

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                entries = self._waiting[:_BATCH]
                del self._waiting[: len(entries)]
                await self._write_batch(entries)
        finally:
            self._writing = None

    async def _write_batch(self, entries: list[_Entry]) -> None:
        try:
            at, stored = await self._store(entries)
        except Exception as error:
            if len(entries) == 1:
                entries[0].written.set_exception(error)
                return
            # One of them may be at fault, and the others must not fail with it.
            for entry in entries:
                await self._write_batch([entry])
            return
        for entry in entries:
            entry.written.set_result(at if entry in stored else None)

    async def _store(self, entries: list[_Entry]) -> tuple[datetime, Collection[_Entry]]:
        at = self._clock.now()

        async def work(unit: Unit) -> Collection[_Entry]:
            nonlocal at
            at = self._clock.now()
            return [
                *await _store_intents(unit, entries, at),
                *await _store_outcomes(unit, entries, at),
                *await _store_retries(unit, entries, at),
            ]

        stored = await self._ledger.write(work)
        return at, stored


async def _store_intents(unit: Unit, entries: list[_Entry], now: datetime) -> list[_Entry]:
    intents = [(e, e.content) for e in entries if isinstance(e.content, tuple)]
    if not intents:
        return []
    stored = await unit.run_outcomes.intend([(e.item, calls) for e, calls in intents], now, LEASE)
    return [entry for entry, _ in intents if entry.item.claim in stored]


async def _store_outcomes(unit: Unit, entries: list[_Entry], now: datetime) -> list[_Entry]:
    ends = [(e, e.content.outcome) for e in entries if isinstance(e.content, Finished)]
    if not ends:
        return []
    stored = await unit.run_outcomes.finish([(e.item, outcome) for e, outcome in ends], now)
    return [entry for entry, _ in ends if entry.item.claim in stored]


async def _store_retries(unit: Unit, entries: list[_Entry], now: datetime) -> list[_Entry]:
    stored = []
    for entry in entries:
        if isinstance(entry.content, Retry):
            wait, reason = timedelta(seconds=entry.content.seconds), entry.content.reason
            if await unit.run_outcomes.postpone(
                entry.item, now, wait, reason, entry.content.calls, counts=entry.content.counts
            ):
                stored.append(entry)
    return stored
