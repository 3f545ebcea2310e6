"""Products (Graph calls them SKUs) and the service plans in them."""

import re
from dataclasses import dataclass
from typing import Final

#: Words in Microsoft's name or part number of a product that costs nothing: free ones, trials, and
#: those that people take for themselves ("viral")
#: (https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
_FREE_WORDS: Final = frozenset({"free", "viral", "trial", "vtrial", "exploratory", "adhoc", "iw"})
#: Products that cost nothing and do not say so.
_FREE_PARTS: Final = frozenset({"POWERAPPS_DEV", "WINDOWS_STORE"})
_WORD: Final = re.compile(r"[a-z]+")


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

    @property
    def full(self) -> bool:
        """Whether all licenses that were bought are assigned."""
        return self.total > 0 and self.available == 0

    @property
    def free(self) -> bool:
        """Whether it costs nothing, judged by its name: Graph does not tell prices."""
        words = _WORD.findall(f"{self.part} {self.name}".lower())
        return self.part in _FREE_PARTS or not _FREE_WORDS.isdisjoint(words)
