"""What assignments supply, put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from licensing.losses import plan_ids
from licensing.losses.services import Data, data_in, mailbox_gb
from licensing.tenant.people import Assignment
from licensing.tenant.products import Product

#: States in which an assignment gives its services, as far as Graph names them.
ACTIVE_STATES: Final = frozenset({"Active", "ActiveWithError"})
INACTIVE_STATES: Final = frozenset({"Disabled", "Error"})


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What one or more assignments give."""

    data: frozenset[Data] = frozenset()
    #: Ids of the service plans that are switched on.
    plans: frozenset[str] = frozenset()
    #: Gigabytes of mailbox.
    mailbox_gb: int = 0

    @property
    def onedrive_is_archived(self) -> bool:
        """Whether a plan among these is under the rule about unlicensed OneDrives."""
        return not (self.plans & plan_ids.ONEDRIVE).issubset(plan_ids.ONEDRIVE_EXEMPT)

    def merged_with(self, other: "Entitlement") -> "Entitlement":
        """Both together."""
        return Entitlement(
            self.data | other.data, self.plans | other.plans, max(self.mailbox_gb, other.mailbox_gb)
        )


_NOTHING: Final = Entitlement()


@dataclass(slots=True)
class Entitlements:
    """Reads assignments of a tenant with these products, by id; remembers what it worked out."""

    products: Mapping[str, Product]
    _known: dict[tuple[str, frozenset[str]], Entitlement] = field(default_factory=dict)

    def of(self, assignment: Assignment) -> Entitlement:
        """What one assignment gives while it works."""
        key = (assignment.product, assignment.disabled_plans)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._worked_out(*key)
        return found

    def combined(self, assignments: Iterable[Assignment]) -> Entitlement:
        """What assignments give together while they work."""
        found = _NOTHING
        for assignment in assignments:
            found = found.merged_with(self.of(assignment))
        return found

    def _worked_out(self, product: str, off: frozenset[str]) -> Entitlement:
        known = self.products.get(product)
        on = [plan for plan in known.plans if plan.id not in off] if known else []
        return Entitlement(
            data=frozenset(kind for plan in on for kind in data_in(plan)),
            plans=frozenset(plan.id for plan in on),
            mailbox_gb=max((mailbox_gb(plan.id) for plan in on), default=0),
        )
