"""The rehearsal tenant's clock, which a person can advance by days.

Only data retention and the bot follow it. Tokens, throttling and chats keep the time of this
machine, so that no one is signed out when the clock advances.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.tenant import Clock


@dataclass(slots=True)
class TenantClock:
    """A clock ahead of another by a fixed span."""

    clock: Clock
    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        """Return the tenant's time."""
        return self.clock() + self.ahead

    def advance(self, span: timedelta) -> None:
        """Advance the clock; ValueError for a negative span or more than ten years in total."""
        if span < timedelta(0) or self.ahead + span > timedelta(days=3660):
            raise ValueError("The clock moves forward only, by ten years at most.")
        self.ahead += span
