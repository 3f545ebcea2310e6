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
from licensing.backoff import backoff
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
#: A tenant that refuses everyone is not asked again for this long.
REFUSED_RETRY: Final = timedelta(hours=1)
#: First wait before a mailbox that can't be read is tried again; it grows with each failure. After
#: `MOST_FAILURES` the mailbox is dropped, until the next preview with the person.
FAILED_RETRY: Final = timedelta(minutes=1)
MOST_FAILURES: Final = 6
#: This number of failures together, without an answer, are the tenant's own trouble.
_TENANTS_OWN: Final = 2


@dataclass(slots=True)
class _Read:
    """What was read, and what could not be."""

    kinds: dict[str, Mailbox] = field(default_factory=dict)
    failed: dict[str, TenantError] = field(default_factory=dict)
    #: Whether no one's mailbox can be read at present.
    is_down: bool = False

    @property
    def why(self) -> NotChecked | None:
        """Why some mailboxes are not known; None where none failed."""
        if not self.failed:
            return None
        refused = all(isinstance(error, NotAllowed) for error in self.failed.values())
        return NotChecked.NO_PERMISSION if refused else NotChecked.NO_ANSWER


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
        read = await self._read_at_click(tenant, missing[:AT_CLICK])
        kinds |= read.kinds
        missing = [person for person in missing if person not in read.kinds]
        later = [] if self._is_refused(tenant, now) else missing
        await self._store(tenant, read.kinds, later, now)
        if not missing:
            return Mailboxes(Check(at=now), kinds)
        return Mailboxes(Check(read.why or NotChecked.NOT_YET), kinds)

    async def handle(self, timer: Timer) -> TimerResult:
        """Read the next mailboxes of a tenant."""
        now, tenant = self.clock.now(), timer.tenant
        async with self.ledger.read() as unit:
            wanted = await unit.mailbox_kinds.wanted(tenant, BATCH, now)
            later = await unit.mailbox_kinds.next_wanted(tenant)
        if not wanted:
            return TimerResult(again=later)
        read = await self._read(tenant, wanted)
        if self._is_refused(tenant, now):
            return TimerResult(partial(_drop, tenant=tenant))
        store = partial(_keep, tenant=tenant, read=read, now=now)
        return TimerResult(store, now + (FAILED_RETRY if read.is_down else _PAUSE))

    def _is_refused(self, tenant: str, now: datetime) -> bool:
        until = self._refused.get(tenant)
        return until is not None and now < until

    async def _read_at_click(self, tenant: str, people: Sequence[str]) -> _Read:
        read = _Read()
        task = asyncio.create_task(self._read(tenant, people, read))
        done, _ = await asyncio.wait({task}, timeout=self.timeout)
        if done:
            return task.result()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return read

    async def _read(self, tenant: str, people: Sequence[str], read: _Read | None = None) -> _Read:
        """Read these. A single failure blocks no others; several in a row end the scan."""
        found = _Read() if read is None else read
        reader = self.reader_for(tenant)
        for start in range(0, len(people), CONCURRENCY):
            some = people[start : start + CONCURRENCY]
            answers = await asyncio.gather(*map(reader.kind, some), return_exceptions=True)
            for person, answer in zip(some, answers, strict=True):
                if isinstance(answer, UnknownPerson):
                    found.kinds[person] = Mailbox.USER
                elif isinstance(answer, TenantError):
                    found.failed[person] = answer
                elif isinstance(answer, BaseException):
                    raise answer
                else:
                    found.kinds[person] = answer
            if len(found.failed) >= _TENANTS_OWN and not found.kinds:
                found.is_down = True
                if all(isinstance(error, NotAllowed) for error in found.failed.values()):
                    self._refused[tenant] = self.clock.now() + REFUSED_RETRY
                break
        return found

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


async def _keep(unit: Unit, *, tenant: str, read: _Read, now: datetime) -> None:
    await unit.mailbox_kinds.keep(tenant, read.kinds, now)
    await unit.mailbox_kinds.fail(tenant, list(read.failed), now, _wait)


def _wait(failures: int) -> timedelta | None:
    if failures >= MOST_FAILURES:
        return None
    first = FAILED_RETRY.total_seconds()
    return timedelta(seconds=backoff(failures, first=first, longest=first * 60))


async def _drop(unit: Unit, *, tenant: str) -> None:
    await unit.mailbox_kinds.drop_wanted(tenant)
