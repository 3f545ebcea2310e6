"""Finds out whose mailboxes are whose: a few at a click, the others in the background.

Graph tells it of one mailbox at a time, and only to the app, by an application permission of its
own (https://learn.microsoft.com/graph/api/user-get-mailboxsettings). So ten thousand people are
never asked for at a click; what is known is kept for a week.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from engine.lookups.ports import Books, Clock, LookupTimerResult, Readers, Unit
from licensing.errors import NotAllowed, TenantError, UnknownPerson
from licensing.losses.lookup_results import Mailboxes
from licensing.tenant.checks import Check, Unchecked
from licensing.tenant.mailboxes import Mailbox

#: The kind of the timers.
MAILBOXES: Final = "mailboxes"
#: A mailbox seldom changes what it is for.
KEPT: Final = timedelta(days=7)
#: So many are read at a click, and so long the click waits for them as a rule, in seconds.
AT_CLICK: Final = 8
PATIENCE: Final = 1.5
#: So many of one preview are noted for the background.
MOST_WANTED: Final = 2_000
#: So many are read with each ring, and so many at once.
AT_A_RING: Final = 40
AT_ONCE: Final = 4
_PAUSE: Final = timedelta(seconds=1)
#: A tenant that says no is not asked again for so long.
REFUSED: Final = timedelta(hours=1)


@dataclass(slots=True)
class MailboxLookups:
    """Reads mailboxes and remembers what they are for."""

    ledger: Books
    readers: Readers
    clock: Clock
    #: So long a click waits, in seconds.
    patience: float = PATIENCE
    #: Tenants that said no, and until when they are not asked again.
    _refused: dict[str, datetime] = field(default_factory=dict)

    async def known(self, tenant: str, people: Sequence[str]) -> Mailboxes:
        """What is known of these people, most telling first; raises no `TenantError`."""
        if not people:
            return Mailboxes(Check(at=self.clock.now()))
        now = self.clock.now()
        async with self.ledger.read() as unit:
            kinds = dict(await unit.mailbox_kinds.known(tenant, people, now - KEPT))
        missing = [person for person in people if person not in kinds]
        if not missing:
            return Mailboxes(Check(at=now), kinds)
        if self._is_refused(tenant, now):
            return Mailboxes(Check(Unchecked.NO_PERMISSION), kinds)
        why, read = await self._at_click(tenant, missing[:AT_CLICK])
        kinds |= read
        rest = [person for person in missing if person not in read]
        await self._note(tenant, read, rest if why is None else [], now)
        if not rest:
            return Mailboxes(Check(at=now), kinds)
        return Mailboxes(Check(why or Unchecked.NOT_YET), kinds)

    async def ring(self, tenant: str) -> LookupTimerResult:
        """Read the next ones for a tenant."""
        now = self.clock.now()
        async with self.ledger.read() as unit:
            wanted = await unit.mailbox_kinds.wanted(tenant, AT_A_RING)
        if not wanted:
            return LookupTimerResult(_nothing)
        why, read = await self._read(tenant, wanted)
        store = partial(_keep, tenant=tenant, kinds=read, now=now)
        if why is Unchecked.NO_PERMISSION:
            return LookupTimerResult(partial(_drop, tenant=tenant))
        return LookupTimerResult(store, now + (_PAUSE if why is None else timedelta(minutes=1)))

    def _is_refused(self, tenant: str, now: datetime) -> bool:
        until = self._refused.get(tenant)
        return until is not None and now < until

    async def _at_click(
        self, tenant: str, people: Sequence[str]
    ) -> tuple[Unchecked | None, dict[str, Mailbox]]:
        read: dict[str, Mailbox] = {}
        task = asyncio.create_task(self._read(tenant, people, read))
        done, _ = await asyncio.wait({task}, timeout=self.patience)
        if done:
            return task.result()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return None, read

    async def _read(
        self, tenant: str, people: Sequence[str], read: dict[str, Mailbox] | None = None
    ) -> tuple[Unchecked | None, dict[str, Mailbox]]:
        """Read these; what came before a trouble counts."""
        found = {} if read is None else read
        reader = self.readers.mailboxes(tenant)
        for start in range(0, len(people), AT_ONCE):
            some = people[start : start + AT_ONCE]
            answers = await asyncio.gather(*map(reader.kind, some), return_exceptions=True)
            for person, answer in zip(some, answers, strict=True):
                if isinstance(answer, NotAllowed):
                    self._refused[tenant] = self.clock.now() + REFUSED
                    return Unchecked.NO_PERMISSION, found
                if isinstance(answer, UnknownPerson):
                    found[person] = Mailbox.USER
                elif isinstance(answer, TenantError):
                    return Unchecked.NO_ANSWER, found
                elif isinstance(answer, BaseException):
                    raise answer
                else:
                    found[person] = answer
        return None, found

    async def _note(
        self, tenant: str, read: Mapping[str, Mailbox], rest: Sequence[str], now: datetime
    ) -> None:
        """Keep what was read, and have the others read in the background."""
        if not read and not rest:
            return

        async def work(unit: Unit) -> None:
            await unit.mailbox_kinds.keep(tenant, read, now)
            if rest:
                await unit.mailbox_kinds.want(tenant, rest[:MOST_WANTED], now)
                if await unit.timers.due_at(MAILBOXES, tenant) is None:
                    await unit.timers.set(MAILBOXES, tenant, tenant, now + _PAUSE)

        await self.ledger.write(work)


async def _nothing(unit: Unit) -> None:
    del unit


async def _keep(unit: Unit, *, tenant: str, kinds: Mapping[str, Mailbox], now: datetime) -> None:
    await unit.mailbox_kinds.keep(tenant, kinds, now)


async def _drop(unit: Unit, *, tenant: str) -> None:
    await unit.mailbox_kinds.drop_wanted(tenant)
