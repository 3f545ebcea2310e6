"""What the tenant bought: who bought it, and when it renews.

https://learn.microsoft.com/graph/api/resources/companysubscription. An admin can't remove licenses
of a subscription that a person bought for themselves ("self-service purchase",
https://learn.microsoft.com/microsoft-365/admin/manage/remove-licenses-from-users).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from licensing.tenant.checks import Check, NotChecked


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription to a product."""

    product: str
    licenses: int
    #: Whether a person bought it, and not the organization.
    self_bought: bool = False
    trial: bool = False
    #: When it renews or moves on to its next state; None where nothing is said.
    renews: date | None = None


_NO_PERMISSION = Check(NotChecked.NO_PERMISSION)


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """All subscriptions that are in use, by product id."""

    check: Check = _NO_PERMISSION
    by_product: Mapping[str, tuple[Subscription, ...]] = field(default_factory=dict)

    def self_bought(self, product: str) -> bool:
        """Whether people bought every license of a product themselves."""
        found = self.by_product.get(product, ())
        return bool(found) and all(one.self_bought for one in found)

    def partly_self_bought(self, product: str) -> bool:
        """Whether people bought some licenses of a product, without knowing which."""
        kinds = {one.self_bought for one in self.by_product.get(product, ())}
        return kinds == {True, False}

    def paid(self, product: str) -> bool:
        """Whether a product is in a subscription that is no trial; True where nothing is known."""
        found = self.by_product.get(product, ())
        return not found or any(not one.trial for one in found)

    def renews(self, product: str) -> date | None:
        """When the number of licenses can be lowered first."""
        days = [
            one.renews
            for one in self.by_product.get(product, ())
            if one.renews and not one.trial and not one.self_bought
        ]
        return min(days, default=None)
