"""The products of a tenant, kept for a moment: every card shows them, and they seldom change."""

import time
from collections.abc import Callable
from typing import Final

from cachetools import TTLCache

from licensing.tenant.products import Product

#: Seconds for which one answer of Graph serves. Longer than it takes to press the next button,
#: shorter than anyone waits for a count of licenses to follow another tool.
FRESH: Final = 10.0
#: Maximum number of answers that are kept; each is some ten kilobytes.
_MOST: Final = 1_000


class CachedProducts:
    """By tenant and person: what one may see is not shown to another."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take a clock in seconds that never goes back."""
        #: By tenant, person and token: someone who signs out, or loses the sign-in, reads again.
        self._answers: TTLCache[tuple[str, str, str], tuple[Product, ...]] = TTLCache(
            _MOST, FRESH, clock
        )

    def get(self, tenant: str, person: str, token: str) -> tuple[Product, ...] | None:
        """Give what was kept a moment ago."""
        return self._answers.get((tenant, person, token))

    def keep(self, tenant: str, person: str, token: str, products: tuple[Product, ...]) -> None:
        """Keep an answer that was just read."""
        self._answers[tenant, person, token] = products

    def forget(self, tenant: str) -> None:
        """A license was removed: everyone's counts are outdated."""
        for key in [key for key in self._answers if key[0] == tenant]:
            self._answers.pop(key, None)
