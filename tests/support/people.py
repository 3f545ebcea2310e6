"""Small builders for tests: a product with its plans, an assignment, a person. No I/O.

Ids may be short words, for the domain never looks into them; the plan ids below are Microsoft's,
for only those carry data.
"""

from collections.abc import Iterable

from licensing.tenant.people import Assignment, Group, Person, UserType
from licensing.tenant.products import Product, ServicePlan

#: One real service plan of each kind, and one that only sounds like a mailbox
#: (Microsoft, "Product names and service plan identifiers for licensing").
MAILBOX = "efb87545-963c-4e0d-99df-69c6916d9eb0"  # EXCHANGE_S_ENTERPRISE
MAILBOX_KIOSK = "4a82b400-a79f-41a4-b4e2-e94f5787b113"  # EXCHANGE_S_DESKLESS
ONEDRIVE = "5dbe027f-2339-4123-9542-606e4d348a72"  # SHAREPOINTENTERPRISE
OFFICE = "43de0ff5-c92c-492b-9116-175376d08c38"  # OFFICESUBSCRIPTION
FOUNDATION = "113feb6c-3fe4-4440-bddc-54d774bf0318"  # EXCHANGE_S_FOUNDATION
TEAMS = "57ff2da0-773e-42df-b2af-ffb7a2317929"  # TEAMS1
MAILBOX_PLAN_1 = "9aaf7827-d63c-4b61-89c3-182f06f82e5c"  # EXCHANGE_S_STANDARD
ARCHIVE = "176a09a6-7ec5-4039-ac02-b2791c6ba793"  # EXCHANGE_S_ARCHIVE_ADDON
ONEDRIVE_GOV = "153f85dd-d912-4762-af6c-d6e0fb4f6692"  # SHAREPOINTENTERPRISE_GOV
PHONE = "4828c8ec-dc2e-4779-b502-87ac9ce28ab7"  # MCOEV
POWER_BI = "70d33638-9c74-4d01-bfd3-562de28bd4ba"  # BI_AZURE_P2

SALES = Group("group-sales", "Sales")
OPERATIONS = Group("group-operations", "Operations")


def product(
    id: str,  # noqa: A002 - the product's own word
    *plans: str,
    name: str = "",
    total: int = 100,
    assigned: int = 0,
) -> Product:
    """A product with these service plans, by plan id."""
    return Product(
        id=id,
        part=id.upper(),
        name=name or id,
        total=total,
        assigned=assigned,
        plans=tuple(ServicePlan(plan, f"PART_OF_{plan[:8]}") for plan in plans),
    )


def owned(*products: Product) -> dict[str, Product]:
    """Products by id, as the domain takes them."""
    return {product.id: product for product in products}


def assignment(
    product: str, group: Group | None = None, *, off: Iterable[str] = (), state: str = "Active"
) -> Assignment:
    """A direct assignment, or an inherited one, with the plans `off` switched off."""
    return Assignment(product, group, frozenset(off), state)


def person(
    id: str = "adele",  # noqa: A002 - the person's own word
    *assignments: Assignment | str,
    name: str = "",
    enabled: bool = True,
    kind: UserType = UserType.MEMBER,
) -> Person:
    """A person who holds these; a bare product id stands for a direct assignment."""
    return Person(
        id=id,
        name=name or id.capitalize(),
        address=f"{id}@contoso.example",
        mail=f"{id}@contoso.example",
        enabled=enabled,
        user_type=kind,
        usage_location="US",
        assignments=tuple(Assignment(a) if isinstance(a, str) else a for a in assignments),
    )
