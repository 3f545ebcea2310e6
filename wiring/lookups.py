"""The wiring of what is looked up in the background."""

from dataclasses import dataclass

from engine.lookups.cached import CachedLookups
from engine.lookups.cases import CASES, CaseLookups, request_app_views
from engine.lookups.mailboxes import MAILBOXES, MailboxLookups
from engine.scheduler import Scheduler
from graph.background import BackgroundReaders
from graph.client.tokens import TokenSource
from graph.tenants import Tenants
from ledger import Ledger
from licensing.clock import Clock
from settings import Settings


@dataclass(frozen=True, slots=True)
class LookupJobs:
    """What is looked up."""

    cached: CachedLookups
    cases: CaseLookups
    mailboxes: MailboxLookups
    ledger: Ledger
    clock: Clock
    tenants: tuple[str, ...]

    def schedule(self, scheduler: Scheduler) -> None:
        """Register the handlers of timers."""
        scheduler.on(CASES, self.cases.handle)
        scheduler.on(MAILBOXES, self.mailboxes.handle)
        self.cached.timer_set = scheduler.wake

    async def begin(self) -> None:
        """Start what is looked up without anyone asking."""
        if self.cached.scans_as_app:
            await request_app_views(self.ledger, self.tenants, self.clock.now())


def lookup_jobs(
    settings: Settings, ledger: Ledger, tenants: Tenants, app: TokenSource, clock: Clock
) -> LookupJobs:
    """Build the look-ups as the settings say."""
    readers = BackgroundReaders(tenants, app)
    cases = CaseLookups(ledger, readers.cases_as, clock)
    mailboxes = MailboxLookups(ledger, readers.mailboxes, clock)
    has_cases = settings.addresses.ediscovery_api
    cached = CachedLookups(ledger, clock, mailboxes, settings.looks_at_cases, has_cases)
    return LookupJobs(cached, cases, mailboxes, ledger, clock, settings.tenants)
