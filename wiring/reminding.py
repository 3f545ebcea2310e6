"""The wiring of reminders, and of the bell that rings for them."""

from dialogs.dispatcher import Desk
from engine.lookups.cached import KeptLookups
from engine.ports import Timer
from engine.reminders.handler import Reminders
from engine.reminders.notify import Reminding
from engine.scheduler import Bell, Ring
from graph.background import BackgroundReaders
from graph.client.clock import Clock
from graph.client.tokens import TokenSource
from graph.tenants import Tenants
from ledger import Ledger
from licensing.reminders.schedule import TIMER
from settings import Settings


def reminding(
    settings: Settings,
    ledger: Ledger,
    tenants: Tenants,
    app: TokenSource,
    kinds: KeptLookups,
    desk: Desk,
    clock: Clock,
    bell: Bell,
) -> Reminders:
    """Put it together as the settings say, and let the bell ring for it."""
    found = Reminders(
        ledger,
        BackgroundReaders(tenants, app),
        kinds,
        Reminding(desk, clock),
        clock,
        settings.habits,
        settings.time_zone,
    )

    async def ring(timer: Timer) -> Ring:
        rung = await found.ring(timer.subject, timer.tries)
        return Ring(rung.store, rung.again)

    bell.on(TIMER, ring)
    return found
