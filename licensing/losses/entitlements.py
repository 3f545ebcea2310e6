"""What assignments supply, put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from licensing.losses import plan_ids
from licensing.losses.services import SEPARATE, Data, amounts, application, data_in
from licensing.tenant.catalog import Catalog
from licensing.tenant.people import Assignment
from licensing.tenant.products import Product

#: States in which an assignment gives its services, as far as Graph names them.
ACTIVE_STATES: Final = frozenset({"Active", "ActiveWithError"})
INACTIVE_STATES: Final = frozenset({"Disabled", "Error"})
#: States of a subscription in which its licenses give anything
#: (https://learn.microsoft.com/microsoft-365/commerce/subscriptions/what-if-my-subscription-expires).
WORKING_STATUSES: Final = frozenset({"Enabled", "Warning"})


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What one or more assignments give."""

    data: frozenset[Data] = frozenset()
    #: Ids of the service plans that are switched on.
    plans: frozenset[str] = frozenset()
    #: Of what someone can have several: each by its product, or application.
    separate: frozenset[tuple[Data, str]] = frozenset()
    #: How much of each part.
    amounts: Mapping[Data, int] = field(default_factory=dict)

    @property
    def onedrive_is_archived(self) -> bool:
        """Whether a plan among these is under the rule about unlicensed OneDrives."""
        return not (self.plans & plan_ids.ONEDRIVE).issubset(plan_ids.ONEDRIVE_EXEMPT)

    def merged_with(self, other: "Entitlement") -> "Entitlement":
        """Both together."""
        return Entitlement(
            self.data | other.data,
            self.plans | other.plans,
            self.separate | other.separate,
            _most(self.amounts, other.amounts),
        )


_NOTHING: Final = Entitlement()


@dataclass(slots=True)
class Entitlements:
    """Reads assignments of a tenant with these products, by id; caches the results."""

    products: Mapping[str, Product]
    _known: dict[tuple[str, frozenset[str]], Entitlement] = field(default_factory=dict)

    def of(self, assignment: Assignment) -> Entitlement:
        """What one assignment gives while it works."""
        key = (assignment.product, assignment.disabled_plans)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._compute(*key)
        return found

    def combined(self, assignments: Iterable[Assignment]) -> Entitlement:
        """What assignments give together while they work."""
        found = _NOTHING
        for assignment in assignments:
            found = found.merged_with(self.of(assignment))
        return found

    def works(self, assignment: Assignment) -> bool:
        """Whether an assignment surely gives its services.

        Not where its subscription is suspended, locked out or deleted, and not where the tenant no
        longer lists the product. A state that Microsoft adds one day does not count either.
        """
        product = self.products.get(assignment.product)
        return (
            assignment.state in ACTIVE_STATES
            and product is not None
            and product.status in WORKING_STATUSES
        )

    def working(self, assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
        """Those that surely give their services."""
        return tuple(one for one in assignments if self.works(one))

    def _compute(self, product: str, off: frozenset[str]) -> Entitlement:
        catalog = Catalog.bundled()
        known = self.products.get(product) or catalog.products.get(product)
        on = [plan for plan in known.plans if plan.id not in off] if known else []
        separate = {
            (kind, application(plan.id) if kind is Data.DYNAMICS else product)
            for plan in on
            for kind in data_in(plan) & SEPARATE
        }
        if not is_known(product, self.products, off):
            separate.add((Data.UNKNOWN, product))
        found: Mapping[Data, int] = {}
        for plan in on:
            found = _most(found, amounts(plan.id))
        return Entitlement(
            data=frozenset(kind for plan in on for kind in data_in(plan))
            | {kind for kind, _ in separate},
            plans=frozenset(plan.id for plan in on),
            separate=frozenset(separate),
            amounts=found,
        )


def is_known(
    product: str, products: Mapping[str, Product], off: frozenset[str] = frozenset()
) -> bool:
    """Whether the contents of a product are known, without the services that are `off`.

    Of a product in Microsoft's table a service that was added since is new, and the rest is known.
    One that is not there is known as far as all its services are.
    """
    catalog = Catalog.bundled()
    if product in catalog.products:
        return True
    listed = products.get(product)
    return listed is not None and all(
        plan.id in catalog.plans for plan in listed.plans if plan.id not in off
    )


def _most(one: Mapping[Data, int], other: Mapping[Data, int]) -> Mapping[Data, int]:
    if not one or not other:
        return one or other
    return {kind: max(one.get(kind, 0), other.get(kind, 0)) for kind in one.keys() | other.keys()}
