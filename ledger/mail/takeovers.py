"""Told of each claim that takes something over from one who held it for too long.

Whoever held it has died or hung; now and then that is a deployment, often it is a fault.
"""

from typing import Protocol


class TookOver(Protocol):
    """Told what was taken over: "run", "inbox", "outbox" or "timers", and how many at once."""

    def __call__(self, what: str, number: int) -> None:
        """Take note."""


def nobody(what: str, number: int) -> None:
    """Tell nobody."""
    del what, number
