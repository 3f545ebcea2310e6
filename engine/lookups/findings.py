"""Searches everyone in a tenant for unused licenses, a page at a time, when someone asks for it.

Each person has one search, done with their own rights. A timer reads one page, and stores what was
found with the place where it goes on, so a search survives a restart, and any replica continues it.
Another timer draws its card while it runs.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from dialogs.dispatcher import Dispatcher
from engine.scheduler import TimerResult
from engine.turns.store import store_drafts
from ledger import Ledger, Unit
from ledger.lookups.finding_scans import PeopleByLine, ScanRow
from ledger.mail.timers import Timer
from licensing.backoff import backoff
from licensing.clock import Clock
from licensing.errors import NotAllowed, SignInNeeded, SlowDown, TenantError
from licensing.findings.scan import Scan, ScanState
from licensing.findings.unused import Findings, UnusedKind, added, merged, unused_licenses
from licensing.losses.entitlements import Entitlements
from licensing.losses.rules import Terms
from licensing.tenant.people import PeoplePage, Person, PersonRef
from licensing.tenant.products import Product

#: The kinds of the timers; their subject is the tenant and the person.
SCAN: Final = "finding_scan"
CARD: Final = "finding_card"
#: How long the result is kept.
KEPT: Final = timedelta(days=7)
#: Time between two drawings of the card of a search that runs.
DRAW_EVERY: Final = timedelta(seconds=2)
#: Failures in a row of one page, and beginnings of the list, before a search ends.
MOST_FAILURES: Final = 5
MOST_RESTARTS: Final = 3
#: Seconds until a page is tried again: after the first failure, and at most, also where Microsoft
#: 365 asks for a pause.
_FIRST_RETRY: Final = 2.0
_LONGEST_RETRY: Final = 60.0


class LicensedPeople(Protocol):
    """The tenant as one person may see it. Each call is one request, and may raise `TenantError`.

    Products may come from a cache.
    """

    async def products(self) -> tuple[Product, ...]:
        """All products that the tenant owns."""

    async def licensed_people(self, link: str | None = None) -> PeoplePage:
        """A page of everyone with a license."""


@dataclass(frozen=True, slots=True)
class FindingSearches:
    """Starts and stops searches, reads one page each time a timer is due, and keeps the result."""

    ledger: Ledger
    #: Given a tenant and a person.
    directory: Callable[[str, str], LicensedPeople]
    clock: Clock
    terms: Terms
    #: Called when a timer was set.
    timer_set: Callable[[], None] = lambda: None

    async def scan(self, tenant: str, person: str) -> Scan | None:
        """The newest search of a person as it is now."""
        row = await self.ledger.query(lambda unit: unit.finding_scans.get(tenant, person))
        return row.scan if row and not self._is_over(row.scan) else None

    async def follow(self, tenant: str, person: str, draft: str) -> Scan | None:
        """The same, and from now on the card of this draft shows it."""
        row = await self.ledger.query(lambda unit: unit.finding_scans.get(tenant, person))
        if row is None or self._is_over(row.scan):
            return None
        if row.draft != draft and row.scan.state is ScanState.RUNNING:
            await self.ledger.write(partial(_follow, tenant=tenant, person=person, draft=draft))
        return row.scan

    async def start(self, tenant: str, person: str, timezone: str) -> None:
        """Search again, unless a search is running."""
        now = self.clock.now()

        async def work(unit: Unit) -> None:
            row = await unit.finding_scans.get(tenant, person)
            if row is not None and row.scan.state is ScanState.RUNNING:
                return
            await unit.finding_scans.drop_parts(tenant, person)
            fresh = ScanRow(Scan(ScanState.RUNNING, now), "", timezone)
            await unit.finding_scans.save(tenant, person, fresh)
            subject = _subject(tenant, person)
            await unit.timers.set(SCAN, subject, tenant, now)
            await unit.timers.set(CARD, subject, tenant, now + DRAW_EVERY)

        await self.ledger.write(work)
        self.timer_set()

    async def stop(self, tenant: str, person: str) -> None:
        """Stop a search that is running; what it has found is kept."""
        now = self.clock.now()

        async def work(unit: Unit) -> None:
            row = await unit.finding_scans.get(tenant, person)
            if row is None or row.scan.state is not ScanState.RUNNING:
                return
            await unit.finding_scans.save(tenant, person, _ended(row, ScanState.STOPPED, now))
            # A page that is being read meanwhile is no longer stored.
            await unit.timers.set(SCAN, _subject(tenant, person), tenant, now + KEPT)

        await self.ledger.write(work)

    async def people(
        self, tenant: str, person: str, kind: UnusedKind, product: str
    ) -> tuple[PersonRef, ...]:
        """Everyone who was found for one line."""
        return await self.ledger.query(
            lambda unit: unit.finding_scans.people(tenant, person, kind, product)
        )

    async def read_page(self, timer: Timer) -> TimerResult:
        """Read the next page; of a search that ended long ago delete the result."""
        tenant, person = timer.tenant, _person(timer)
        row = await self.ledger.query(lambda unit: unit.finding_scans.get(tenant, person))
        if row is None or row.scan.state is not ScanState.RUNNING:
            return TimerResult(partial(_forget, tenant=tenant, person=person))
        directory = self.directory(tenant, person)
        try:
            products, page = await asyncio.gather(
                directory.products(), directory.licensed_people(row.link)
            )
        except TenantError as error:
            return self._failed(tenant, person, row, error)
        found = await asyncio.to_thread(_judge, page.people, products, self.terms)
        scan = replace(
            row.scan,
            read=row.scan.read + len(page.people),
            total=row.scan.total if page.total is None else page.total,
            findings=merged(row.scan.findings, found.lines),
            not_known=added(row.scan.not_known, found.not_known),
        )
        after = replace(row, scan=scan, link=page.link, parts=row.parts + 1, failures=0)
        return self._stored(tenant, person, after, found.people)

    def _failed(self, tenant: str, person: str, row: ScanRow, error: TenantError) -> TimerResult:
        now = self.clock.now()
        if isinstance(error, SlowDown):
            pause = min(max(error.seconds or 0.0, _FIRST_RETRY), _LONGEST_RETRY)
            return TimerResult(again=now + timedelta(seconds=pause))
        end = ScanState.NO_ANSWER
        if isinstance(error, SignInNeeded):
            end = ScanState.SIGNED_OUT
        elif isinstance(error, NotAllowed):
            end = ScanState.REFUSED
        elif error.passing and row.failures + 1 < MOST_FAILURES:
            row = replace(row, failures=row.failures + 1)
            wait = backoff(row.failures, first=_FIRST_RETRY, longest=_LONGEST_RETRY)
            store = partial(_save, tenant=tenant, person=person, row=row)
            return TimerResult(store, now + timedelta(seconds=wait))
        elif not error.passing and row.link is not None and row.restarts < MOST_RESTARTS:
            # The link to the next page has expired: the list begins again.
            scan = Scan(ScanState.RUNNING, row.scan.began_at)
            again = ScanRow(scan, row.draft, row.timezone, restarts=row.restarts + 1)
            store = partial(_begin_again, tenant=tenant, person=person, row=again)
            return TimerResult(store, now)
        store = partial(_save, tenant=tenant, person=person, row=_ended(row, end, now))
        return TimerResult(store, now + KEPT)

    def _stored(self, tenant: str, person: str, row: ScanRow, people: PeopleByLine) -> TimerResult:
        now = self.clock.now()
        again = now
        if row.link is None:
            row, again = _ended(row, ScanState.DONE, now), now + KEPT
        store = partial(_keep, tenant=tenant, person=person, row=row, people=people)
        return TimerResult(store, again)

    def _is_over(self, scan: Scan) -> bool:
        return scan.ended_at is not None and scan.ended_at + KEPT <= self.clock.now()


@dataclass(frozen=True, slots=True)
class FindingCards:
    """Draws the card of a search while it runs, and once more when it has ended."""

    ledger: Ledger
    dispatcher: Dispatcher
    clock: Clock

    async def draw(self, timer: Timer) -> TimerResult:
        """Draw the card on which the search was last shown."""
        tenant, person, now = timer.tenant, _person(timer), self.clock.now()
        async with self.ledger.read() as unit:
            row = await unit.finding_scans.get(tenant, person)
            draft = await unit.drafts.get(row.draft) if row and row.draft else None
        if row is None:
            return TimerResult()
        again = now + DRAW_EVERY if row.scan.state is ScanState.RUNNING else None
        if draft is None:
            return TimerResult(again=again)
        shown = await self.dispatcher.search_progress(draft, row.timezone)
        return TimerResult(lambda unit: store_drafts(unit, shown, now), again)


def _judge(people: Sequence[Person], products: Sequence[Product], terms: Terms) -> Findings:
    supplies, found = Entitlements({one.id: one for one in products}), Findings()
    for person in people:
        found.add(person, unused_licenses(person, supplies, terms))
    return found


def _ended(row: ScanRow, state: ScanState, now: datetime) -> ScanRow:
    return replace(row, scan=replace(row.scan, state=state, ended_at=now), link=None)


def _subject(tenant: str, person: str) -> str:
    return f"{tenant}/{person}"


def _person(timer: Timer) -> str:
    return timer.subject.removeprefix(f"{timer.tenant}/")


async def _follow(unit: Unit, *, tenant: str, person: str, draft: str) -> None:
    row = await unit.finding_scans.get(tenant, person)
    if row is not None:
        await unit.finding_scans.save(tenant, person, replace(row, draft=draft))


async def _save(unit: Unit, *, tenant: str, person: str, row: ScanRow) -> None:
    """Store a search. Its card may have moved since the row was read."""
    now = await unit.finding_scans.get(tenant, person)
    if now is not None:
        row = replace(row, draft=now.draft)
    await unit.finding_scans.save(tenant, person, row)


async def _keep(
    unit: Unit, *, tenant: str, person: str, row: ScanRow, people: PeopleByLine
) -> None:
    if people:
        await unit.finding_scans.add(tenant, person, row.parts, people)
    await _save(unit, tenant=tenant, person=person, row=row)


async def _begin_again(unit: Unit, *, tenant: str, person: str, row: ScanRow) -> None:
    await unit.finding_scans.drop_parts(tenant, person)
    await _save(unit, tenant=tenant, person=person, row=row)


async def _forget(unit: Unit, *, tenant: str, person: str) -> None:
    await unit.finding_scans.forget(tenant, person)
