"""The products of a tenant, kept for a moment: every card shows them, and they seldom change."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from licensing.tenant.products import Product

#: Seconds for which one answer of Graph serves. Longer than it takes to press the next button,
#: shorter than anyone waits for a count of licenses to follow another tool.
FRESH: Final = 10.0
#: Maximum number of answers that are kept; each is some ten kilobytes.
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Kept:
    products: tuple[Product, ...]
    #: The token that it was read with. A person who signs out, or loses it, reads again.
    token: str
    until: float


class CachedProducts:
    """By tenant and person: what one may see is not shown to another."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take a clock in seconds that never goes back."""
        self._clock = clock
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()

    def get(self, tenant: str, person: str, token: str) -> tuple[Product, ...] | None:
        """Give what was kept a moment ago."""
        kept = self._kept.get((tenant, person))
        if kept is None or kept.token != token or kept.until <= self._clock():
            return None
        return kept.products

    def keep(self, tenant: str, person: str, token: str, products: tuple[Product, ...]) -> None:
        """Keep an answer that was just read."""
        self._kept[tenant, person] = _Kept(products, token, self._clock() + FRESH)
        self._kept.move_to_end((tenant, person))
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def forget(self, tenant: str) -> None:
        """A license was removed: everyone's counts are outdated."""
        for key in [key for key in self._kept if key[0] == tenant]:
            del self._kept[key]
