"""Products of the rehearsal tenant, their service plans and the plans' dependencies."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sandbox.organization import catalog, more_products

#: Service plan name to its id.
PLANS: Mapping[str, str] = MappingProxyType(catalog.PLANS | more_products.PLANS)


@dataclass(frozen=True, slots=True)
class Plan:
    """One service plan."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Product:
    """One product (SKU) of the catalog or of a case file, with the seats that the tenant bought."""

    id: str
    part: str
    name: str
    plans: tuple[Plan, ...] = ()
    #: Seats bought: the `enabled` of prepaidUnits, or its `suspended` once suspended. None
    #: for enough.
    seats: int | None = None
    #: Graph's appliesTo: User or Company. Only products for users can be assigned.
    applies_to: str = "User"
    #: Graph's capabilityStatus: Enabled, Warning, Suspended, Deleted, LockedOut.
    status: str = "Enabled"
    #: Buyer: "organization", "people" for themselves, or "both".
    bought_by: str = "organization"
    #: Renewal date.
    renews: str = "2027-03-01"
    trial: bool = False

    def bought(self, seats: int) -> "Product":
        """Return the product with another number of seats."""
        return replace(self, seats=seats)

    @property
    def usable_seats(self) -> int:
        """Return the assignable seats: none if the product is suspended, deleted or locked out."""
        return (self.seats or 0) if self.status in {"Enabled", "Warning"} else 0


def _catalog() -> dict[str, Product]:
    products = {}
    for part, sku, name, plans in (*catalog.PRODUCTS, *more_products.PRODUCTS):
        held = tuple(Plan(PLANS[plan], plan) for plan in plans.split())
        products[part] = Product(sku, part, name, held)
    # Company-wide and expired, as in Microsoft's example of subscribedSkus.
    products["WINDOWS_STORE"] = replace(products["WINDOWS_STORE"], applies_to="Company", seats=1)
    products["CRMSTANDARD"] = replace(products["CRMSTANDARD"], status="Suspended")
    return products


#: All known products by part number.
CATALOG: Mapping[str, Product] = MappingProxyType(_catalog())
#: The products of a generated organization.
OWNED: tuple[Product, ...] = tuple(CATALOG[part] for part, *_ in catalog.PRODUCTS)

#: Service plan id to the plans of which it requires one. Project Plan 3 needs SharePoint,
#: Workplace Analytics an Exchange Online plan:
#: https://learn.microsoft.com/entra/fundamentals/licensing-groups-resolve-problems
DEPENDS_ON: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        PLANS["SHAREPOINT_PROJECT"]: frozenset({PLANS["SHAREPOINTENTERPRISE"]}),
        PLANS["WORKPLACE_ANALYTICS"]: frozenset(
            {PLANS["EXCHANGE_S_STANDARD"], PLANS["EXCHANGE_S_ENTERPRISE"]}
        ),
    }
)

#: Mutually exclusive service plans (same page).
EXCLUSIVE: tuple[frozenset[str], ...] = (
    frozenset({PLANS["EXCHANGE_S_STANDARD"], PLANS["EXCHANGE_S_ENTERPRISE"]}),
    frozenset({PLANS["SHAREPOINTSTANDARD"], PLANS["SHAREPOINTENTERPRISE"]}),
)
