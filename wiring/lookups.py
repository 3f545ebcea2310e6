"""The wiring of what is looked up in the background, and of the bell that rings for it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from engine.lookups.cached import CachedLookups
from engine.lookups.cases import CASES, CaseLookups, begin_with
from engine.lookups.mailboxes import MAILBOXES, MailboxLookups
from engine.lookups.ports import LookupTimerResult
from engine.scheduler import Scheduler, TimerResult
from graph.background import BackgroundReaders
from graph.client.tokens import TokenSource
from graph.tenants import Tenants
from ledger import Ledger
from ledger.mail.timers import Timer
from licensing.clock import Clock
from settings import Settings


@dataclass(frozen=True, slots=True)
class LookupJobs:
    """What is looked up, and by whom."""

    kept: CachedLookups
    cases: CaseLookups
    mailboxes: MailboxLookups
    ledger: Ledger
    clock: Clock
    tenants: tuple[str, ...]

    def ring_by(self, scheduler: Scheduler) -> None:
        """Let the bell ring for it."""
        scheduler.on(CASES, _ringing(self.cases.ring))
        scheduler.on(MAILBOXES, _ringing(self.mailboxes.ring))
        self.kept.called = scheduler.wake

    async def begin(self) -> None:
        """Begin with what is looked up without being asked for."""
        if self.kept.looks_as_app:
            await begin_with(self.ledger, self.tenants, self.clock.now())


def lookup_jobs(
    settings: Settings, ledger: Ledger, tenants: Tenants, app: TokenSource, clock: Clock
) -> LookupJobs:
    """Put it together as the settings say."""
    readers = BackgroundReaders(tenants, app)
    mailboxes = MailboxLookups(ledger, readers, clock)
    there = settings.addresses.ediscovery_api
    kept = CachedLookups(ledger, clock, mailboxes, settings.looks_at_cases, there)
    cases = CaseLookups(ledger, readers, clock)
    return LookupJobs(kept, cases, mailboxes, ledger, clock, settings.tenants)


def _ringing(
    work: Callable[[str], Awaitable[LookupTimerResult]],
) -> Callable[[Timer], Awaitable[TimerResult]]:
    async def handle(timer: Timer) -> TimerResult:
        rung = await work(timer.tenant)
        return TimerResult(rung.store, rung.again)

    return handle
