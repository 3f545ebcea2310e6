"""The wiring of what is looked up in the background."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.lookups.cached import CachedLookups
from engine.lookups.cases import CASES, CaseLookups, request_app_views
from engine.lookups.findings import SCAN, FindingSearches
from engine.lookups.mailboxes import MAILBOXES, MailboxLookups
from engine.scheduler import Handler
from graph.background import BackgroundReaders
from ledger import Ledger
from licensing.clock import Clock
from licensing.losses.rules import Terms
from settings import Settings


@dataclass(frozen=True, slots=True)
class LookupJobs:
    """What is looked up."""

    cached: CachedLookups
    cases: CaseLookups
    mailboxes: MailboxLookups
    findings: FindingSearches
    ledger: Ledger
    clock: Clock
    tenants: tuple[str, ...]

    @property
    def handlers(self) -> dict[str, Handler]:
        """The handlers of their timers, by kind."""
        return {
            CASES: self.cases.handle,
            MAILBOXES: self.mailboxes.handle,
            SCAN: self.findings.read_page,
        }

    async def begin(self) -> None:
        """Start what is looked up without anyone asking."""
        if self.cached.scans_as_app:
            await request_app_views(self.ledger, self.tenants, self.clock.now())


def lookup_jobs(
    settings: Settings,
    ledger: Ledger,
    readers: BackgroundReaders,
    clock: Clock,
    timer_set: Callable[[], None],
) -> LookupJobs:
    """Build the look-ups as the settings say; `timer_set` is called when a timer was set."""
    cases = CaseLookups(ledger, readers.cases_as, clock)
    mailboxes = MailboxLookups(ledger, readers.mailboxes, clock)
    has_cases = settings.addresses.ediscovery_api
    cached = CachedLookups(ledger, clock, mailboxes, settings.looks_at_cases, has_cases, timer_set)
    addresses = settings.addresses
    terms = Terms(addresses.onedrive_rule, settings.mailbox_delay, settings.onedrive_archive_day)
    findings = FindingSearches(ledger, readers.people_as, clock, terms, timer_set)
    return LookupJobs(cached, cases, mailboxes, findings, ledger, clock, settings.tenants)
