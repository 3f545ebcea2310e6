"""The wiring of reminders."""

from dialogs.dispatcher import Dispatcher
from engine.lookups.cached import CachedLookups
from engine.reminders.handler import Reminders
from engine.reminders.notify import ReminderNotifier
from engine.scheduler import Scheduler
from graph.background import BackgroundReaders
from graph.client.tokens import TokenSource
from graph.tenants import Tenants
from ledger import Ledger
from licensing.clock import Clock
from licensing.reminders.schedule import TIMER
from settings import Settings


def reminder_jobs(
    settings: Settings,
    ledger: Ledger,
    tenants: Tenants,
    app: TokenSource,
    lookups: CachedLookups,
    dispatcher: Dispatcher,
    clock: Clock,
    scheduler: Scheduler,
) -> Reminders:
    """Build the reminders as the settings say, and register the handler of their timers."""
    reminders = Reminders(
        ledger,
        BackgroundReaders(tenants, app).people_as,
        lookups.mailboxes,
        ReminderNotifier(dispatcher, clock),
        clock,
        settings.schedule,
        settings.time_zone,
    )
    scheduler.on(TIMER, reminders.handle)
    return reminders
