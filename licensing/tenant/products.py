"""Products (Graph calls them SKUs) and the service plans in them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """One service inside a product, such as a mailbox or OneDrive."""

    id: str
    #: Microsoft's part name, such as EXCHANGE_S_ENTERPRISE.
    part: str


@dataclass(frozen=True, slots=True)
class Product:
    """One product that the tenant owns, as `GET /subscribedSkus` reports it."""

    #: The skuId, a GUID in lower case.
    id: str
    #: Microsoft's part number, such as ENTERPRISEPACK.
    part: str
    #: What people call it, from the catalog; the part number where it is not known.
    name: str
    #: Licenses bought and usable: prepaidUnits enabled and warning.
    total: int
    #: Licenses assigned: consumedUnits.
    assigned: int
    plans: tuple[ServicePlan, ...] = ()
    #: False for a product of the whole company (appliesTo), which no one holds.
    for_people: bool = True
    #: Graph's capabilityStatus: Enabled, Warning, Suspended, Deleted, LockedOut; open-ended.
    status: str = "Enabled"

    @property
    def available(self) -> int:
        """Licenses that can still be assigned; never below zero."""
        return max(0, self.total - self.assigned)
