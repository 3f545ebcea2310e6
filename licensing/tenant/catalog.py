"""What people call a product, and which services Microsoft says are in it.

Both are Microsoft's own, from the small tables next to this file, keyed by the product's GUID. A
product that Microsoft added since is shown by its part number. The second table answers for a
product that people hold and the tenant no longer lists.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from licensing.tenant.products import Product, ServicePlan


@dataclass(frozen=True, slots=True)
class Catalog:
    """Names by product id (a GUID in lower case), and products with their service plans."""

    names: Mapping[str, str]
    products: Mapping[str, Product] = field(default_factory=dict)
    #: Ids of all service plans that Microsoft's table knows.
    plans: frozenset[str] = frozenset()

    @classmethod
    def bundled(cls) -> "Catalog":
        """Read the tables next to this file, once."""
        return _bundled()

    @classmethod
    def parse(cls, names: str, services: str = "{}") -> "Catalog":
        """Read the tables.

        `names` is JSON with `source` and `products` (id to name). `services` has `plans`, a list of
        id and part name, and `products`: id to part number and places in that list.
        """
        found: dict[str, str] = json.loads(names)["products"]
        table = json.loads(services)
        plans = [ServicePlan(id_, part) for id_, part in table.get("plans", ())]
        products = {
            id_: Product(
                id=id_,
                part=part,
                name=found.get(id_, part),
                total=0,
                assigned=0,
                plans=tuple(plans[place] for place in places),
                status="Deleted",
            )
            for id_, (part, places) in table.get("products", {}).items()
        }
        return cls(found, products, frozenset(plan.id for plan in plans))

    def name(self, product: str, part: str) -> str:
        """The name of a product; its part number, then its id, where there is none."""
        return self.names.get(product.lower()) or part or product


def product_name(product: str, products: Mapping[str, Product]) -> str:
    """What people call a product, also where the tenant no longer lists it; else its id."""
    known = products.get(product)
    return known.name if known else Catalog.bundled().name(product, "")


@lru_cache(maxsize=1)
def _bundled() -> Catalog:
    here = files(__package__)
    return Catalog.parse(
        here.joinpath("products.json").read_text(encoding="utf-8"),
        here.joinpath("product_plans.json").read_text(encoding="utf-8"),
    )
