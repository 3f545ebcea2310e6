"""Writes what the tries at people come to, for all who are ready in one transaction.

While one transaction is on its way to the disk, others become ready; together they cost hardly more
than one. So the ledger keeps up with the quota, however slow the disk is.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from engine.runs.leases import LEASE
from engine.runs.ports import Clock, Item, RunLedger, Unit
from engine.runs.results import Finished, Later
from licensing.runs.calls import Call

#: So many people share a transaction at most: others want to write too.
_TOGETHER: Final = 50

#: The calls of an intent, or what a try came to.
_What = tuple[Call, ...] | Finished | Later


@dataclass(eq=False, slots=True)
class _Entry:
    item: Item
    what: _What
    #: When it was written; None when another claim came meanwhile.
    written: asyncio.Future[datetime | None] = field(default_factory=asyncio.Future)


class BatchWriter:
    """Writes for the people of one run."""

    def __init__(self, ledger: RunLedger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._waiting: list[_Entry] = []
        self._writing: asyncio.Task[None] | None = None

    async def intend(self, item: Item, calls: tuple[Call, ...]) -> datetime | None:
        """Note that Graph is about to be called, the open call last.

        Returns when the claim was renewed with it; None when somebody else has the person by now.
        """
        return await self._write(item, calls)

    async def record(self, item: Item, step: Finished | Later) -> bool:
        """Note what a try came to; False when somebody else has the person by now."""
        return await self._write(item, step) is not None

    async def _write(self, item: Item, what: _What) -> datetime | None:
        entry = _Entry(item, what)
        # Whoever waits may be cancelled; then nobody looks at it.
        entry.written.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._waiting.append(entry)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await asyncio.shield(entry.written)

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                entries = self._waiting[:_TOGETHER]
                del self._waiting[: len(entries)]
                await self._write_together(entries)
        finally:
            self._writing = None

    async def _write_together(self, entries: list[_Entry]) -> None:
        try:
            at, stored = await self._stored(entries)
        except Exception as error:
            if len(entries) == 1:
                entries[0].written.set_exception(error)
                return
            # One of them may be at fault; it shall not take the others along.
            for entry in entries:
                await self._write_together([entry])
            return
        for entry in entries:
            entry.written.set_result(at if entry in stored else None)

    async def _stored(self, entries: list[_Entry]) -> tuple[datetime, Collection[_Entry]]:
        at = self._clock.now()

        async def work(unit: Unit) -> Collection[_Entry]:
            nonlocal at
            at = self._clock.now()
            return [
                *await _intended(unit, entries, at),
                *await _finished(unit, entries, at),
                *await _postponed(unit, entries, at),
            ]

        stored = await self._ledger.write(work)
        return at, stored


async def _intended(unit: Unit, entries: list[_Entry], now: datetime) -> list[_Entry]:
    intents = [(e, e.what) for e in entries if isinstance(e.what, tuple)]
    if not intents:
        return []
    held = await unit.runs.intend([(e.item, calls) for e, calls in intents], now, LEASE)
    return [entry for entry, _ in intents if entry.item.position in held]


async def _finished(unit: Unit, entries: list[_Entry], now: datetime) -> list[_Entry]:
    ends = [(e, e.what.outcome) for e in entries if isinstance(e.what, Finished)]
    if not ends:
        return []
    held = await unit.runs.finish([(e.item, outcome) for e, outcome in ends], now)
    return [entry for entry, _ in ends if entry.item.position in held]


async def _postponed(unit: Unit, entries: list[_Entry], now: datetime) -> list[_Entry]:
    stored = []
    for entry in entries:
        if isinstance(entry.what, Later):
            wait, reason = timedelta(seconds=entry.what.seconds), entry.what.reason
            if await unit.runs.postpone(entry.item, now, wait, reason, entry.what.settled):
                stored.append(entry)
    return stored
