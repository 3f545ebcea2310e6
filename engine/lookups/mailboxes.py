"""Finds out the kinds of mailboxes: a few at a click, the others in the background.

Graph answers for one mailbox at a time, and only the app, by an application permission of its own
(https://learn.microsoft.com/graph/api/user-get-mailboxsettings). So ten thousand people are never
looked up at a click; what is known is kept for a week.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from engine.scheduler import TimerResult
from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from licensing.clock import Clock
from licensing.errors import NotAllowed, TenantError, UnknownPerson
from licensing.losses.lookup_results import Mailboxes
from licensing.tenant.checks import Check, NotChecked
from licensing.tenant.mailboxes import Mailbox

#: The kind of the timers.
MAILBOXES: Final = "mailboxes"
#: How long a kind counts as known: mailboxes seldom change.
FRESH: Final = timedelta(days=7)
#: Maximum number read at a click, and how long the click usually waits for them, in seconds.
AT_CLICK: Final = 8
TIMEOUT: Final = 1.5
#: Maximum number of people of one preview who are looked up in the background.
MAX_WANTED: Final = 2_000
#: Maximum number read each time the timer is due, and read concurrently.
BATCH: Final = 40
CONCURRENCY: Final = 4
_PAUSE: Final = timedelta(seconds=1)
_UNANSWERED_RETRY: Final = timedelta(minutes=1)
#: A tenant that refuses is not asked again for this long.
REFUSED_RETRY: Final = timedelta(hours=1)


class MailboxReader(Protocol):
    """The mailboxes of a tenant, with the app's own rights."""

    async def kind(self, person: str) -> Mailbox:
        """The kind of a person's mailbox; raises `TenantError`."""


@dataclass(slots=True)
class MailboxLookups:
    """Reads the kinds of mailboxes and stores them."""

    ledger: Ledger
    #: Given a tenant.
    reader_for: Callable[[str], MailboxReader]
    clock: Clock
    #: How long a click waits, in seconds.
    timeout: float = TIMEOUT
    #: Tenants that refused, and until when they are not asked again.
    _refused: dict[str, datetime] = field(default_factory=dict)

    async def known(self, tenant: str, people: Sequence[str]) -> Mailboxes:
        """What is known of these people, the most important first; raises no `TenantError`."""
        if not people:
            return Mailboxes(Check(at=self.clock.now()))
        now = self.clock.now()
        async with self.ledger.read() as unit:
            kinds = dict(await unit.mailbox_kinds.known(tenant, people, now - FRESH))
        missing = [person for person in people if person not in kinds]
        if not missing:
            return Mailboxes(Check(at=now), kinds)
        if self._is_refused(tenant, now):
            return Mailboxes(Check(NotChecked.NO_PERMISSION), kinds)
        why, read = await self._read_at_click(tenant, missing[:AT_CLICK])
        kinds |= read
        missing = [person for person in missing if person not in read]
        await self._store(tenant, read, missing if why is None else [], now)
        if not missing:
            return Mailboxes(Check(at=now), kinds)
        return Mailboxes(Check(why or NotChecked.NOT_YET), kinds)

    async def handle(self, timer: Timer) -> TimerResult:
        """Read the next mailboxes of a tenant."""
        now, tenant = self.clock.now(), timer.tenant
        async with self.ledger.read() as unit:
            wanted = await unit.mailbox_kinds.wanted(tenant, BATCH)
        if not wanted:
            return TimerResult()
        why, read = await self._read(tenant, wanted)
        if why is NotChecked.NO_PERMISSION:
            return TimerResult(partial(_drop, tenant=tenant))
        store = partial(_keep, tenant=tenant, kinds=read, now=now)
        return TimerResult(store, now + (_PAUSE if why is None else _UNANSWERED_RETRY))

    def _is_refused(self, tenant: str, now: datetime) -> bool:
        until = self._refused.get(tenant)
        return until is not None and now < until

    async def _read_at_click(
        self, tenant: str, people: Sequence[str]
    ) -> tuple[NotChecked | None, dict[str, Mailbox]]:
        read: dict[str, Mailbox] = {}
        task = asyncio.create_task(self._read(tenant, people, read))
        done, _ = await asyncio.wait({task}, timeout=self.timeout)
        if done:
            return task.result()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return None, read

    async def _read(
        self, tenant: str, people: Sequence[str], read: dict[str, Mailbox] | None = None
    ) -> tuple[NotChecked | None, dict[str, Mailbox]]:
        """Read these, up to the first error; returns why it stopped, and what was read."""
        found = {} if read is None else read
        reader = self.reader_for(tenant)
        for start in range(0, len(people), CONCURRENCY):
            some = people[start : start + CONCURRENCY]
            answers = await asyncio.gather(*map(reader.kind, some), return_exceptions=True)
            for person, answer in zip(some, answers, strict=True):
                if isinstance(answer, NotAllowed):
                    self._refused[tenant] = self.clock.now() + REFUSED_RETRY
                    return NotChecked.NO_PERMISSION, found
                if isinstance(answer, UnknownPerson):
                    found[person] = Mailbox.USER
                elif isinstance(answer, TenantError):
                    return NotChecked.NO_ANSWER, found
                elif isinstance(answer, BaseException):
                    raise answer
                else:
                    found[person] = answer
        return None, found

    async def _store(
        self, tenant: str, read: Mapping[str, Mailbox], missing: Sequence[str], now: datetime
    ) -> None:
        """Store what was read, and have the others read in the background."""
        if not read and not missing:
            return

        async def work(unit: Unit) -> None:
            await unit.mailbox_kinds.keep(tenant, read, now)
            if missing:
                await unit.mailbox_kinds.want(tenant, missing[:MAX_WANTED], now)
                if await unit.timers.due_at(MAILBOXES, tenant) is None:
                    await unit.timers.set(MAILBOXES, tenant, tenant, now + _PAUSE)

        await self.ledger.write(work)


async def _keep(unit: Unit, *, tenant: str, kinds: Mapping[str, Mailbox], now: datetime) -> None:
    await unit.mailbox_kinds.keep(tenant, kinds, now)


async def _drop(unit: Unit, *, tenant: str) -> None:
    await unit.mailbox_kinds.drop_wanted(tenant)
