"""Which of several products a refusal is about, as far as Graph's words say."""

import re
from collections.abc import Iterable, Mapping, Sequence

from licensing.errors import DependentPlan, InheritedFromGroup, LicenseNotHeld, TenantError
from licensing.losses.services import data_in
from licensing.runs.calls import Call, CallState, Products
from licensing.tenant.people import Person
from licensing.tenant.products import Product

_NOT_HELD = frozenset({LicenseNotHeld.__name__, InheritedFromGroup.__name__})


def refused_call(
    asked: Products, error: TenantError, person: Person, products: Mapping[str, Product]
) -> Call:
    """Note that a call was refused, and because of which products.

    `person` is who was asked for, as read before the call; `products` are the tenant's, by id.
    """
    if isinstance(error, DependentPlan) and error.needs:
        blamed, needed_by = _dependency(asked, error, person, products)
    else:
        blamed, needed_by = _named(asked, error.answer.message, products), ()
    return Call(asked, CallState.REFUSED, error.answer, type(error).__name__, blamed, needed_by)


def blame_missing(calls: Sequence[Call], person: Person) -> tuple[Call, ...]:
    """Blame the products that a person does not hold for the newest refusal, where it says that."""
    if not calls or calls[-1].reason not in _NOT_HELD:
        return tuple(calls)
    last = calls[-1]
    missing = tuple(p for p in last.products if not person.direct(p))
    blamed = Call(last.products, last.state, last.answer, last.reason, missing or last.blamed)
    return (*calls[:-1], blamed)


def _dependency(
    asked: Products, error: DependentPlan, person: Person, products: Mapping[str, Product]
) -> tuple[Products, Products]:
    """A service that stays needs one of the services that would go: one product has to stay."""
    needs = set(_words(error.needs))
    supplying = [p for p in asked if _direct_supply(person, p, products, needs)]
    # Of several that would do, the one that the person would miss most.
    supplying.sort(key=lambda p: _weight(products[p]), reverse=True)
    plan = set(_words(error.plan))
    dependent = {
        a.product
        for a in person.assignments
        if _supplies(products.get(a.product), a.disabled_plans, plan)
    }
    return tuple(supplying[:1]), tuple(sorted(dependent.difference(supplying[:1])))


def _direct_supply(
    person: Person, product: str, products: Mapping[str, Product], wanted: set[str]
) -> bool:
    direct = person.direct(product)
    return direct is not None and _supplies(products.get(product), direct.disabled_plans, wanted)


def _supplies(product: Product | None, off: frozenset[str], wanted: set[str]) -> bool:
    """Whether a product has one of these service plans, by id or part name, switched on."""
    if product is None:
        return False
    return any(
        plan.id not in off and not wanted.isdisjoint({plan.id, plan.part.lower()})
        for plan in product.plans
    )


def _weight(product: Product) -> tuple[int, int, str]:
    data = {kind for plan in product.plans for kind in data_in(plan)}
    return len(data), len(product.plans), product.id


def _named(asked: Products, message: str, products: Mapping[str, Product]) -> Products:
    """The products that the words name by id or part number."""
    said = set(_words(message))
    return tuple(
        p for p in asked if p.lower() in said or (p in products and _part(products[p]) in said)
    )


def _part(product: Product) -> str:
    """Return the part number as a word, if it can't be mistaken for another word."""
    return product.part.lower() if len(product.part) > 3 else ""


def _words(text: str) -> Iterable[str]:
    return re.findall(r"[\w-]+", text.lower())
