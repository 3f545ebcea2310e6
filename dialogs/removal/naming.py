"""Products by the names that people type."""

from collections.abc import Iterable

from licensing.tenant.products import Product


def products_named(text: str, products: Iterable[Product]) -> tuple[str, ...]:
    """Ids of the products named in a typed list; empty when any name is not one product's.

    A name, a part number, or the beginning of just one name will do.
    """
    holdable = [p for p in products if p.for_people]
    ids: list[str] = []
    for word in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
        found = _named(word.casefold(), holdable)
        if found is None:
            return ()
        ids.append(found.id)
    return tuple(dict.fromkeys(ids))


def _named(word: str, products: list[Product]) -> Product | None:
    exact = [p for p in products if word in {p.name.casefold(), p.part.casefold(), p.id}]
    begun = exact or [p for p in products if p.name.casefold().startswith(word)]
    return begun[0] if len(begun) == 1 else None
