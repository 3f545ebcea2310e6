"""Keeps the open eDiscovery cases of each tenant known, as each viewer may see them.

Whose rights are used is a setting: the app's own, where the tenant let it see all cases; or those
of each person who asks. One timer for each tenant makes one request at a time, so that all replicas
together keep to Graph's limit, whoever the viewers are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from engine.lookups.case_scan import Step, read_cursor, step
from engine.lookups.ports import Books, CaseViewState, Clock, LookupTimerResult, Readers, Unit
from licensing.errors import NotAllowed, SignInNeeded, SlowDown, TenantError
from licensing.tenant.checks import Unchecked

#: The kind of the timers.
CASES: Final = "cases"
#: Between two requests: 5 a minute.
APART: Final = timedelta(seconds=12)
#: A complete look is renewed after this time, for whoever asked within a day.
FRESH: Final = timedelta(hours=6)
#: A person who does not ask for so long is not looked up for any more.
FORGOTTEN: Final = timedelta(hours=24)
#: What was seen for somebody who asks no more is thrown away after this time.
THROWN_AWAY: Final = timedelta(days=7)
#: After a refusal it is tried again when somebody asks, but no sooner.
REFUSED: Final = timedelta(hours=1)
#: After an answer that never came.
AGAIN: Final = timedelta(minutes=1)
#: That somebody asks again is noted so often.
ASKED_AGAIN: Final = timedelta(minutes=10)

_NEVER: Final = datetime.max.replace(tzinfo=UTC)

#: The viewer that is the app itself.
APP: Final = ""


@dataclass(frozen=True, slots=True)
class CaseLookups:
    """Makes the requests, one for each ring of a tenant's timer."""

    ledger: Books
    readers: Readers
    clock: Clock

    async def ring(self, tenant: str) -> LookupTimerResult:
        """Make the next request for a tenant, if one is due."""
        now = self.clock.now()
        async with self.ledger.read() as unit:
            views = await unit.case_views.all(tenant)
        view = chosen(views, now)
        if view is None:
            old = [view.viewer for view in views if _thrown_away_at(view) <= now]
            kept = [view for view in views if view.viewer not in old]
            store = partial(_forget, tenant=tenant, viewers=old)
            return LookupTimerResult(store, next_due(kept, now))
        reader = self.readers.cases_as(tenant, view.viewer)
        try:
            made = await step(reader, read_cursor(view.cursor))
        except SlowDown as error:
            return LookupTimerResult(
                _nothing, now + max(APART, timedelta(seconds=error.seconds or 0))
            )
        except (NotAllowed, SignInNeeded) as error:
            why = _refusal(view.viewer, error)
            store = partial(_refuse, tenant=tenant, viewer=view.viewer, why=why, now=now)
            return LookupTimerResult(store, now + APART)
        except TenantError:
            return await self._unanswered(tenant, view, now)
        return LookupTimerResult(
            partial(_advance, tenant=tenant, view=view, made=made, now=now), now + APART
        )

    async def _unanswered(
        self, tenant: str, view: CaseViewState, now: datetime
    ) -> LookupTimerResult:
        """Go on later; whoever waits for the first look is told that nobody answers."""
        if view.generation:
            return LookupTimerResult(_nothing, now + AGAIN)
        why = Unchecked.NO_ANSWER
        store = partial(_refuse, tenant=tenant, viewer=view.viewer, why=why, now=now)
        return LookupTimerResult(store, now + AGAIN)


async def wanted(ledger: Books, tenant: str, viewer: str, now: datetime) -> None:
    """Note that somebody asks, and see to it that the tenant's timer is due in time."""

    async def work(unit: Unit) -> None:
        await unit.case_views.want(tenant, viewer, now)
        due = await unit.timers.due_at(CASES, tenant)
        if due is None:
            await unit.timers.set(CASES, tenant, tenant, now)
        elif due > now + APART:
            # The last request may have been made just now.
            await unit.timers.set(CASES, tenant, tenant, now + APART)

    await ledger.write(work)


async def begin_with(ledger: Books, tenants: Collection[str], now: datetime) -> None:
    """Have the app's own view looked up from the start."""
    for tenant in tenants:
        await wanted(ledger, tenant, APP, now)


def worth_asking(view: CaseViewState | None, now: datetime) -> bool:
    """Whether asking for a view changes anything: not for everybody at every click."""
    if view is None or now - view.wanted_at >= ASKED_AGAIN:
        return True
    return view.refused_at is not None and view.wanted_at < view.refused_at + REFUSED <= now


def chosen(views: Sequence[CaseViewState], now: datetime) -> CaseViewState | None:
    """The view that is looked at next: one that is under way, else the one that waits longest."""
    under_way = [view for view in views if view.sweeping]
    if under_way:
        return under_way[0]
    waiting = [(due, view.viewer, view) for view in views if (due := due_at(view)) and due <= now]
    return min(waiting, default=(None, None, None))[2]


def next_due(views: Sequence[CaseViewState], now: datetime) -> datetime | None:
    """When there is something to do about these next; None when there is nothing."""
    due = [due_at(view) or _thrown_away_at(view) for view in views]
    return max(min(due), now + APART) if due else None


def _thrown_away_at(view: CaseViewState) -> datetime:
    """When what was seen for somebody is thrown away; what the app sees is always looked at."""
    return view.wanted_at + THROWN_AWAY if view.viewer != APP else _NEVER


def due_at(view: CaseViewState) -> datetime | None:
    """When a view that is not being looked at should be; None for never again."""
    if view.why is not None and view.refused_at is not None:
        return _due_after_refusal(view, view.refused_at)
    if view.looked_at is None:
        return view.wanted_at
    due = view.looked_at + FRESH
    return due if view.viewer == APP or due < view.wanted_at + FORGOTTEN else None


def _due_after_refusal(view: CaseViewState, refused_at: datetime) -> datetime | None:
    if view.why is Unchecked.NO_ANSWER:
        return refused_at + AGAIN
    due = refused_at + REFUSED
    return due if view.viewer == APP or view.wanted_at >= due else None


def _refusal(viewer: str, error: TenantError) -> Unchecked:
    """The app lacks a permission; a person may lack that too, but as a rule the role."""
    if isinstance(error, SignInNeeded):
        return Unchecked.NO_ANSWER
    return Unchecked.NO_PERMISSION if viewer == APP else Unchecked.NO_ROLE


async def _nothing(unit: Unit) -> None:
    del unit


async def _forget(unit: Unit, *, tenant: str, viewers: Sequence[str]) -> None:
    for viewer in viewers:
        await unit.case_views.forget(tenant, viewer)


async def _refuse(unit: Unit, *, tenant: str, viewer: str, why: Unchecked, now: datetime) -> None:
    await unit.case_views.refuse(tenant, viewer, why, now)


async def _advance(
    unit: Unit, *, tenant: str, view: CaseViewState, made: Step, now: datetime
) -> None:
    number = view.sweeping or view.generation + 1
    cursor = made.cursor.as_json() if made.cursor else {}
    await unit.case_views.advance(tenant, view.viewer, number, cursor, made.members)
    if made.cursor is None:
        await unit.case_views.finish(tenant, view.viewer, number, now)
