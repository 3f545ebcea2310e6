"""What a removal saves: three separate figures that are never added.

Amounts in different currencies are not added either; products without a price are counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from licensing.plans.summary import Seats
from licensing.tenant.prices import Price


class Saving(StrEnum):
    """The meaning of a figure."""

    #: Paid for and assigned to accounts that can't sign in.
    UNUSED = "unused"
    #: Available to others as soon as they are free.
    REASSIGNABLE = "reassignable"
    #: Can be dropped when the subscription renews.
    REDUCIBLE = "reducible"


@dataclass(frozen=True, slots=True)
class SavedCost:
    """A number of licenses and their monthly cost."""

    licenses: int = 0
    #: By currency.
    monthly: Mapping[str, Decimal] = field(default_factory=dict)
    #: Licenses of products without a price.
    unpriced: int = 0


@dataclass(frozen=True, slots=True)
class Savings:
    """All three figures, and the first renewal of a subscription concerned."""

    unused: SavedCost
    reassignable: SavedCost
    reducible: SavedCost
    renews: date | None = None

    def of(self, figure: Saving) -> SavedCost:
        """Return one figure."""
        return {
            Saving.UNUSED: self.unused,
            Saving.REASSIGNABLE: self.reassignable,
            Saving.REDUCIBLE: self.reducible,
        }[figure]


def estimate_savings(seats: Mapping[str, Seats], prices: Mapping[str, Price]) -> Savings:
    """Return the three figures of a plan. Seats and prices are by product id."""
    days = [one.renews for one in seats.values() if one.renews and one.paid and one.freed]
    return Savings(
        unused=saved_cost({p: one.idle for p, one in seats.items()}, prices),
        reassignable=saved_cost({p: one.freed for p, one in seats.items()}, prices),
        reducible=saved_cost({p: one.freed for p, one in seats.items() if one.paid}, prices),
        renews=min(days, default=None),
    )


def saved_cost(counts: Mapping[str, int], prices: Mapping[str, Price]) -> SavedCost:
    """What this many licenses cost in a month. Counts and prices are by product id."""
    monthly: dict[str, Decimal] = {}
    unpriced = 0
    for product, count in counts.items():
        price = prices.get(product)
        if price is None:
            unpriced += count
        elif count:
            total = monthly.get(price.currency, Decimal(0)) + count * price.amount
            monthly[price.currency] = total
    return SavedCost(sum(counts.values()), monthly, unpriced)
