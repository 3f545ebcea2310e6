"""Reports claims of what another process leased and did not finish in time.

That process died or hung: sometimes because of a deployment, often because of a fault.
"""

from typing import Protocol


class OnTakeover(Protocol):
    """Receives what was taken over ("run", "inbox", "outbox" or "timers"), and how many."""

    def __call__(self, what: str, number: int) -> None:
        """Take note."""


def ignore_takeovers(what: str, number: int) -> None:
    """Report to no one."""
    del what, number
