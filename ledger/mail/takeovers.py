"""Reports claims of work that another process leased and did not finish in time.

That process died or hung: sometimes because of a deployment, often because of a fault.
"""

from typing import Protocol


class OnTakeover(Protocol):
    """Receives what was taken over ("run", "inbox", "outbox" or "timers"), and how often."""

    def __call__(self, what: str, number: int) -> None:
        """Handle takeovers."""


def ignore_takeovers(what: str, number: int) -> None:
    """Report nothing."""
    del what, number
