"""The wiring of reminders, and of the bell that rings for them."""

from bot.bell import Bell, Ring
from bot.ports import Timer
from bot.reminding import Reminding
from dialogs.desk import Desk
from graph.background import BackgroundReaders
from graph.clock import Clock
from graph.tenants import Tenants
from graph.tokens import TokenSource
from ledger import Ledger
from licensing.reminding import TIMER
from lookups.kept import KeptLookups
from reminders.ring import Reminders
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
