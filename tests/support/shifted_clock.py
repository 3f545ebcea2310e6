"""The machine's clock, some time ahead."""

from datetime import datetime, timedelta

from wiring.system import SystemClock


class ShiftedClock(SystemClock):
    """Runs at its usual speed; a test sets how far ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead
