"""The days that pass in the rehearsal tenant when somebody turns its clock on.

Only what becomes of data follows it, and the bot, which asks for it. Tokens, throttling and chats
keep the time of this machine, so that nobody is signed out by a turn.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.tenant import Clock


@dataclass(slots=True)
class TenantClock:
    """A clock, some time ahead."""

    clock: Clock
    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        """Tell the time there."""
        return self.clock() + self.ahead

    def turn(self, span: timedelta) -> None:
        """Let so much time pass at once; ValueError for a turn back, or for more than ten years."""
        if span < timedelta(0) or self.ahead + span > timedelta(days=3660):
            raise ValueError("The clock turns forward only, by ten years at most.")
        self.ahead += span
