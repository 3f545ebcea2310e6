"""The wiring of reminders, and of the bell that rings for them."""

from dialogs.dispatcher import Dispatcher
from engine.lookups.cached import CachedLookups
from engine.reminders.handler import Reminders
from engine.reminders.notify import ReminderNotifier
from engine.scheduler import Scheduler, TimerResult
from graph.background import BackgroundReaders
from graph.client.tokens import TokenSource
from graph.tenants import Tenants
from ledger import Ledger
from ledger.mail.timers import Timer
from licensing.clock import Clock
from licensing.reminders.schedule import TIMER
from settings import Settings


def reminder_jobs(
    settings: Settings,
    ledger: Ledger,
    tenants: Tenants,
    app: TokenSource,
    kinds: CachedLookups,
    desk: Dispatcher,
    clock: Clock,
    scheduler: Scheduler,
) -> Reminders:
    """Put it together as the settings say, and let the bell ring for it."""
    found = Reminders(
        ledger,
        BackgroundReaders(tenants, app),
        kinds,
        ReminderNotifier(desk, clock),
        clock,
        settings.schedule,
        settings.time_zone,
    )

    async def ring(timer: Timer) -> TimerResult:
        rung = await found.ring(timer.subject, timer.tries)
        return TimerResult(rung.store, rung.again)

    scheduler.on(TIMER, ring)
    return found
