"""What people call a product.

The names are Microsoft's own, from the small table beside this file, keyed by the product's GUID. A
product that Microsoft added since is shown by its part number.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Catalog:
    """Names by product id (a GUID in lower case)."""

    names: Mapping[str, str]

    @classmethod
    def bundled(cls) -> "Catalog":
        """Read the table beside this file."""
        return cls.parse(files(__package__).joinpath("products.json").read_text(encoding="utf-8"))

    @classmethod
    def parse(cls, text: str) -> "Catalog":
        """Read the table: JSON with `source` and `products` (id to name)."""
        return cls(json.loads(text)["products"])

    def name(self, product: str, part: str) -> str:
        """The name of a product; its part number, then its id, where there is none."""
        return self.names.get(product.lower()) or part or product
