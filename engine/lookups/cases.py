"""Scans the open eDiscovery cases of each tenant, as each viewer may see them.

A setting says whose rights are used: the app's own, where the tenant lets it see all cases, or
those of each person who asks. One timer for each tenant makes one request at a time, so that all
replicas and viewers together keep to Graph's limit.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from engine.lookups.case_scan import (
    CaseReader,
    Cursor,
    ScanPhase,
    Step,
    after_failure,
    read_cursor,
    step,
)
from engine.scheduler import TimerResult
from ledger import Ledger, Unit
from ledger.lookups.case_views import CaseViewRow
from ledger.mail.timers import Timer
from licensing.backoff import backoff
from licensing.clock import Clock
from licensing.errors import NotAllowed, SignInNeeded, SlowDown, TenantError
from licensing.tenant.checks import NotChecked

#: The kind of the timers.
CASES: Final = "cases"
#: Time between two requests: 5 a minute.
INTERVAL: Final = timedelta(seconds=12)
#: A complete scan is repeated after this time, for everyone who asked within `ACTIVE`.
FRESH: Final = timedelta(hours=6)
#: For a person who did not ask for this long, there are no more scans.
ACTIVE: Final = timedelta(hours=24)
#: What a person could see is deleted when they did not ask for this long.
RETENTION: Final = timedelta(days=7)
#: After a refusal, time until the next scan, if someone asks for one.
REFUSED_RETRY: Final = timedelta(hours=1)
#: After no answer, time until the next request.
UNANSWERED_RETRY: Final = timedelta(minutes=1)
#: A repeated request for a scan is stored at most this often.
REQUEST_INTERVAL: Final = timedelta(minutes=10)

_NEVER: Final = datetime.max.replace(tzinfo=UTC)

#: The viewer that is the app itself.
APP: Final = ""


@dataclass(frozen=True, slots=True)
class CaseLookups:
    """Makes one request each time a tenant's timer is due."""

    ledger: Ledger
    #: Given a tenant and a viewer; `APP` is the app itself.
    reader_for: Callable[[str, str], CaseReader]
    clock: Clock

    async def handle(self, timer: Timer) -> TimerResult:
        """Make the next request for a tenant, if one is due."""
        now, tenant = self.clock.now(), timer.tenant
        async with self.ledger.read() as unit:
            views = await unit.case_views.all(tenant)
        view = next_view(views, now)
        if view is None:
            old = [view.viewer for view in views if _deleted_at(view) <= now]
            others = [view for view in views if view.viewer not in old]
            return TimerResult(partial(_forget, tenant=tenant, viewers=old), next_due(others, now))
        cursor = read_cursor(view.cursor)
        try:
            done = await step(self.reader_for(tenant, view.viewer), cursor)
        except SlowDown as error:
            pause = max(INTERVAL, timedelta(seconds=error.seconds or 0))
            return TimerResult(again=now + pause)
        except TenantError as error:
            lists = cursor.part is ScanPhase.CASES
            if not isinstance(error, SignInNeeded) and not (
                lists and isinstance(error, NotAllowed)
            ):
                return self._failed(tenant, view, cursor, error, now)
            why = _refusal(view.viewer, error)
            store = partial(_refuse, tenant=tenant, viewer=view.viewer, why=why, now=now)
            return TimerResult(store, now + INTERVAL)
        store = partial(_advance, tenant=tenant, view=view, done=done, now=now)
        return TimerResult(store, now + INTERVAL)

    def _failed(
        self,
        tenant: str,
        view: CaseViewRow,
        cursor: Cursor,
        error: TenantError,
        now: datetime,
    ) -> TimerResult:
        """Continue where one can; a viewer without a complete scan learns of a first failure."""
        again = now + (UNANSWERED_RETRY if error.passing else INTERVAL)
        done = after_failure(cursor, error)
        first = cursor.part is ScanPhase.CASES and not view.generation and error.passing
        if done is None or first:
            why = NotChecked.NO_ANSWER
            store = partial(_refuse, tenant=tenant, viewer=view.viewer, why=why, now=now)
        else:
            store = partial(_advance, tenant=tenant, view=view, done=done, now=now)
        return TimerResult(store, again)


async def request_view(ledger: Ledger, tenant: str, viewer: str, now: datetime) -> None:
    """Store that a viewer asks, and make sure that the tenant's timer is due in time."""

    async def work(unit: Unit) -> None:
        await unit.case_views.want(tenant, viewer, now)
        due = await unit.timers.due_at(CASES, tenant)
        if due is None:
            await unit.timers.set(CASES, tenant, tenant, now)
        elif due > now + INTERVAL:
            # The last request may have been made a moment ago.
            await unit.timers.set(CASES, tenant, tenant, now + INTERVAL)

    await ledger.write(work)


async def request_app_views(ledger: Ledger, tenants: Collection[str], now: datetime) -> None:
    """Request what the app itself may see."""
    for tenant in tenants:
        await request_view(ledger, tenant, APP, now)


def is_worth_requesting(view: CaseViewRow | None, now: datetime) -> bool:
    """Whether requesting a view changes anything, so that not every click is stored."""
    if view is None or now - view.wanted_at >= REQUEST_INTERVAL:
        return True
    return view.refused_at is not None and view.wanted_at < view.refused_at + REFUSED_RETRY <= now


def next_view(views: Sequence[CaseViewRow], now: datetime) -> CaseViewRow | None:
    """The view that is scanned next: one in progress, else the one that is due longest."""
    in_progress = [view for view in views if view.sweeping]
    if in_progress:
        return in_progress[0]
    waiting = [(due, view.viewer, view) for view in views if (due := due_at(view)) and due <= now]
    return min(waiting, default=(None, None, None))[2]


def next_due(views: Sequence[CaseViewRow], now: datetime) -> datetime | None:
    """When there is something to do about these views; None for never."""
    due = [due_at(view) or _deleted_at(view) for view in views]
    return max(min(due), now + INTERVAL) if due else None


def due_at(view: CaseViewRow) -> datetime | None:
    """When a view that is not being scanned should be; None for never."""
    if view.why is not None and view.refused_at is not None:
        return _due_after_refusal(view, view.refused_at)
    if view.looked_at is None:
        return view.wanted_at
    due = view.looked_at + FRESH
    return due if view.viewer == APP or due < view.wanted_at + ACTIVE else None


def _due_after_refusal(view: CaseViewRow, refused_at: datetime) -> datetime | None:
    if view.why is NotChecked.NO_ANSWER:
        return refused_at + timedelta(seconds=_unanswered_wait(view))
    due = refused_at + REFUSED_RETRY
    return due if view.viewer == APP or view.wanted_at >= due else None


def _unanswered_wait(view: CaseViewRow) -> float:
    """Seconds until a scan that got no answer is tried again, longer each time."""
    first, longest = UNANSWERED_RETRY.total_seconds(), FRESH.total_seconds()
    return backoff(int(view.cursor.get("refusals", 1)), first=first, longest=longest)


def _deleted_at(view: CaseViewRow) -> datetime:
    """When a view is deleted; the app's own never is."""
    return view.wanted_at + RETENTION if view.viewer != APP else _NEVER


def _refusal(viewer: str, error: TenantError) -> NotChecked:
    """The app lacks a permission; a person usually lacks the role."""
    if isinstance(error, SignInNeeded):
        return NotChecked.NO_ANSWER
    return NotChecked.NO_PERMISSION if viewer == APP else NotChecked.NO_ROLE


async def _forget(unit: Unit, *, tenant: str, viewers: Sequence[str]) -> None:
    for viewer in viewers:
        await unit.case_views.forget(tenant, viewer)


async def _refuse(unit: Unit, *, tenant: str, viewer: str, why: NotChecked, now: datetime) -> None:
    await unit.case_views.refuse(tenant, viewer, why, now)


async def _advance(
    unit: Unit, *, tenant: str, view: CaseViewRow, done: Step, now: datetime
) -> None:
    number = view.sweeping or view.generation + 1
    cursor = done.cursor.as_json() if done.cursor else {}
    await unit.case_views.advance(tenant, view.viewer, number, cursor, done.members)
    if done.cursor is None:
        why = NotChecked.PARTLY if done.partial else None
        await unit.case_views.finish(tenant, view.viewer, number, now, why)
