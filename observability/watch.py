"""What the rest of the product calls to be measured."""

from collections.abc import Callable
from typing import Protocol


class Watch(Protocol):
    """Called when something starts. Call what it returns, in the same task, with the result."""

    def __call__(self, what: str, **labels: str) -> Callable[[str], None]:
        """Record the beginning of `what`."""


def unwatched(what: str, **labels: str) -> Callable[[str], None]:
    """Record nothing."""
    del what, labels
    return _ignore


def _ignore(result: str) -> None:
    del result
